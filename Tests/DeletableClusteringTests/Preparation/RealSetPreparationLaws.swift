import DeletableClustering
import TestSupport
import Testing

/// The laws with preparation on real sets; passed over where UNLEARN_TEST_DATA names no folder.
@Suite(.enabled(if: RealSet.folder != nil, "UNLEARN_TEST_DATA is not set"), .serialized)
struct RealSetPreparationLaws {
  struct Pipeline: Sendable {
    let set: RealSet
    let preparation: Preparation
  }

  private static let pipelines = [
    Pipeline(set: .celltype, preparation: [.minMax(), .principalComponents(4, whiten: true)]),
    Pipeline(set: .covtype15k, preparation: [.fillMissing, .standardize, .randomProjection(16)]),
    Pipeline(set: .diabetes130, preparation: [.standardize]),
    Pipeline(set: .diabetes130, preparation: [.minMax(), .principalComponents(10)]),
    Pipeline(set: .diabetes130, preparation: [.standardize, .principalComponents(10, whiten: true)]),
    Pipeline(set: .mnist, preparation: [.principalComponents(50)]),
    Pipeline(set: .mnist, preparation: [.minMax(known: [0...255]), .randomProjection(64)]),
  ].filter { RealSet.inForce.contains($0.set) }

  @Test("A stream of deletions equals a refit", arguments: pipelines, ClusteringMethod.allCases)
  func stream(pipeline: Pipeline, method: ClusteringMethod) throws {
    let law = try law(pipeline, method)
    var random = SplitMix(1)
    let ids = Set(law.data.ids).sorted().shuffled(using: &random)
    let count = TestLevel.count(quick: 3, standard: pipeline.set == .mnist ? 4 : 12, long: 200)
    let model = try law.checkStream(
      ids.prefix(count).map { [$0] } + [Array(ids.dropFirst(count).prefix(3 * count))],
      comparingEach: false)
    try model.checkCaches()
  }

  @Test("Rows shuffled, and opened again in between", arguments: pipelines)
  func ordersAndReopening(pipeline: Pipeline) throws {
    let law = try law(pipeline, .quantized)
    var random = SplitMix(2)
    let ids = Set(law.data.ids).sorted()
    var other = try DeletionLaw(law.data.shuffled(&random), law.settings, threads: 3).fit().openedAgain()
    var model = try law.fit()
    #expect(other.digest == model.digest)
    for batch in [[ids[3]], [ids[10], ids[20], ids[30]]] {
      try model.delete(batch)
      try other.delete(batch)
      other = try other.openedAgain()
      #expect(other.digest == model.digest)
    }
  }

  private func law(_ pipeline: Pipeline, _ method: ClusteringMethod) throws -> DeletionLaw {
    var settings = ModelSettings(method, clusters: pipeline.set.clusters)
    settings.preparation = pipeline.preparation
    let folder = try #require(RealSet.folder)
    return DeletionLaw(try pipeline.set.read(from: folder), settings, threads: 2)
  }
}

extension DeletableModel {
  /// Reads the model again, whatever its method.
  fileprivate func openedAgain() throws -> any DeletableModel {
    try ModelCore.model(
      encoded: encoded, featureNames: featureNames, records: StoredRecords(try records()), threads: threads)
  }
}
