import TestSupport
import Testing

@testable import DeletableClustering

/// Deleting equals refitting, over generated cases; each seed is its own replay.
struct QuantizedDeletionLaws {
  typealias Law = DeletionLaw<QuantizedKMeans>

  private static let seeds = TestLevel.seeds(quick: 21, standard: 630, long: 2100)

  /// Streams take larger strides in debug builds.
  private static let largestBatch = TestLevel.count(quick: 16, standard: 4, long: 4)

  private func law(_ seed: UInt64, threads: Int = 1) -> (Law, GeneratedCase, SplitMix) {
    let sample = GeneratedCase(seed: seed &+ 1000)
    return (Law(sample.data, sample.configuration, threads: threads), sample, SplitMix(seed))
  }

  @Test("Any single id", arguments: seeds)
  func singleIDs(seed: UInt64) throws {
    let (law, sample, _) = law(seed)
    let fitted = try law.fit()
    try fitted.checkCaches()
    for id in sample.distinctIDs.prefix(TestLevel.count(quick: 4, standard: 200, long: 200)) {
      let checked = try law.checkDeletion(of: [id], from: fitted)
      try checked.after.checkCaches()
      #expect(checked.outcome.isCertified == isCertified(checked))
    }
  }

  @Test("Streams down to nothing, a few ids a batch", arguments: seeds)
  func streams(seed: UInt64) throws {
    let (law, sample, generator) = law(seed)
    var random = generator
    var model = try law.fit()
    var left = sample.distinctIDs.shuffled(using: &random)
    var gone: [RecordID] = []
    while !left.isEmpty {
      let batch = Array(left.prefix(random.int(1...Self.largestBatch)))
      left.removeFirst(batch.count)
      gone += batch
      try model.delete(batch)
      #expect(try model == law.refit(without: gone), "\(gone)")
      try model.checkCaches()
    }
  }

  @Test("A stream that is compared at its end only", arguments: seeds)
  func unwatchedStreams(seed: UInt64) throws {
    let (law, sample, generator) = law(seed)
    var random = generator
    let ids = sample.distinctIDs.shuffled(using: &random)
    let model = try law.checkStream(ids.dropLast(ids.count / 4).map { [$0] }, comparingEach: false)
    try model.checkCaches()
  }

  @Test("Batches of every size", arguments: seeds)
  func batches(seed: UInt64) throws {
    let (law, sample, generator) = law(seed)
    var random = generator
    let fitted = try law.fit()
    for _ in 0..<6 {
      let ids = sample.distinctIDs.shuffled(using: &random)
      let checked = try law.checkDeletion(
        of: Array(ids.prefix(random.int(0...ids.count))), from: fitted)
      try checked.after.checkCaches()
      #expect(checked.outcome.isCertified == isCertified(checked))
    }
  }

  @Test("All orders of a few ids", arguments: seeds)
  func orders(seed: UInt64) throws {
    let (law, sample, generator) = law(seed)
    var random = generator
    try law.checkOrders(of: Array(sample.distinctIDs.shuffled(using: &random).prefix(3)))
  }

  @Test("Ids that no record carries, and deleting twice", arguments: seeds)
  func unknownIDs(seed: UInt64) throws {
    try law(seed).0.checkUnknownIDs()
  }

  @Test("Everything deleted", arguments: seeds)
  func everything(seed: UInt64) throws {
    try law(seed).0.checkEverythingDeleted()
  }

  @Test("Rows shuffled, and 1, 2 and 3 threads", arguments: seeds)
  func rowsAndThreads(seed: UInt64) throws {
    let (law, sample, generator) = law(seed)
    var random = generator
    try law.checkOrderOfRowsAndThreads(deleting: [random.element(sample.ids)], &random)
  }

  @Test("Opened again in between", arguments: seeds)
  func reopening(seed: UInt64) throws {
    let (law, sample, generator) = law(seed)
    var random = generator
    let ids = sample.distinctIDs.shuffled(using: &random)
    try law.checkReopening(ids.prefix(6).map { [$0] } + [Array(ids.dropFirst(6).prefix(5))])
  }

  @Test("Enough records for several threads", arguments: TestLevel.seeds(quick: 1, standard: 4, long: 40))
  func manyRecords(seed: UInt64) throws {
    var random = SplitMix(seed)
    let rows = (0..<20_000).map { _ in
      let centre = Double(random.int(0...5))
      return [centre + 0.3 * random.bell(), 0.5 * random.bell(), Double(random.int(-2...2))]
    }
    let law = Law(
      GeneratedCase.dataset(rows, rows.indices.map { RecordID(rowNumber: $0 / 3) }),
      .init(clusters: 9, seed: seed))
    let ids = (0..<60).map { _ in RecordID(rowNumber: random.int(0...6665)) }
    try law.checkOrderOfRowsAndThreads(deleting: Array(ids.prefix(3)), &random)
    let threaded = Law(law.data, law.configuration, threads: 3)
    let model = try threaded.checkStream(ids.map { [$0] }, comparingEach: false)
    try model.checkCaches()
  }

  /// What the outcome must say: no recorded and no published centroid changed.
  private func isCertified(_ checked: Law.Checked) -> Bool {
    let (before, after) = (checked.before.state, checked.after.state)
    return before.unit == after.unit && before.rounds.map(\.centroids) == after.rounds.map(\.centroids)
      && before.published == after.published
  }
}
