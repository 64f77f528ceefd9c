import Testing

@testable import RecordFiles

@Suite struct RecordFileErrorTests {
  @Test("Messages are one line: place, then problem")
  func messages() {
    let cases: [(RecordFileError, RecordFileError.Kind, String)] = [
      (.notFound(file: "t.csv"), .noInput, "t.csv: no such file"),
      (.isFolder(file: "t"), .noInput, "t: is a folder"),
      (.unreadable(file: "t.csv", reason: "x\ny"), .io, "t.csv: cannot be read: x\u{FFFD}y"),
      (.standardInputTwice, .usage, "the table and its ids cannot both come from standard input"),
      (
        .raggedRow(file: "t.csv", line: 7, fields: 1, expected: 3), .badData,
        "t.csv, line 7: 1 field where the header has 3"
      ),
      (
        .notANumber(file: "a\nb.csv", line: 2, column: "x\r\ny"), .badData,
        "a\u{FFFD}b.csv, line 2, column 'x\u{FFFD}\u{FFFD}y': is empty or no finite number"
      ),
      (
        .tooMuchWeight(file: "t.csv", total: 1 << 31), .badData,
        "t.csv: the weights add up to 2147483648, which is too much; the most is 1073741824"
      ),
      (.emptyID(file: "w.csv", line: 2, column: nil), .badData, "w.csv, line 2: the id is empty"),
      (
        .unknownColumn(file: "t.csv", line: 1, column: "q*", names: []), .badData,
        "t.csv, line 1: no column 'q*'"
      ),
      (
        .unknownColumn(file: "a.npy", line: nil, column: "q", names: (0..<14).map { "f\($0)" }), .badData,
        "a.npy: no column 'q'; the columns are 'f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9', 'f10', "
          + "'f11' and 2 more"
      ),
      (
        .idCount(file: "ids", line: 2, ids: 2, records: 3), .badData,
        "ids, line 2: there are 2 ids for 3 records"
      ),
      (
        .notFinite(file: "a.npy", row: 0, column: "f3"), .badData,
        "a.npy, row 0 (from 0), column 'f3': is no finite number"
      ),
      (
        .notExact(file: "a.npy", row: 2, column: "f0"), .badData,
        "a.npy, row 2 (from 0), column 'f0': is a whole number beyond 2^53 - 1, where double precision rounds"
      ),
    ]
    for (error, kind, message) in cases {
      #expect(error.description == message)
      #expect(error.kind == kind)
    }
  }

  @Test("Long names are shortened")
  func shortened() {
    let error = RecordFileError.ambiguousColumn(
      file: "t.csv", line: 1, column: String(repeating: "x", count: 1000))
    #expect(error.description.count < 150)
  }

  @Test("Kinds tell the exit codes apart")
  func kinds() {
    #expect(RecordFileError.unknownEnding(file: "t").kind == .usage)
    #expect(RecordFileError.arrayHasNoIDColumn(file: "t").kind == .usage)
    #expect(RecordFileError.idsGivenTwice(column: "id", file: "ids").kind == .usage)
    #expect(RecordFileError.empty(file: "t").kind == .badData)
    #expect(RecordFileError.damagedCompression(file: "t").kind == .badData)
  }
}
