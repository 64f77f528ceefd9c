import TestSupport
import Testing

@testable import DeletableClustering

struct RecordIDTests {
  private static let odd: [RecordID] = [
    "", "0", "7", "007", "0000000", "00000000", "1234567", "12345678", "01234567", "123456789012345678",
    "1234567890123456789", "-5", "1.0", " 7", "7 ", "\u{e9}", "e\u{301}", "12345678x",
    "a participant with a long name", "a participant with a long namf", RecordID(bytes: [0]),
    RecordID(bytes: [0, 0]), RecordID(bytes: [255, 254]), RecordID(bytes: Array(repeating: 0, count: 9)),
  ]

  @Test("Ids are their bytes: words and bytes go to and fro, and no two ids are one")
  func words() {
    let ids = RecordIDs(Self.odd)
    #expect(Array(ids) == Self.odd)
    #expect(Set(ids.words).count == Self.odd.count)
    for (row, id) in Self.odd.enumerated() { #expect(ids.word(of: id) == ids.words[row]) }
    #expect(ids.word(of: "some other long name of a participant") == nil)
  }

  @Test("Row numbers are the ids that their decimals are")
  func rowNumbers() {
    for number in [0, 1, 9, 10, 999_999, 9_999_999, 10_000_000, 1 << 30] {
      #expect(IDWord(rowNumber: number) == IDWord(packing: RecordID(rowNumber: number).bytes))
    }
  }

  @Test("Two normal forms of one text are two participants")
  func normalForms() throws {
    var model = try QuantizedKMeans.fit(
      Dataset(rows: [[0], [1], [2], [3]], ids: ["\u{e9}", "e\u{301}", "7", "007"]), .init(clusters: 2))
    #expect(model.participantCount == 4)
    try model.delete(["\u{e9}", "007"])
    #expect(try Array(model.records().ids).sorted() == ["7", "e\u{301}"])
  }

  @Test("Rows of ids are those of a dictionary, through any removals", arguments: UInt64(0)..<40)
  func index(seed: UInt64) {
    var random = SplitMix(seed)
    let pool = random.int(1...120)
    var ids = (0..<random.int(1...200)).map { _ -> RecordID in
      let number = random.int(0...pool)
      return random.int(0...3) == 0 ? Self.odd[number % Self.odd.count] : RecordID(rowNumber: number * 16)
    }
    let rows = ids.indices.map { [Double($0)] }
    var data = GeneratedCase.dataset(rows, ids)
    while ids.count > 1 {
      let row = random.int(0...ids.count - 1)
      let gone = ids[row]
      data.removeSwapping(rows: CollectionOfOne(row))
      ids.swapRemove(row)
      #expect(Array(data.ids) == ids)
      #expect(data.rows(of: gone) == ids.indices.filter { ids[$0] == gone })
      let other = random.element(ids)
      #expect(data.rows(of: other) == ids.indices.filter { ids[$0] == other })
      #expect(data.participantCount == Set(ids).count)
    }
  }

  @Test("A negative row number traps")
  func negativeRowTraps() async {
    await #expect(processExitsWith: .failure) { _ = IDWord(rowNumber: -1) }
    await #expect(processExitsWith: .failure) { _ = RecordIDs(rowNumbers: -1) }
  }
}
