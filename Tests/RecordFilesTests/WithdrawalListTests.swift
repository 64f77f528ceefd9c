import DeletableClustering
import Foundation
import Testing

@testable import RecordFiles

@Suite struct WithdrawalListTests {
  private func read(_ bytes: [UInt8]) throws -> [RecordID] {
    let scratch = try Scratch()
    return try WithdrawalList.read(scratch.write(bytes, as: "w12345_20261101.csv"))
  }

  private func read(_ text: String) throws -> [RecordID] {
    try read(Array(text.utf8))
  }

  private func fault(_ bytes: [UInt8]) throws -> RecordFileError? {
    #expect(throws: RecordFileError.self) { try read(bytes) }
  }

  @Test("Blank lines, line ends, a byte order mark and spaces around an id are passed over")
  func plain() throws {
    #expect(try read("1\n2\n3\n") == ["1", "2", "3"])
    #expect(try read("\u{FEFF}1\r\n\r\n  2\t \r\n \n3") == ["1", "2", "3"])
    #expect(try read("\n\n1\n\n\n") == ["1"])
    #expect(try read("a b\n 007 \n7\n") == ["a b", "007", "7"])
  }

  @Test("An empty list is a list", arguments: ["", "\n", "\r\n\r\n", "  \n", "\u{FEFF}", "\u{FEFF}\n"])
  func empty(text: String) throws {
    #expect(try read(text) == [])
  }

  @Test("A quoted id is kept exactly")
  func quoted() throws {
    #expect(
      try read("\"a,b\"\n \"c \"\"d\"\"\" \r\n\" e\r\n\"\n\" \"\n") == ["a,b", "c \"d\"", " e\r\n", " "])
  }

  @Test("Ids are distinct, by their bytes, in the order of their first appearance")
  func distinct() throws {
    #expect(try read("b\na\nb\n\"a\"\nc\na\n") == ["b", "a", "c"])
    let forms = try read("\u{E9}\ne\u{301}\n\u{E9}\n")
    #expect(forms.map(\.bytes) == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
  }

  @Test("Many ids of all lengths stay distinct and in order")
  func many() throws {
    let ids = (0..<30_000).map { String(repeating: "x", count: $0 % 20) + "\($0 / 2)" }
    var seen: Set<String> = []
    let expected = ids.filter { seen.insert($0).inserted }
    #expect(try read((ids + ids).joined(separator: "\n")) == expected.map { RecordID($0) })
  }

  @Test(
    "More than one column, by the line",
    arguments: ["1\n2,3\n", "1\n2,\n", "1\n,\n", "1\n\"2\",3\n", "1\n,2\n"])
  func columns(text: String) throws {
    guard case .severalColumns(_, 2) = try fault(Array(text.utf8)) else {
      Issue.record("was not refused for its columns")
      return
    }
  }

  @Test("Quotes and carriage returns where none may stand, and quoted nothing")
  func stray() throws {
    if case .strayQuote(_, 2) = try fault(Array("1\n2\"3\n".utf8)) {} else { Issue.record("inside") }
    if case .strayQuote(_, 2) = try fault(Array("1\n\"2\"3\n".utf8)) {} else { Issue.record("after") }
    if case .unclosedQuote(_, 2) = try fault(Array("1\n\"2\n3\n".utf8)) {} else { Issue.record("open") }
    if case .strayReturn(_, 1) = try fault(Array("1\r2\r3".utf8)) {} else { Issue.record("returns") }
    if case .emptyID(_, 2, nil) = try fault(Array("1\n\"\"\n".utf8)) {} else { Issue.record("nothing") }
  }

  @Test("UTF-16 and NUL bytes are bad data")
  func encodings() throws {
    let wide = "123\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    for bytes in [[0xFF, 0xFE] + wide, [0xFE, 0xFF] + wide, wide, [0x31, 0]] {
      guard case .notUTF8(_, 1) = try fault(bytes) else {
        Issue.record("was not refused for its encoding")
        return
      }
    }
  }

  @Test("A compressed list is the list")
  func compressed() throws {
    let scratch = try Scratch()
    #expect(try WithdrawalList.read(scratch.gzip(["1\n", "2\n"], as: "w.csv.gz")) == ["1", "2"])
  }

  @Test("A message holds no id")
  func silence() throws {
    let error = try #require(try fault(Array("secret-1\nsecret-2,secret-3\n".utf8)))
    #expect(
      error.description.hasSuffix(
        "w12345_20261101.csv, line 2: more than one column; a list is one column of ids, without a header"))
  }
}
