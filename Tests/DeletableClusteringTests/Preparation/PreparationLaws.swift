import DeletableClustering
import TestSupport
import Testing

/// Deleting equals refitting for every step and combination of steps, the steps' own state included.
struct PreparationLaws {
  private static let methods = ClusteringMethod.allCases
  private static let seeds = TestLevel.seeds(quick: 11, standard: 132, long: 3300)

  private func law(_ method: ClusteringMethod, _ seed: UInt64) -> (DeletionLaw, [RecordID], SplitMix) {
    let sample = PreparedCase(seed: seed)
    let law = DeletionLaw(sample.data, sample.settings(method))
    return (law, sample.sample.distinctIDs, SplitMix(seed))
  }

  @Test("Any single id", arguments: methods, seeds)
  func singleIDs(method: ClusteringMethod, seed: UInt64) throws {
    let (law, ids, _) = law(method, seed)
    let fitted = try law.fit()
    try fitted.checkCaches()
    for id in ids.prefix(TestLevel.count(quick: 3, standard: 16, long: 200)) {
      let checked = try law.checkDeletion(of: [id], from: fitted)
      try checked.after.checkCaches()
      // With other parameters, no centroid is where it was in the units of the data.
      #expect(checked.outcome.isCertified == (checked.isCertified && checked.outcome.changedStep == nil))
    }
  }

  @Test("Streams down to nothing, a few ids a batch", arguments: methods, seeds)
  func streams(method: ClusteringMethod, seed: UInt64) throws {
    let (law, all, generator) = law(method, seed)
    var random = generator
    var left = all.shuffled(using: &random)
    var batches: [[RecordID]] = []
    while !left.isEmpty {
      batches.append(Array(left.prefix(random.int(1...6))))
      left.removeFirst(batches[batches.count - 1].count)
    }
    try law.checkStream(batches)
  }

  @Test("Opened again in between", arguments: methods, seeds)
  func reopening(method: ClusteringMethod, seed: UInt64) throws {
    let (law, all, generator) = law(method, seed)
    var random = generator
    let ids = all.shuffled(using: &random)
    try law.checkReopening(ids.prefix(4).map { [$0] } + [Array(ids.dropFirst(4).prefix(5))])
  }

  @Test("Rows shuffled, and 1, 2 and 3 threads; unknown ids; everything", arguments: methods, seeds)
  func rest(method: ClusteringMethod, seed: UInt64) throws {
    let (law, ids, generator) = law(method, seed)
    var random = generator
    try law.checkOrderOfRowsAndThreads(deleting: [random.element(ids)], &random)
    try law.checkUnknownIDs()
    try law.checkEverythingDeleted()
  }

  @Test(
    "A fit, and a deletion, is the plain one", arguments: methods,
    TestLevel.seeds(quick: 20, standard: 132, long: 3000))
  func twin(method: ClusteringMethod, seed: UInt64) throws {
    let shapes: [GeneratedCase.Shape] = [
      .mixture, .sharedIDs, .weighted, .tileEdges, .outlier, .heavyBalance,
    ]
    let sample = PreparedCase(seed: seed, shapes[Int(seed) % shapes.count])
    let settings = sample.settings(method)
    var model = try settings.fit(sample.data, threads: 2)
    #expect(difference(model.encoded, Twin.encoding(of: sample.data, settings)) == nil)
    #expect(model.digest.description == Twin.digest(of: sample.data, settings))
    var random = SplitMix(seed)
    let ids = (0..<random.int(1...3)).map { _ in random.element(sample.sample.ids) }
    try model.delete(ids)
    #expect(difference(model.encoded, Twin.encoding(of: sample.data.without(ids), settings)) == nil)
  }

  /// The first place where two encodings differ; nil if they are one.
  private func difference(_ left: [UInt8], _ right: [UInt8]) -> Int? {
    zip(left, right).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? (left.count == right.count ? nil : min(left.count, right.count))
  }
}
