import TestSupport
import Testing

@testable import DeletableClustering

/// Ids that are row numbers answer as if they were kept.
struct RowNumberTests {
  @Test("The decimal of every row number, there and back")
  func decimals() {
    let step = TestLevel.count(quick: 4099, standard: 251, long: 1)
    let numbers =
      Array(stride(from: 0, to: 10_000_100, by: step))
      + Array(0..<TestLevel.count(quick: 2_000, standard: 20_000, long: 0))
    let wrong = numbers.first { number in
      let word = IDWord(rowNumber: number)
      return word != IDWord(packing: RecordID(rowNumber: number).bytes) || word.rowNumber != number
    }
    #expect(wrong == nil)
  }

  @Test("All quotients of the split into digits")
  func digits() {
    // The halves do not meet, so each of their values is enough.
    let numbers = (0..<10_000).flatMap { half in [half, half % 1000 * 10_000 + half] }
    #expect(numbers.first { IDWord(rowNumber: $0).unpacked != Array(String($0).utf8) } == nil)
  }

  @Test("What is no row number's decimal is none")
  func noNumbers() {
    let others = ["", "00", "007", "-5", "1.0", " 7", "7 ", "1234567x", "0000000", "٣"]
    for text in others {
      #expect(IDWord(packing: RecordID(text).bytes)?.rowNumber == nil, "\(text)")
    }
    #expect(IDWord(slot: 3).rowNumber == nil)
    #expect(IDWord(packing: RecordID("123456789012345678").bytes)?.rowNumber == 123_456_789_012_345_678)
  }

  @Test(
    "The table of those that moved is that of an array, down to nothing",
    arguments: TestLevel.seeds(quick: 12, standard: 60, long: 600))
  func partners(seed: UInt64) {
    var random = SplitMix(seed)
    let count = random.int(0...150)
    var numbers = RowNumbers(count: count)
    var plain = Array(0..<count)
    while true {
      #expect(numbers.count == plain.count)
      #expect(plain.indices.map { numbers[$0] } == plain)
      #expect(numbers.areUnchanged == (plain == Array(plain.indices)))
      #expect((0..<count).first { numbers.row(of: $0) != plain.firstIndex(of: $0) } == nil)
      #expect(numbers.row(of: count) == nil && numbers.row(of: 1 << 40) == nil)
      guard !plain.isEmpty else { break }
      // Last rows often, since they are the case apart.
      let row = random.int(0...2) == 0 ? plain.count - 1 : random.int(0...plain.count - 1)
      numbers.removeSwapping(row: row)
      plain.swapRemove(row)
    }
  }

  @Test("Rows that leave turn no row numbers into words", arguments: [1, 2, 9, 64, 400])
  func removals(count: Int) {
    var words = IDWords(rowNumbers: count)
    var plain = (0..<count).map { IDWord(rowNumber: $0) }
    while !plain.isEmpty {
      words.removeSwapping(row: 0)
      plain.swapRemove(0)
      #expect(words.elementsEqual(plain) && words.rowNumbers != nil)
    }
    // Rows that leave from the end move none.
    var ends = IDWords(rowNumbers: count)
    for row in (0..<count).reversed() { ends.removeSwapping(row: row) }
    #expect(ends.rowNumbers?.areUnchanged == true && ends.isEmpty)
  }

  @Test("Row numbers that are their rows' again can be followed by the next")
  func restored() {
    var words = IDWords(rowNumbers: 4)
    words.removeSwapping(row: 2)
    // The last, which had come to the row of the third.
    words.removeSwapping(row: 2)
    #expect(words.rowNumbers?.areUnchanged == true)
    for number in 2..<6 { words.append(IDWord(rowNumber: number)) }
    #expect(words.rowNumbers?.count == 6)
    #expect((0..<7).map { words.row(ofNumber: IDWord(rowNumber: $0)) } == [0, 1, 2, 3, 4, 5, nil])
  }

  @Test("Ids that are appended are row numbers as long as they are the next", arguments: UInt64(0)..<40)
  func append(seed: UInt64) {
    var random = SplitMix(seed)
    var ids = RecordIDs()
    var plain: [RecordID] = []
    if random.int(0...1) == 0 { ids.reserveCapacity(random.int(0...50)) }
    let start = random.int(0...20)
    for number in 0..<start { plain.append(RecordID(rowNumber: number)) }
    if random.int(0...1) == 0 {
      ids = RecordIDs(rowNumbers: start)
    } else {
      for id in plain { ids.append(id.bytes[...]) }
    }
    #expect(ids.words.rowNumbers != nil)
    var block = RecordIDBlock()
    for _ in 0..<random.int(0...6) {
      let id: RecordID =
        switch random.int(0...3) {
        case 0: RecordID(rowNumber: plain.count)
        case 1: RecordID(rowNumber: random.int(0...30))
        case 2: RecordID("0\(plain.count)")
        default: "a long name of a participant"
        }
      plain.append(id)
      if seed % 2 == 0 { ids.append(id.bytes) } else { block.append(id.bytes) }
    }
    ids.append(block)
    #expect(Array(ids) == plain)
    #expect((ids.words.rowNumbers != nil) == plain.indices.allSatisfy { plain[$0].description == "\($0)" })
    for (row, id) in plain.enumerated() { #expect(ids.word(of: id) == ids.words[row]) }
  }

  @Test("Nothing is appended unseen to row numbers of which some left")
  func appendAfterRemoval() {
    var words = IDWords(rowNumbers: 100)
    words.removeSwapping(row: 4)
    #expect(words.rowNumbers?.areUnchanged == false)
    words.append(IDWord(rowNumber: 99))
    words.append(IDWord(rowNumber: 4))
    #expect(words.rowNumbers == nil)
    #expect(words[4] == IDWord(rowNumber: 99) && words[99] == IDWord(rowNumber: 99))
    #expect(words[100] == IDWord(rowNumber: 4) && words.count == 101)
  }

  @Test("A row that is not there traps")
  func rowsBeyond() async {
    await #expect(processExitsWith: .failure) { _ = IDWords(rowNumbers: 3)[3] }
    await #expect(processExitsWith: .failure) { _ = IDWords(rowNumbers: 3)[-1] }
  }
}
