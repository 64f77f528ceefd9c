import DeletableClustering
import Testing

@testable import RecordFiles

@Suite struct IDLinesTests {
  private func read(_ text: String, rows: Int) throws -> (ids: [String], error: RecordFileError?) {
    let scratch = try Scratch()
    let table = try scratch.write("a\n" + String(repeating: "1\n", count: rows), as: "t.csv")
    let ids = try scratch.write(text, as: "ids.txt")
    do {
      let data = try RecordFiles.read(table, selecting: TableSelection(idsFile: ids))
      return (data.idTexts, nil)
    } catch {
      return ([], error)
    }
  }

  @Test("A line is an id, byte for byte, whatever ends it")
  func lines() throws {
    #expect(try read("x\n y \n", rows: 2).ids == ["x", " y "])
    #expect(try read("x\ny", rows: 2).ids == ["x", "y"])
    #expect(try read("x\r\ny\r\n", rows: 2).ids == ["x", "y"])
    #expect(try read("\u{FEFF}007\n7\n", rows: 2).ids == ["007", "7"])
    #expect(try read("\"a,b\n\"\n", rows: 2).ids == ["\"a,b", "\""])
  }

  @Test("Empty ids, stray carriage returns, NUL bytes, and no id at all")
  func bad() throws {
    if case .emptyID(_, 2, nil) = try read("x\n\ny\n", rows: 2).error {} else { Issue.record("empty line") }
    if case .strayReturn(_, 1) = try read("x\ry\n", rows: 1).error {} else { Issue.record("return") }
    if case .notUTF8(_, 2) = try read("x\n\u{0}y\n", rows: 2).error {} else { Issue.record("NUL") }
    if case .empty = try read("", rows: 1).error {} else { Issue.record("empty file") }
  }

  @Test("Fewer or more ids than records are named with the line")
  func counts() throws {
    if case .idCount(_, 2, 2, 3) = try read("x\ny\n", rows: 3).error {} else { Issue.record("fewer") }
    if case .idCount(_, 3, 4, 2) = try read("x\ny\nz\nw\n", rows: 2).error {} else { Issue.record("more") }
  }
}
