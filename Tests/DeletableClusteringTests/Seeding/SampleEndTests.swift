import TestSupport
import Testing

@testable import DeletableClustering

/// Rare records that a sample misses become seeds all the same, where the sample has no more.
struct SampleEndTests {
  /// 20,000 records at one place, and two apart from them: one near and one far.
  private static let data = Result {
    var rows = Array(repeating: [0.0], count: 20_000)
    rows[7000] = [1]
    rows[13_000] = [1000]
    return try Dataset(rows: rows)
  }

  @Test(
    "Three places give three clusters", arguments: [ClusteringMethod.quantized, .lloyd], UInt64(0)..<12)
  func everyPlace(method: ClusteringMethod, seed: UInt64) throws {
    let data = try Self.data.get()
    var settings = ModelSettings(method, clusters: 3)
    settings.seed = seed
    let model = try settings.fit(data)
    let summary = try model.clusterSummary()
    #expect(summary.clusterSizes.sorted() == [1, 1, 19_998])
    // Cells of quantized k-means keep a centroid a little off its place.
    #expect(summary.inertia < 1e-4)
  }

  @Test("Some of these samples end, and no other's seeding goes on")
  func someEnd() throws {
    let data = try Self.data.get()
    let seedings = try (0..<12).map { seed in
      try #require(QuantizedKMeans.fit(data, .init(clusters: 3, seed: seed)).flatRuns?.first?.seeding)
    }
    #expect(seedings.allSatisfy { $0.steps.count == 3 && $0.sample.halvings > 0 })
    #expect(seedings.contains { $0.sampleEnd == 2 } && seedings.contains { $0.sampleEnd == nil })
  }

  @Test("More clusters than places end with all of them, on all records", arguments: UInt64(0)..<4)
  func fewerPlaces(seed: UInt64) throws {
    let model = try QuantizedKMeans.fit(try Self.data.get(), .init(clusters: 5, seed: seed))
    let seeding = try #require(model.flatRuns?.first?.seeding)
    let end = try #require(seeding.sampleEnd)
    #expect(seeding.steps.count == 3 && (2...3).contains(end))
  }
}
