import TestSupport
import Testing

@testable import DeletableClustering

/// The laws on real sets; passed over where UNLEARN_TEST_DATA names no folder.
@Suite(.enabled(if: RealSet.folder != nil, "UNLEARN_TEST_DATA is not set"), .serialized)
struct RealSetLaws {
  @Test("A stream of deletions equals a refit", arguments: RealSet.allCases)
  func stream(set: RealSet) throws {
    let law = try law(set)
    var random = SplitMix(1)
    let distinct = Set(law.data.ids).sorted().shuffled(using: &random)
    let count =
      set == .mnist
      ? TestLevel.count(quick: 5, standard: 30, long: 300)
      : TestLevel.count(quick: 10, standard: 200, long: 1000)
    let model = try law.checkStream(distinct.prefix(count).map { [$0] }, comparingEach: false)
    try model.checkCaches()
  }

  @Test("One digest for 1, 2 and 3 threads and as many orders of rows", arguments: RealSet.allCases)
  func threadsAndOrders(set: RealSet) throws {
    let law = try law(set)
    var random = SplitMix(2)
    try law.checkOrderOfRowsAndThreads(deleting: [random.element(Array(law.data.ids))], &random)
  }

  @Test("Opened again between two batches", arguments: RealSet.allCases)
  func reopened(set: RealSet) throws {
    let law = try law(set)
    let ids = Set(law.data.ids).sorted()
    try law.checkReopening([[ids[3]], [ids[10], ids[20], ids[30]]])
  }

  private func law(_ set: RealSet) throws -> DeletionLaw<QuantizedKMeans> {
    let folder = try #require(RealSet.folder)
    return DeletionLaw(try set.read(from: folder), .init(clusters: set.clusters), threads: 2)
  }
}
