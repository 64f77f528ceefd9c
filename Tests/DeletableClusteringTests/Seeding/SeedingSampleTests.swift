import TestSupport
import Testing

@testable import DeletableClustering

struct SeedingSampleTests {
  @Test("Halvings leave no fewer than asked for, and begin at a quarter")
  func halvings() {
    for least in [1, 3, 4096] {
      for count in [0, 1, least, 4 * least - 1, 4 * least, 8 * least - 1, 8 * least, 100 * least] {
        let halvings = SeedingSample.halvings(count: count, wanted: least, clusters: 2)
        #expect(halvings != 1 && (halvings == 0) == (count < 4 * least))
        #expect(halvings == 0 || count >> halvings >= least && count >> (halvings + 1) < least)
        #expect(SeedingSample.halvings(count: count, wanted: least, clusters: 1) == 0)
      }
    }
    #expect(SeedingSample.halvings(count: 1 << 30, wanted: ModelSettings.everyRecord, clusters: 9) == 0)
  }

  /// 64 points about a seed at distance 0: most near, one far, one heavy.
  private let distances = (0..<64).map { $0 == 5 ? 1e6 : Double($0 % 7) * 100 }
  private let weights = (0..<64).map { $0 == 9 ? 5000 : 1 + $0 % 3 }

  private func sample(weighted: Bool) -> SeedingSample {
    let total = distances.indices.reduce(Int128(0)) {
      $0 + Int128(whole: distances[$1]) * Int128(weighted ? weights[$1] : 1)
    }
    return SeedingSample(
      halvings: 3, total: total, count: 64, totalWeight: weighted ? weights.reduce(0, +) : 64)
  }

  @Test("A point is in as often as the inverse of what it counts for", arguments: [false, true])
  func isUnbiased(weighted: Bool) {
    let sample = sample(weighted: weighted)
    let trials = 20_000
    for point in distances.indices {
      let own = weighted ? weights[point] : 1
      var random = SplitMix(UInt64(point))
      let counted = (0..<trials).compactMap { _ in
        sample.weight(draw: random.next(), weight: own, distance: distances[point])
      }
      #expect(Set(counted).count == 1)
      let inverse = Double(counted[0]) / Double(own)
      #expect([1, 2, 4, 8].contains(inverse))
      let expected = Double(trials) / inverse
      // Five deviations: about one in a million by chance, and the draws are always the same.
      let deviation = (expected * (1 - 1 / inverse)).squareRoot()
      #expect(abs(Double(counted.count) - expected) <= 5 * deviation)
    }
  }

  @Test("Far points and heavy points are always in, most others one time in 2ʰ")
  func farAndHeavy() {
    let (plain, weighted) = (sample(weighted: false), sample(weighted: true))
    #expect(plain.weight(draw: .max, weight: 1, distance: distances[5]) == 1)
    #expect(weighted.weight(draw: .max, weight: 5000, distance: distances[9]) == 5000)
    for distance in [0, 1, 600] as [Double] {
      #expect(plain.weight(draw: UInt64.max >> 3, weight: 1, distance: distance) == 8)
      #expect(plain.weight(draw: UInt64.max >> 3 + 1, weight: 1, distance: distance) == nil)
      #expect(distance < plain.usualDistance)
    }
    #expect(distances[5] >= plain.usualDistance)
  }

  @Test(
    "No more than four times the share that h leaves is in, however the points lie", arguments: UInt64(0)..<50
  )
  func size(seed: UInt64) {
    var random = SplitMix(seed)
    let distances = (0..<2000).map { _ in Double(1 << random.int(0...40)) }
    let weights = distances.map { _ in seed % 2 == 0 ? 1 : 1 << random.int(0...12) }
    let total = zip(distances, weights).reduce(Int128(0)) { $0 + Int128(whole: $1.0) * Int128($1.1) }
    let sample = SeedingSample(
      halvings: 5, total: total, count: distances.count, totalWeight: weights.reduce(0, +))
    let expected = zip(distances, weights).reduce(0.0) { sum, point in
      let counts = sample.weight(draw: 0, weight: point.1, distance: point.0)
      return sum + Double(point.1) / Double(counts ?? 0)
    }
    #expect(expected <= 4 * 2000 / 32)
  }

  @Test(
    "The sum that it comes from is that of all distances, as large as they may be", arguments: [false, true])
  func total(weighted: Bool) throws {
    var random = SplitMix(3)
    // Nearly all at one end of the range in each of 32 columns, and the first seed at the other: distances of 2⁵³.
    let rows = (0..<20_011).map { _ in Array(repeating: random.int(0...15) == 0 ? 0.999 : -1, count: 32) }
    let weights = rows.map { _ in UInt32(random.int(1...3)) }
    let data = try Dataset(rows: rows, weights: weighted ? weights : nil)
    var model = try QuantizedKMeans.fit(data, .init(clusters: 2))
    var configurations = (1..<200).map { QuantizedKMeans.Configuration(clusters: 2, seed: $0) }[...]
    while let next = configurations.popFirst(), try firstSeed(model)[0] < 0 {
      model = try QuantizedKMeans.fit(data, next)
    }
    let seeding = try #require(model.flatRuns?.first?.seeding)
    #expect(seeding.sample.halvings > 0)
    let points = LatticePoints(data, unit: model.core.summary.unit, threads: 1)
    let (steps, seed) = (points.steps(ofPoints: Array(rows.indices)), try firstSeed(model))
    var total: Int128 = 0
    for row in rows.indices {
      for column in 0..<32 {
        let difference = Int128(steps[32 * row + column] - seed[column])
        total += difference * difference * Int128(data.weight(ofRow: row))
      }
    }
    #expect(seeding.sample.total == total && total > Int128(rows.count) << 52)
  }

  private func firstSeed(_ model: QuantizedKMeans) throws -> [Int32] {
    Array(try #require(model.flatRuns?.first?.seeding).steps.seedPoint(ofStep: 0))
  }
}
