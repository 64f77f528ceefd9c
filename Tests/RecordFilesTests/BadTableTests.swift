import DeletableClustering
import Foundation
import Testing

@testable import RecordFiles

@Suite struct BadTableTests {
  private let withID = TableSelection(idColumn: "id")

  @Test(
    "A cell that is empty or no finite number is named by file, line and column",
    arguments: [
      "", " ", "x", "nan", "NaN", "inf", "-Infinity", "1e400", "0x10", "1 2", "\"\"", "\"x\"", "\"1\n2\"",
      "\"1\"\"2\"", "1\r", "NA", "1;2",
    ])
  func cells(cell: String) throws {
    #expect(
      try fault("id,a,b\nx,1,2\ny,\(cell),4\nz,5,6\n", selecting: withID)
        == .notANumber(file: "pieces", line: 3, column: "a"))
  }

  @Test("A message holds neither the cell nor the id")
  func silence() throws {
    let error = try #require(try fault("id,a\nsecret-id,secret-cell\n", selecting: withID))
    #expect(error.description == "pieces, line 2, column 'a': is empty or no finite number")
    #expect(error.kind == .badData)
  }

  @Test(
    "A table without a header is refused before its first record becomes names",
    arguments: ["1,2.5,3\nx,1,2\n", "p17,0.25,-3\np18,1,2\n", "1\n2\n", "0.5,0.5,0.5\n1,2,3\n"])
  func noHeader(text: String) throws {
    let error = try #require(try fault(text, selecting: TableSelection()))
    #expect(error == .noHeader(file: "pieces"))
    #expect(
      error.description
        == "pieces, line 1: numbers where the columns' names are due; a table needs a header")
    #expect(error.kind == .badData)
  }

  @Test("Years may be names")
  func years() throws {
    #expect(try table("id,2019,2020\nx,1,2\n", selecting: withID).featureNames == ["2019", "2020"])
  }

  @Test("Lines count line breaks inside quotes, in any block")
  func lines() throws {
    #expect(
      try fault("\"i\nd\",a\n\"x\n\n\",1\n\"y\n\",x\n")
        == .notANumber(file: "pieces", line: 3, column: "i\nd"))
    let selection = TableSelection(idColumn: "i\nd")
    #expect(
      try fault("\"i\nd\",a\n\"x\n\n\",1\n\"y\n\",x\n", selecting: selection)
        == .notANumber(file: "pieces", line: 7, column: "a"))
    let many = "a\n" + String(repeating: "1\n", count: 300_000) + "x\n"
    #expect(try fault(many) == .notANumber(file: "pieces", line: 300_002, column: "a"))
  }

  @Test("A ragged row is named, whatever else is wrong with it")
  func ragged() throws {
    let short = try fault("a,b\n1,2\n3\n")
    #expect(short == .raggedRow(file: "pieces", line: 3, fields: 1, expected: 2))
    let long = try fault("a,b\n1,2\n3,4,5\n")
    #expect(long == .raggedRow(file: "pieces", line: 3, fields: 3, expected: 2))
    let blank = try fault("a,b\n1,2\n\n3,4\n")
    #expect(blank == .raggedRow(file: "pieces", line: 3, fields: 1, expected: 2))
    let blankWithID = try fault("id,a\nx,2\n\n", selecting: withID)
    #expect(blankWithID == .raggedRow(file: "pieces", line: 3, fields: 1, expected: 2))
    let trailing = try fault("a,b\n1,2,\n")
    #expect(trailing == .raggedRow(file: "pieces", line: 2, fields: 3, expected: 2))
    let unselected = try fault("a,b\n1,2\n3\n", selecting: TableSelection(features: ["a"]))
    #expect(unselected == .raggedRow(file: "pieces", line: 3, fields: 1, expected: 2))
  }

  @Test("No bytes, no records, no features")
  func nothing() throws {
    #expect(try fault("") == .empty(file: "pieces"))
    #expect(try fault("\u{FEFF}") == .empty(file: "pieces"))
    #expect(try fault("a,b\n") == .noRecords(file: "pieces", line: 2))
    #expect(try fault("a,b") == .noRecords(file: "pieces", line: 2))
    #expect(try fault("id\nx\n", selecting: withID) == .noFeatures(file: "pieces", line: 1))
  }

  @Test("Empty ids, quoted or not")
  func emptyIDs() throws {
    let error = RecordFileError.emptyID(file: "pieces", line: 3, column: "id")
    #expect(try fault("id,a\nx,1\n,2\n", selecting: withID) == error)
    #expect(try fault("id,a\nx,1\n\"\",2\n", selecting: withID) == error)
    #expect(try fault("a,id\n1,x\n2,\n", selecting: withID) == error)
  }

  @Test("Quotes and carriage returns where none may stand")
  func stray() throws {
    #expect(try fault("a,b\n1,2\n3\"4,5\n") == .strayQuote(file: "pieces", line: 3))
    #expect(try fault("id,a\nx\"y,5\n", selecting: withID) == .strayQuote(file: "pieces", line: 2))
    #expect(try fault("id,a\n\"x\"y,5\n", selecting: withID) == .strayQuote(file: "pieces", line: 2))
    #expect(try fault("a,\"b\n1,2\n") == .unclosedQuote(file: "pieces", line: 1))
    #expect(try fault("id,a\n\"x\ny,5\n", selecting: withID) == .unclosedQuote(file: "pieces", line: 2))
    #expect(try fault("id,a\nx\ry,5\n", selecting: withID) == .strayReturn(file: "pieces", line: 2))
    #expect(try fault("id,a\rx,5\r") == .strayReturn(file: "pieces", line: 1))
  }

  @Test("A stray quote in the middle of a large table is found in its line")
  func strayFar() throws {
    let rows = String(repeating: "x,1\n", count: 100_000)
    let text = "id,a\n" + rows + "x\"y,1\n" + rows + "z,\"1\"\n"
    #expect(try fault(text, selecting: withID) == .strayQuote(file: "pieces", line: 100_002))
  }

  @Test("A record longer than the limit is refused before it fills the memory")
  func tooLong() {
    let bytes = Array("a\n1\n\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5000)
    var blocks = TextBlocks(Pieces(bytes, size: 100), quoting: true, recordLimit: 1000)
    #expect(throws: RecordFileError.recordTooLong(file: "pieces", line: 3, limit: 1000)) {
      while try blocks.next() != nil {}
    }
  }

  @Test("Text that is no UTF-8 is refused")
  func encodings() throws {
    #expect(try fault("a,b\n1,\u{0}\n") == .notUTF8(file: "pieces", line: 2))
    let scratch = try Scratch()
    let wide = "id,a\nx,1\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    for (name, bytes) in [
      ("mark.csv", [0xFF, 0xFE] + wide), ("bare.csv", wide), ("latin.csv", [0xE9, 0x0A]),
    ] {
      let path = try scratch.write(bytes, as: name)
      #expect(throws: RecordFileError.notUTF8(file: path, line: 1)) { try RecordFiles.read(path) }
    }
  }

  @Test("Columns that are not there, or there twice")
  func columns() throws {
    #expect(
      try fault("a,b\n1,2\n", selecting: withID)
        == .unknownColumn(file: "pieces", line: 1, column: "id", names: ["a", "b"]))
    // What may be a record is not told.
    for header in [
      "x,y,1", "x,y,", "x,NA", "x;1;2", "x\t-1", "x,y z 3", "x,y,.5", "x,\"1,5\"", "x,y,+1", "x,−1", "x| 2",
    ] {
      #expect(
        try fault("\(header)\n1,2\n", selecting: withID)
          == .unknownColumn(file: "pieces", line: 1, column: "id", names: []), "\(header)")
    }
    #expect(
      try fault("a,a,b\n1,2,3\n") == .ambiguousColumn(file: "pieces", line: 1, column: "a"))
    #expect(
      try fault("id,id,b\n1,2,3\n", selecting: withID)
        == .ambiguousColumn(file: "pieces", line: 1, column: "id"))
    let data = try table("a,a,b\n1,2,3\n", selecting: TableSelection(features: ["b"]))
    #expect(data.values == [3])
  }

  @Test("What is no file")
  func files() throws {
    let scratch = try Scratch()
    let missing = scratch.path("missing.csv")
    #expect(throws: RecordFileError.notFound(file: missing)) { try RecordFiles.read(missing) }
    let folder = scratch.folder.path(percentEncoded: false)
    #expect(throws: RecordFileError.isFolder(file: folder)) { try RecordFiles.read(folder) }
    let odd = try scratch.write("a\n1\n", as: "table.txt")
    #expect(throws: RecordFileError.unknownEnding(file: odd)) { try RecordFiles.read(odd) }
    #expect(throws: RecordFileError.notFound(file: missing)) { try WithdrawalList.read(missing) }
    #expect(throws: RecordFileError.isFolder(file: folder)) { try WithdrawalList.read(folder) }
  }

  // Only Linux has a file that opens and cannot be read, also for the superuser.
  @Test(
    "A file that cannot be read is an error of its own",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem")))
  func unreadable() throws {
    let error = try #require(
      #expect(throws: RecordFileError.self) { try WithdrawalList.read("/proc/self/mem") })
    #expect(error.kind == .io)
  }

  @Test("Requests that make no sense")
  func requests() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a\n1\n", as: "t.csv")
    #expect(throws: RecordFileError.idsGivenTwice(column: "id", file: "ids")) {
      try RecordFiles.read(path, selecting: TableSelection(idColumn: "id", idsFile: "ids"))
    }
    #expect(throws: RecordFileError.standardInputTwice) {
      try RecordFiles.read("-", selecting: TableSelection(idsFile: "-"))
    }
  }
}
