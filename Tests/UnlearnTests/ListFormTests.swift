// Lists as they come, and a search of all the model's bytes after each.

import DeletableClustering
import Foundation
import ModelStore
import TestSupport
import Testing

/// A list, and whom it names.
struct ListForm: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String
  let ids: [String]
  var testDescription: String { name }

  init(_ name: String, _ text: String, _ ids: [String]) {
    self.name = name
    self.text = text
    self.ids = ids
  }
}

@Suite("Forms of lists")
struct ListFormTests {
  private static let composed = "participant-\u{e9}"
  private static let decomposed = "participant-e\u{301}"

  private static let odd = [
    "-17", "-1", "participant, with comma", "participant \"with\" quotes", "participant\nwith line end",
    "participant\r\nwith two", " participant with spaces ", composed, decomposed, "007-participant",
    "7-participant",
  ]

  static let forms = [
    ListForm("CRLF", "plain-001\r\nplain-002\r\n", ["plain-001", "plain-002"]),
    ListForm("byte order mark", "\u{feff}plain-003\nplain-004\n", ["plain-003", "plain-004"]),
    ListForm("byte order mark, quotes, CRLF", "\u{feff}\"plain-005\"\r\n", ["plain-005"]),
    ListForm("blank lines", "\n\nplain-006\n\n \n\t\nplain-007\n\n", ["plain-006", "plain-007"]),
    ListForm("no last line end", "plain-008\nplain-009", ["plain-008", "plain-009"]),
    ListForm("duplicates", "plain-010\n\"plain-010\"\n plain-010\nplain-010\n", ["plain-010"]),
    ListForm("spaces around", "  plain-011 \n\tplain-012\t\n", ["plain-011", "plain-012"]),
    ListForm("spaces within quotes", "\" participant with spaces \"\n", [" participant with spaces "]),
    ListForm("negative", "-17\n-1\n-999\n", ["-17", "-1"]),
    ListForm("comma", "\"participant, with comma\"\n", ["participant, with comma"]),
    ListForm("quotes", "\"participant \"\"with\"\" quotes\"\r\n", ["participant \"with\" quotes"]),
    ListForm("line end", "\"participant\nwith line end\"\n", ["participant\nwith line end"]),
    ListForm("CRLF within quotes", "\"participant\r\nwith two\"\r\n", ["participant\r\nwith two"]),
    ListForm("composed", composed + "\n", [composed]),
    ListForm("decomposed", decomposed + "\n", [decomposed]),
    ListForm("leading zeros", "007-participant\n", ["007-participant"]),
  ]

  /// A field as RFC 4180 has it.
  private static func field(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// Coordinates with all their bits in use, others for every row.
  private static func coordinates(ofRow row: Int) -> [Double] {
    (0..<3).map { Double(row % 4) * 10 + Double((row * 7_919 + $0 * 104_729 + 1) % 99_991) / 99_991 }
  }

  private static let ids = odd + (0..<120).map { "plain-" + String("00\($0)".suffix(3)) }

  /// Two visits of everybody but those left out.
  private static func table(without left: [String] = []) -> String {
    // By bytes: Swift takes two normal forms of a text for equal.
    let left = Set(left.map { Array($0.utf8) })
    return (0..<2 * ids.count).filter { !left.contains(Array(ids[$0 / 2].utf8)) }.reduce(
      into: "id,x,y,z\n"
    ) { text, row in
      text += field(ids[row / 2]) + coordinates(ofRow: row).map { ",\($0)" }.joined() + "\n"
    }
  }

  /// What the records of an id are in the files: the id after its length, and the coordinates.
  private static func traces(_ id: String) -> [Data] {
    let bytes = Array(id.utf8)
    var traces = [Data([UInt8(bytes.count), 0, 0, 0] + bytes)]
    for row in 0..<2 * ids.count where Array(ids[row / 2].utf8) == bytes {
      traces += coordinates(ofRow: row).map { value in
        Data((0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) })
      }
    }
    return traces
  }

  @Test("A list in this form takes out those it names, and leaves no byte of them", arguments: forms)
  func form(_ form: ListForm) throws {
    let workspace = try Workspace()
    try workspace.write(Self.table(), to: "study.csv")
    let fit = try workspace.run("fit", "study.csv", "--id", "id", "--clusters", "4", "--output", "model")
    #expect(fit.status == 0, "\(fit.errors)")
    let traces = form.ids.flatMap { Self.traces($0) }
    #expect(traces.count == 7 * form.ids.count)
    let before = try workspace.snapshot("model").values.map { Data($0) }
    #expect(traces.allSatisfy { trace in before.contains { $0.range(of: trace) != nil } })

    try workspace.write(form.text, to: "list.csv")
    let run = try workspace.run("withdraw", "model", "list.csv", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json()["withdrawn"] as? Int == form.ids.count)
    #expect(try run.json()["remaining_participants"] as? Int == Self.ids.count - form.ids.count)
    let after = try workspace.snapshot("model").values.map { Data($0) }
    #expect(!traces.contains { trace in after.contains { $0.range(of: trace) != nil } })

    try workspace.write(Self.table(without: form.ids), to: "left.csv")
    #expect(try workspace.run("fit", "left.csv", "--like", "model", "--output", "fresh").status == 0)
    #expect(try workspace.digest("model") == workspace.digest("fresh"))
    let receipt = try workspace.run("receipt", "model", "--id", form.ids[0])
    #expect(try receipt.json()["status"] as? String == "withdrawn", "\(receipt.errors)")
  }

  @Test("A list of a million ids, a tenth of which are there")
  func million() throws {
    let workspace = try Workspace()
    let count = TestLevel.count(quick: 10_000, standard: 1_000_000, long: 1_000_000)
    func id(_ number: Int) -> String { "participant-" + String(String(1_000_000 + number).dropFirst()) }
    // Everybody in the model is the first of ten in the list, or not on it at all.
    let known = (0..<count / 10).map { id($0 * 10) }
    let stays = (0..<1_000).map { "other-" + id($0) }
    let data = try Dataset(
      ids: RecordIDs((known + stays).map { RecordID($0) }),
      coordinates: .float((0..<2 * (known.count + stays.count)).map { Float($0 * 7_919 % 10_007) }),
      dimension: 2)
    let model = try QuantizedKMeans.fit(data, .init(clusters: 4))
    try StoredModel.create(at: workspace.path("model"), model, .init())
    let start = Data([18, 0, 0, 0] + Array("participant-".utf8))
    #expect(try workspace.snapshot("model").values.contains { Data($0).range(of: start) != nil })
    try workspace.write((0..<count).map { id($0) + "\r\n" }.joined(), to: "list.csv")
    let run = try workspace.run("withdraw", "model", "list.csv", "--json")
    let report = try run.json()
    #expect(report["requested"] as? Int == count)
    #expect(report["withdrawn"] as? Int == known.count)
    #expect(report["remaining_records"] as? Int == stays.count)
    print("a million ids: \(report["seconds"] ?? "no") seconds")
    #expect(try workspace.run("verify", "model").status == 0)
    #expect(try workspace.run("audit", "model").status == 0)
    for bytes in try workspace.snapshot("model").values.map({ Data($0) }) {
      // An id of 18 bytes: those that stay are longer, so one search finds any that left.
      #expect(bytes.range(of: start) == nil)
    }
  }
}
