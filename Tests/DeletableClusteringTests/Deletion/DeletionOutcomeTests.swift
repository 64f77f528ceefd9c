import TestSupport
import Testing

@testable import DeletableClustering

@Suite
struct DeletionOutcomeTests {
  @Test(
    "Where the unit changes, all is fitted again: from round 0 of a flat model, and of a tree in no round of its own",
    arguments: [ClusteringMethod.quantized, .lloyd, .divideAndConquer])
  func refit(method: ClusteringMethod) throws {
    let sample = GeneratedCase(.outlier, seed: 3)
    guard let outlier = sample.rows.firstIndex(where: { $0[0] == 1000 }) else {
      Issue.record("The shape has an outlier.")
      return
    }
    var model = try sample.settings(method).fit(sample.data, threads: 1)
    let outcome = try model.delete([sample.ids[outlier]])
    #expect(outcome.recordCount == 1 && outcome.isRefitted && !outcome.isCertified)
    #expect(outcome.firstMovedRound == (method == .divideAndConquer ? nil : 0))
  }
}
