import TestSupport
import Testing

@testable import DeletableClustering

struct MeanRoundingTests {
  private func rounding(_ random: inout SplitMix, cell: Int) -> MeanRounding {
    MeanRounding(
      random: KeyedRandom(seed: random.next()), round: random.int(1...9), cell: cell,
      precision: LatticePrecision(dimension: 2),
      balance: random.element([BalanceFraction(1, over: 20), BalanceFraction(1, over: 1)]),
      totalWeight: random.int(1...60))
  }

  /// Statistics of clusters with so many records each, coordinates within `reach` of `base`.
  private func statistics(
    counts: [Int], base: Int, reach: Int, _ random: inout SplitMix
  ) -> ClusterStatistics {
    var statistics = ClusterStatistics(clusterCount: counts.count, dimension: 2)
    statistics.counts = counts
    for cluster in counts.indices {
      for column in 0..<2 {
        statistics.sums[2 * cluster + column] = (0..<counts[cluster]).reduce(Int64(0)) { sum, _ in
          sum + Int64(min(max(base + random.int(-reach...reach), -8_388_608), 8_388_608))
        }
      }
    }
    return statistics
  }

  @Test(
    "Means are those of the plain rounding",
    arguments: TestLevel.seeds(quick: 50, standard: 2000, long: 10_000))
  func equalsTwin(seed: UInt64) {
    var random = SplitMix(seed)
    let cell = random.element([1, 2, 3, 8, 1000, 1 << 20, 1 << 24])
    let rounding = rounding(&random, cell: cell)
    let counts = (0..<3).map { _ in random.int(0...30) }
    let base = random.element([0, 5, -8_388_608, 8_388_600])
    let sample = statistics(counts: counts, base: base, reach: random.element([0, 3, 100_000]), &random)
    let previous = Centroids(
      dimension: 2, steps: (0..<6).map { _ in Int32(random.int(-8_388_608...8_388_608)) })
    let next = rounding.centroids(sample, previous: previous)
    let twin = TwinRounding(
      TwinSolve(
        clusters: 3, iterations: rounding.round, balance: rounding.balance, seed: rounding.random.seed),
      seed: rounding.random.seed, limit: 1 << 23, totalWeight: Int128(rounding.totalWeight),
      clusterCount: 3, cell: Int128(cell))
    for cluster in 0..<3 {
      let range = previous.range(of: cluster)
      let plain = twin.centroid(
        round: rounding.round, count: counts[cluster], sum: sample.sums[range].map { Int128($0) },
        previous: previous.steps[range].map { Int128($0) })
      #expect(next.steps[range].map { Int128($0) } == plain)
    }
  }

  @Test(
    "`surelyKeeps` is never true where the place changes, and often true where it does not",
    arguments: [true, false])
  func surelyKeeps(isPlain: Bool) {
    var random = SplitMix(7)
    var (kept, same) = (0, 0)
    for _ in 0..<TestLevel.count(quick: 2000, standard: 40_000, long: 1_000_000) {
      let rounding = rounding(&random, cell: random.element([1, 2, 5, 64, 4096]))
      let base = random.element([0, 1000, -8_388_608, 8_388_608, -8_388_500])
      let threshold = rounding.balance.threshold(totalWeight: rounding.totalWeight, clusterCount: 1)
      let count = isPlain ? threshold + random.int(0...5) : random.int(1...max(1, threshold - 2))
      let before = statistics(counts: [count], base: base, reach: 300, &random)
      let dimension = before.dimension
      let previous = Centroids(
        dimension: dimension, steps: (0..<dimension).map { _ in Int32(random.int(-900...900)) })
      let centroids = rounding.centroids(before, previous: previous)
      var after = before
      after.counts[0] += random.int(0...1)
      for column in 0..<dimension { after.sums[column] += Int64(random.int(-600...600)) }
      let isSame = rounding.centroids(after, previous: previous) == centroids
      let keeps = rounding.surelyKeeps(centroids, cluster: 0, after, previous: previous)
      #expect(!keeps || isSame)
      kept += keeps ? 1 : 0
      same += isSame ? 1 : 0
    }
    #expect(kept * 4 > same)
  }

  @Test("The threshold is the least count that is not below γn/k")
  func threshold() {
    var random = SplitMix(8)
    for _ in 0..<1000 {
      let rounding = rounding(&random, cell: 1)
      let clusters = random.int(1...9)
      let least = (1...1000).first { count in
        count * rounding.balance.denominator * clusters
          >= rounding.balance.numerator * rounding.totalWeight
      }
      let threshold = rounding.balance.threshold(
        totalWeight: rounding.totalWeight, clusterCount: clusters)
      #expect(threshold == least)
    }
  }

  @Test("Automatic and requested ε equal the plain ones")
  func cells() {
    var random = SplitMix(9)
    let precision = LatticePrecision(dimension: 3)
    for _ in 0..<1000 {
      let loss = Int128(random.next() >> UInt64(random.int(1...60)))
      let count = random.int(1...100_000)
      let guess = random.element([1, 3, 64, 1 << random.int(0...24)])
      #expect(
        Int128(
          CellSize.automatic(
            loss: loss, totalWeight: count, dimension: 3, precision: precision, near: guess))
          == TwinRounding.automaticCell(
            loss: loss, totalWeight: Int128(count), dimension: 3, limit: 1 << 23))
      let epsilon = Double(sign: .plus, exponent: random.int(-30...30), significand: 1 + random.uniform())
      let exponent = random.int(-20...20)
      #expect(
        Int128(CellSize.requested(epsilon, unit: LatticeUnit(exponent: exponent), precision: precision))
          == TwinRounding.requestedCell(epsilon, unitExponent: exponent, limit: 1 << 23))
    }
  }
}
