import DeletableClustering
import TestSupport
import Testing

@testable import UnlearningEvaluation

/// The test sees wrong deletions, and none in ours.
struct TwoSampleLaws {
  @Test("The shortcut of keeping seeds is seen, resuming is not")
  func seeding() {
    let permutations = TestLevel.count(quick: 39, standard: 199, long: 999)
    let control = SeedingControl(
      seedingCount: TestLevel.count(quick: 1_500, standard: 3_000, long: 10_000),
      permutations: permutations, EvaluationDraws(seed: 0))
    #expect(control.shortcut.pValue == 1 / Double(permutations + 1))
    #expect(control.resumed.pValue > 0.05)
    // 0.091 in total variation, which this statistic shows whole; a standard error is 0.02 at most.
    #expect(abs(control.shortcut.statistic - 0.091) < 0.05)
  }

  @Test("Over many tables and seeds, p is about uniform")
  func uniform() throws {
    let count = TestLevel.count(quick: 6, standard: 60, long: 600)
    let values = try (0..<UInt64(count)).map { seed in
      let draws = EvaluationDraws(seed: seed)
      let data = try Mixture.dataset(60, dimension: 5, groups: 7, seed: seed)
      let pool = try Pool(sampling: data, limit: 50, .pool, draws, threads: 1)
      let test = try TwoSampleTest(
        of: ModelSettings(.quantized, clusters: 5), pool, modelCount: 15, permutations: 99, draws,
        progress: { _ in })
      return test.deletion.centroids.pValue
    }
    // Within four standard deviations of what uniform values give.
    for level in [0.05, 0.5] {
      let deviation = (Double(count) * level * (1 - level)).squareRoot()
      let found = Double(values.count { $0 <= level })
      #expect(abs(found - Double(count) * level) <= 4 * deviation)
    }
  }

  @Test(
    "Models that only dropped the records are seen, models after a deletion are not",
    arguments: ClusteringMethod.allCases)
  func models(method: ClusteringMethod) throws {
    let draws = EvaluationDraws(seed: 3)
    let data = try Mixture.dataset(120)
    let pool = try Pool(sampling: data, limit: 100, .pool, draws, threads: 1)
    let count = TestLevel.count(quick: 15, standard: 40, long: 200)
    let test = try TwoSampleTest(
      of: ModelSettings(method, clusters: 3), pool, modelCount: count, permutations: 199, draws,
      progress: { _ in })
    #expect(test.recordCount == 100)
    #expect(test.deletedCount == 10)
    #expect(test.dropped.pValue <= 0.01)
    #expect(test.deletion.pValue > 0.05)
  }
}
