import DeletableClustering
import TestSupport
import Testing

/// The laws on real sets; passed over where UNLEARN_TEST_DATA names no folder.
@Suite(.enabled(if: RealSet.folder != nil, "UNLEARN_TEST_DATA is not set"), .serialized)
struct RealSetLaws {
  private static let methods = ClusteringMethod.allCases

  @Test("A stream of deletions equals a refit", arguments: RealSet.inForce, methods)
  func stream(set: RealSet, method: ClusteringMethod) throws {
    let law = try law(set, method)
    var random = SplitMix(1)
    let distinct = Set(law.data.ids).sorted().shuffled(using: &random)
    let model = try law.checkStream(
      distinct.prefix(deletionCount(set, method)).map { [$0] }, comparingEach: false)
    try model.checkCaches()
  }

  @Test(
    "So it does with weights and restarts", arguments: RealSet.inForce.filter { $0 != .mnist }, methods)
  func weightedStream(set: RealSet, method: ClusteringMethod) throws {
    let plain = try law(set, method)
    var settings = plain.settings
    settings.restarts = 3
    let law = DeletionLaw(try plain.data.weighted, settings, threads: 2)
    var random = SplitMix(3)
    let distinct = Set(law.data.ids).sorted().shuffled(using: &random)
    let count = TestLevel.count(quick: 5, standard: 20, long: 300)
    let model = try law.checkStream(
      distinct.prefix(count).map { [$0] } + [Array(distinct.dropFirst(count).prefix(count))],
      comparingEach: false)
    try model.checkCaches()
  }

  /// Nearly every deletion from a Lloyd model moves a centroid.
  private func deletionCount(_ set: RealSet, _ method: ClusteringMethod) -> Int {
    switch (set, method) {
    case (.mnist, .lloyd): TestLevel.count(quick: 3, standard: 6, long: 100)
    case (.mnist, _): TestLevel.count(quick: 5, standard: 20, long: 300)
    case (_, .lloyd): TestLevel.count(quick: 5, standard: 30, long: 500)
    default: TestLevel.count(quick: 10, standard: 80, long: 1000)
    }
  }

  @Test(
    "One digest for 1, 2 and 3 threads and as many orders of rows", arguments: RealSet.inForce, methods)
  func threadsAndOrders(set: RealSet, method: ClusteringMethod) throws {
    let law = try law(set, method)
    var random = SplitMix(2)
    try law.checkOrderOfRowsAndThreads(deleting: [random.element(Array(law.data.ids))], &random)
  }

  @Test("Opened again between two batches", arguments: RealSet.inForce, methods)
  func reopened(set: RealSet, method: ClusteringMethod) throws {
    let law = try law(set, method)
    let ids = Set(law.data.ids).sorted()
    try law.checkReopening([[ids[3]], [ids[10], ids[20], ids[30]]])
  }

  private func law(_ set: RealSet, _ method: ClusteringMethod) throws -> DeletionLaw {
    let folder = try #require(RealSet.folder)
    return DeletionLaw(
      try set.read(from: folder), ModelSettings(method, clusters: set.clusters), threads: 2)
  }
}
