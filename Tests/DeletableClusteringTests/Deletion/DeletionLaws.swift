import DeletableClustering
import TestSupport
import Testing

/// Deleting equals refitting for every method, over generated cases; each seed is its own replay.
struct DeletionLaws {
  private static let methods = ClusteringMethod.allCases
  private static let seeds = TestLevel.seeds(quick: 22, standard: 132, long: 2200)

  /// Streams take larger strides in debug builds.
  private static let largestBatch = TestLevel.count(quick: 16, standard: 4, long: 4)

  private func law(
    _ method: ClusteringMethod, _ seed: UInt64
  ) -> (DeletionLaw, GeneratedCase, SplitMix) {
    let sample = GeneratedCase(seed: seed &+ 1000)
    return (DeletionLaw(sample.data, sample.settings(method)), sample, SplitMix(seed))
  }

  @Test("Any single id", arguments: methods, seeds)
  func singleIDs(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, _) = law(method, seed)
    let fitted = try law.fit()
    try fitted.checkCaches()
    for id in sample.distinctIDs.prefix(TestLevel.count(quick: 3, standard: 16, long: 200)) {
      let checked = try law.checkDeletion(of: [id], from: fitted)
      try checked.after.checkCaches()
      #expect(checked.outcome.isCertified == checked.isCertified)
    }
  }

  @Test("Streams down to nothing, a few ids a batch", arguments: methods, seeds)
  func streams(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, generator) = law(method, seed)
    var random = generator
    var model = try law.fit()
    var left = sample.distinctIDs.shuffled(using: &random)
    var gone: [RecordID] = []
    while !left.isEmpty {
      let batch = Array(left.prefix(random.int(1...Self.largestBatch)))
      left.removeFirst(batch.count)
      gone += batch
      try model.delete(batch)
      #expect(try model.core == law.refit(without: gone).core, "\(gone)")
      try model.checkCaches()
    }
  }

  @Test("Labels and gaps that are not kept, or only now and then", arguments: methods, seeds)
  func forgottenAssignments(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, generator) = law(method, seed)
    var random = generator
    let ids = sample.distinctIDs.shuffled(using: &random)
    var model = try sample.settings(method).fit(sample.data, threads: 2, keepingAssignments: false)
    #expect(try model.core == law.fit().core)
    for id in ids.prefix(TestLevel.count(quick: 3, standard: 8, long: 40)) {
      if seed % 2 == 0 { model.keepsAssignments = random.int(0...2) > 0 }
      try model.delete([id])
      try model.checkCaches()
    }
    let gone = ids.prefix(TestLevel.count(quick: 3, standard: 8, long: 40))
    #expect(try model.core == law.refit(without: Array(gone)).core)
  }

  @Test("A stream that is compared at its end only", arguments: methods, seeds)
  func unwatchedStreams(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, generator) = law(method, seed)
    var random = generator
    let ids = sample.distinctIDs.shuffled(using: &random)
    let model = try law.checkStream(ids.dropLast(ids.count / 4).map { [$0] }, comparingEach: false)
    try model.checkCaches()
  }

  @Test("Batches of every size", arguments: methods, seeds)
  func batches(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, generator) = law(method, seed)
    var random = generator
    let fitted = try law.fit()
    for _ in 0..<TestLevel.count(quick: 3, standard: 6, long: 6) {
      let ids = sample.distinctIDs.shuffled(using: &random)
      let checked = try law.checkDeletion(
        of: Array(ids.prefix(random.int(0...ids.count))), from: fitted)
      try checked.after.checkCaches()
      #expect(checked.outcome.isCertified == checked.isCertified)
    }
  }

  @Test("All orders of a few ids", arguments: methods, seeds)
  func orders(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, generator) = law(method, seed)
    var random = generator
    try law.checkOrders(of: Array(sample.distinctIDs.shuffled(using: &random).prefix(3)))
  }

  @Test("Ids that no record carries, and deleting twice", arguments: methods, seeds)
  func unknownIDs(method: ClusteringMethod, seed: UInt64) throws {
    try law(method, seed).0.checkUnknownIDs()
  }

  @Test("Everything deleted", arguments: methods, seeds)
  func everything(method: ClusteringMethod, seed: UInt64) throws {
    try law(method, seed).0.checkEverythingDeleted()
  }

  @Test("Rows shuffled, and 1, 2 and 3 threads", arguments: methods, seeds)
  func rowsAndThreads(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, generator) = law(method, seed)
    var random = generator
    try law.checkOrderOfRowsAndThreads(deleting: [random.element(sample.ids)], &random)
  }

  @Test("Opened again in between", arguments: methods, seeds)
  func reopening(method: ClusteringMethod, seed: UInt64) throws {
    let (law, sample, generator) = law(method, seed)
    var random = generator
    let ids = sample.distinctIDs.shuffled(using: &random)
    let count = TestLevel.count(quick: 3, standard: 6, long: 6)
    try law.checkReopening(ids.prefix(count).map { [$0] } + [Array(ids.dropFirst(count).prefix(5))])
  }

  @Test(
    "Enough records for several threads", arguments: methods,
    TestLevel.seeds(quick: 1, standard: 2, long: 40))
  func manyRecords(method: ClusteringMethod, seed: UInt64) throws {
    var random = SplitMix(seed)
    let rows = (0..<TestLevel.count(quick: 9000, standard: 20_000, long: 20_000)).map { _ in
      let centre = Double(random.int(0...5))
      return [centre + 0.3 * random.bell(), 0.5 * random.bell(), Double(random.int(-2...2))]
    }
    let weights = seed % 2 == 0 ? nil : rows.map { _ in UInt32(random.int(1...3)) }
    var settings = ModelSettings(method, clusters: 9)
    settings.seed = seed
    let law = DeletionLaw(
      GeneratedCase.dataset(rows, rows.indices.map { RecordID(rowNumber: $0 / 3) }, weights: weights),
      settings)
    let ids = (0..<60).map { _ in RecordID(rowNumber: random.int(0...rows.count / 3)) }
    try law.checkOrderOfRowsAndThreads(deleting: Array(ids.prefix(3)), &random)
    let threaded = DeletionLaw(law.data, law.settings, threads: 3)
    let model = try threaded.checkStream(ids.map { [$0] }, comparingEach: false)
    try model.checkCaches()
  }
}
