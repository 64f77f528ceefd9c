import TestSupport
import Testing

@testable import DeletableClustering

/// The same row numbers, kept and not kept, are the same ids in whatever is done with them.
struct RowNumberLaws {
  private static let seeds = TestLevel.seeds(quick: 22, standard: 66, long: 660)

  /// Rows, ids, weights, and what is found under ids of all kinds.
  private func expectAlike(_ left: Dataset, _ right: Dataset, _ random: inout SplitMix) {
    #expect(left.ids.elementsEqual(right.ids) && left.weights == right.weights)
    let numbersAgree = (0..<left.coordinates.count).allSatisfy {
      left.coordinates[$0].bitPattern == right.coordinates[$0].bitPattern
    }
    #expect(numbersAgree && left.coordinates.count == right.coordinates.count)
    #expect(left.participantCount == right.participantCount && left.totalWeight == right.totalWeight)
    let numbers = (0..<6).map { _ in random.int(0...140) }
    for text in numbers.flatMap({ ["\($0)", "0\($0)", "\($0)x", "\($0 + 10_000_000_000)"] }) + ["", "007"] {
      #expect(left.rows(of: RecordID(text)) == right.rows(of: RecordID(text)), "\(text)")
    }
    guard left.count > 0 else { return }
    let (first, second) = (random.int(0...left.count - 1), random.int(0...left.count - 1))
    #expect(left.precedes(first, second) == right.precedes(first, second))
    #expect(left.isFirstAmongMany(row: first) == right.isFirstAmongMany(row: first))
    #expect(left.rowsSharing(idOfRow: first) == right.rowsSharing(idOfRow: first))
    let keys = RecordKeys(KeyedRandom(seed: 5), dimension: left.dimension)
    #expect(keys.keys(of: left, threads: 1) == keys.keys(of: right, threads: 2))
  }

  @Test("Removals, copies and selections", arguments: seeds)
  func datasets(seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    var random = SplitMix(seed)
    var (free, kept) = (sample.rowNumbered, sample.rowNumbered.keepingIDs)
    #expect(free.ids.words.rowNumbers != nil && kept.ids.words.rowNumbers == nil)
    expectAlike(free, kept, &random)
    while free.count > 0 {
      let before = (free, kept)
      let ids = Array(before.0.ids)
      for _ in 0..<random.int(1...4) where free.count > 0 {
        let row = random.int(0...free.count - 1)
        free.removeSwapping(rows: CollectionOfOne(row))
        kept.removeSwapping(rows: CollectionOfOne(row))
      }
      expectAlike(free, kept, &random)
      // The copies from before are as they were.
      #expect(Array(before.0.ids) == ids)
      expectAlike(before.0, before.1, &random)
      let rows = (0..<random.int(0...8)).map { _ in random.int(0...before.0.count - 1) }
      expectAlike(before.0.selecting(rows: rows), before.1.selecting(rows: rows), &random)
      let gone = rows.map { before.0.ids[$0] } + ["007", "no such id"]
      expectAlike(before.0.removing(gone), before.1.removing(gone), &random)
      let names = Array(before.0.featureNames.reversed())
      expectAlike(
        try before.0.arranged(byFeatures: names), try before.1.arranged(byFeatures: names), &random)
    }
  }

  @Test(
    "Fits, their encodings and every kind of deletion", arguments: ClusteringMethod.allCases,
    TestLevel.seeds(quick: 6, standard: 66, long: 660))
  func models(method: ClusteringMethod, seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed &+ 5000)
    var random = SplitMix(seed)
    let law = DeletionLaw(sample.rowNumbered, sample.settings(method))
    let other = DeletionLaw(sample.rowNumbered.keepingIDs, sample.settings(method))
    var (free, kept) = (try law.fit(), try other.fit())
    #expect(free == kept && free.encoded == kept.encoded)
    var left = Array(law.data.ids).shuffled(using: &random)
    try law.checkOrders(of: Array(left.prefix(2)))
    try law.checkUnknownIDs()
    var gone: [RecordID] = []
    while !left.isEmpty {
      let batch = Array(left.prefix(random.int(1...Swift.max(1, law.data.count / 5))))
      left.removeFirst(batch.count)
      gone += batch
      let outcomes = (try free.delete(batch + ["007"]), try kept.delete(batch + ["007"]))
      #expect(outcomes.0 == outcomes.1)
      #expect(free == kept && free.encoded == kept.encoded, "\(gone) deleted")
      #expect(try free.records().ids.elementsEqual(kept.records().ids))
      guard random.int(0...2) == 0 else { continue }
      #expect(try free == law.refit(without: gone), "\(gone) deleted")
    }
  }

  @Test(
    "Models that are opened again", arguments: ClusteringMethod.allCases,
    TestLevel.seeds(quick: 4, standard: 22, long: 110))
  func reopened(method: ClusteringMethod, seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed &+ 7000)
    var random = SplitMix(seed)
    let ids = sample.rowNumbered.ids.shuffled(using: &random)
    let batches = [Array(ids.prefix(1)), Array(ids.dropFirst().prefix(2)), Array(ids.dropFirst(3).prefix(4))]
    for data in [sample.rowNumbered, sample.rowNumbered.keepingIDs] {
      try DeletionLaw(data, sample.settings(method)).checkReopening(batches)
    }
  }
}
