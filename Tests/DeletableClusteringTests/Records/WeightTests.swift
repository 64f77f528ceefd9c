import TestSupport
import Testing

@testable import DeletableClustering

struct WeightTests {
  /// A generated data set with weights of which many are equal, and some as large as they may be.
  private func weighted(seed: UInt64) -> Dataset {
    let sample = GeneratedCase(seed: seed)
    var random = SplitMix(seed)
    let largest = UInt32(Dataset.maximumCount / sample.rows.count)
    let weights = sample.rows.map { _ in random.element([1, 1, 2, 3, largest]) }
    return GeneratedCase.dataset(sample.rows, sample.ids, weights: weights)
  }

  /// Each record as a text, weight included.
  private func records(_ data: Dataset) -> [String] {
    (0..<data.count).map {
      "\(data.ids[$0].bytes) \(data.vector(ofRow: $0)) \(data.weight(ofRow: $0))"
    }
  }

  private func keys(_ data: Dataset, seed: UInt64, threads: Int = 1) -> [Word128] {
    RecordKeys(KeyedRandom(seed: seed), dimension: data.dimension).keys(of: data, threads: threads)
  }

  @Test("Weights are kept row by row, and added up")
  func weights() throws {
    let data = try Dataset(rows: [[1], [2], [3]], ids: ["a", "b", "a"], weights: [1, 4, 2])
    #expect(data.weights == [1, 4, 2])
    #expect((0..<3).map { data.weight(ofRow: $0) } == [1, 4, 2])
    #expect(data.totalWeight == 7)
    #expect(data.count == 3)
  }

  @Test("Weights that are all 1 are no weights")
  func unitWeights() throws {
    for data in [
      try Dataset(rows: [[1], [2]], weights: [1, 1]), try Dataset(rows: [[1], [2]]),
      try Dataset(rows: [[1], [2], [3]], weights: [1, 1, 5]).removing(["2"]),
    ] {
      #expect(data.weights == nil)
      #expect(data.weight(ofRow: 1) == 1)
      #expect(data.totalWeight == 2)
    }
    #expect(try Dataset(coordinates: .float([]), dimension: 2, weights: []).totalWeight == 0)
  }

  @Test("What is wrong with weights is named by its place and size")
  func errors() throws {
    #expect(throws: DatasetError.weightCount(weights: 1, rows: 2)) {
      try Dataset(rows: [[1], [2]], weights: [1])
    }
    #expect(throws: DatasetError.noWeight(row: 1)) { try Dataset(rows: [[1], [2]], weights: [2, 0]) }
    let half = UInt32(Dataset.maximumCount / 2)
    #expect(try Dataset(rows: [[1], [2]], weights: [half, half]).totalWeight == 1 << 30)
    #expect(throws: DatasetError.tooMuchWeight(total: 1 << 30 + 1)) {
      try Dataset(rows: [[1], [2]], weights: [half, half + 1])
    }
    #expect(throws: DatasetError.tooMuchWeight(total: 2 * (1 << 32 - 1))) {
      try Dataset(rows: [[1], [2]], weights: [.max, .max])
    }
    #expect(DatasetError.noWeight(row: 1).description == "The weight in row 1 is 0; the least is 1.")
  }

  @Test("Weights go with their records, whatever is removed or arranged", arguments: UInt64(0)..<42)
  func carried(seed: UInt64) throws {
    let data = weighted(seed: seed)
    var random = SplitMix(seed)
    let gone = (0..<4).map { _ in random.element(Array(data.ids)) } + ["no such id"]
    let (removed, plain) = (data.removing(gone), data.without(gone))
    #expect(records(removed).sorted() == records(plain).sorted())
    #expect(removed.totalWeight == plain.totalWeight)
    #expect((removed.weights == nil) == (plain.weights == nil))
    #expect(records(data.shuffled(&random)).sorted() == records(data).sorted())
    let arranged = try data.arranged(byFeatures: data.featureNames.reversed())
    #expect(arranged.weights == data.weights)
    #expect(arranged.totalWeight == data.totalWeight)
  }

  @Test("Rows taken out one by one leave the weights and the sum of the rest", arguments: UInt64(0)..<21)
  func oneByOne(seed: UInt64) {
    var data = weighted(seed: seed)
    var random = SplitMix(seed)
    var weights = (0..<data.count).map { data.weight(ofRow: $0) }
    while !weights.isEmpty {
      let row = random.int(0...weights.count - 1)
      data.removeSwapping(rows: CollectionOfOne(row))
      weights.swapRemove(row)
      #expect((0..<data.count).map { data.weight(ofRow: $0) } == weights)
      #expect(data.totalWeight == weights.reduce(0, +))
    }
  }

  @Test("Keys with weights are those of the plain twin", arguments: UInt64(0)..<42)
  func twinKeys(seed: UInt64) {
    let data = weighted(seed: seed)
    let kept = keys(data, seed: seed, threads: 2)
    let plain = TwinKeys.keys(of: data, seed: seed)
    // Identical records of one id may be numbered in either order.
    var (keptKeys, plainKeys): ([String: Set<UInt128>], [String: Set<UInt128>]) = ([:], [:])
    for (row, record) in records(data).enumerated() {
      keptKeys[record, default: []].insert(UInt128(kept[row].high) << 64 | UInt128(kept[row].low))
      plainKeys[record, default: []].insert(plain[row])
    }
    #expect(keptKeys == plainKeys)
  }

  @Test("Weights that are all 1 leave every key as it is", arguments: UInt64(0)..<21)
  func unitKeys(seed: UInt64) {
    let sample = GeneratedCase(seed: seed)
    let ones = GeneratedCase.dataset(sample.rows, sample.ids, weights: sample.rows.map { _ in 1 })
    let plain = GeneratedCase.dataset(sample.rows, sample.ids)
    #expect(keys(ones, seed: seed) == keys(plain, seed: seed))
  }

  @Test("Another weight gives another key, also of records that are the same otherwise")
  func distinctKeys() throws {
    for id: RecordID in ["a", "12345678901", "a participant with a long name"] {
      let weights: [UInt32] = [1, 2, 3, 1, 2, 1 << 20]
      let rows = weights.map { _ in [0.5, 2] }
      let data = try Dataset(rows: rows, ids: weights.map { _ in id }, weights: weights)
      #expect(Set(keys(data, seed: 3)).count == weights.count)
      // Only those are numbered that agree in weight too: rows 0 and 3, and rows 1 and 4.
      let numbers = try #require(
        data.occurrences(contentHashes: weights.map { _ in Word128(low: 0, high: 0) }))
      #expect(Set([numbers[0], numbers[3]]) == [0, 1])
      #expect(Set([numbers[1], numbers[4]]) == [0, 1])
      #expect([numbers[2], numbers[5]] == [0, 0])
    }
  }

  @Test("Equal records are numbered through, however weights lie between them", arguments: UInt64(0)..<20)
  func occurrences(seed: UInt64) throws {
    var random = SplitMix(seed)
    let count = 40  // more than the rows that are compared without sorting
    let weights = (0..<count).map { _ in UInt32(random.int(1...3)) }
    let rows = (0..<count).map { _ in [Double(random.int(0...1))] }
    let data = try Dataset(rows: rows, ids: rows.map { _ in "a" }, weights: weights)
    let numbers = try #require(data.occurrences(contentHashes: rows.map { _ in Word128(low: 0, high: 0) }))
    var seen: [String: [UInt64]] = [:]
    for (row, record) in records(data).enumerated() { seen[record, default: []].append(numbers[row]) }
    for (_, numbers) in seen { #expect(numbers.sorted() == (0..<UInt64(numbers.count)).map { $0 }) }
  }

  @Test("The order compares weights after coordinates, and rows do not decide it", arguments: UInt64(0)..<20)
  func order(seed: UInt64) throws {
    let light = try Dataset(rows: [[2], [1], [1]], ids: ["a", "a", "a"], weights: [1, 3, 2])
    #expect(light.precedes(1, 0) && light.precedes(2, 1))
    #expect(!light.precedes(0, 1) && !light.precedes(1, 2))
    let data = weighted(seed: seed)
    var random = SplitMix(seed)
    let sorted = [data, data.shuffled(&random)].map { data in
      let keys = keys(data, seed: seed)
      return (0..<data.count)
        .sorted { data.precedes($0, $1) || (!data.precedes($1, $0) && keys[$0] < keys[$1]) }
        .map { keys[$0] }
    }
    #expect(sorted[0] == sorted[1])
  }
}
