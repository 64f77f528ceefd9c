import TestSupport
import Testing

@testable import DeletableClustering

/// A first seed that is known before there are points, and the distances to it that are then found with the norms.
struct SeedingOpeningLaws {
  /// Double precision is never read in the points' place, so all its distances are found by the seeding itself.
  @Test(
    "Distances that are found early give the same model",
    arguments: [ClusteringMethod.quantized, .lloyd], [1, 65, 700, 16_500])
  func sameModel(method: ClusteringMethod, count: Int) throws {
    var random = SplitMix(UInt64(count))
    for dimension in [1, 9] {
      let rows = (0..<count).map { _ in (0..<dimension).map { _ in Double(random.int(-900...900)) / 8 } }
      let data = try Dataset(rows: rows)
      for restarts in [1, 2] {
        var settings = ModelSettings(method, clusters: 4)
        settings.restarts = restarts
        let early = try settings.fit(data.inSinglePrecision, threads: 2)
        let late = try settings.fit(data, threads: 1)
        #expect(early.core == late.core && early.digest == late.digest)
      }
    }
  }
}
