import DeletableClustering
import Foundation
import Testing

@testable import RecordFiles

// These are the only tests that touch standard input, and they run one after another.
@Suite(.serialized) struct StandardInputTests {
  /// Runs the body with a file in the place of standard input.
  private func withStandardInput<Result>(_ text: String, _ body: () throws -> Result) throws -> Result {
    let scratch = try Scratch()
    let file = try FileHandle(
      forReadingFrom: URL(fileURLWithPath: scratch.write(text, as: "input")))
    let saved = dup(STDIN_FILENO)
    dup2(file.fileDescriptor, STDIN_FILENO)
    defer {
      if saved >= 0 {
        dup2(saved, STDIN_FILENO)
        close(saved)
      }
    }
    return try body()
  }

  @Test("A table on standard input is CSV")
  func table() throws {
    let data = try withStandardInput("id,a\nx,1\n") {
      try RecordFiles.read("-", selecting: TableSelection(idColumn: "id"))
    }
    #expect(data.idTexts == ["x"])
    let error = try withStandardInput("a\nx\n") {
      #expect(throws: RecordFileError.self) { try RecordFiles.read("-") }
    }
    #expect(error == .notANumber(file: "standard input", line: 2, column: "a"))
  }

  @Test("Ids and lists come from it too")
  func lists() throws {
    #expect(try withStandardInput("1\n2\n1\n") { try WithdrawalList.read("-") } == ["1", "2"])
    let scratch = try Scratch()
    let path = try scratch.write("a\n1\n2\n", as: "t.csv")
    let data = try withStandardInput("x\ny\n") {
      try RecordFiles.read(path, selecting: TableSelection(idsFile: "-"))
    }
    #expect(data.idTexts == ["x", "y"])
  }
}
