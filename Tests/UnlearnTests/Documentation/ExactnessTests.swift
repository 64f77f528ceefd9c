// The counterexamples that the page Exactness works by hand, worked by enumeration.

import TestSupport
import Testing

@testable import DeletableClustering

struct ExactnessTests {
  @Test("Keeping the seeds: the points 0, 1, 2, 3 without 3 are 11/315 from a refit")
  func seeding() {
    let points = [0.0, 1, 2, 3]
    let shortcut = NaiveSeeding.afterDeletion(of: 3, points)
    let refit = NaiveSeeding.distribution(points, alive: [0, 1, 2])
    func share(_ pairs: [NaiveSeeding.Pair: Double], _ one: Int, _ other: Int) -> Double {
      pairs.filter { Set([$0.key.first, $0.key.second]) == [one, other] }.values.reduce(0, +)
    }
    let numbers = [
      (share(refit, 0, 1), 7.0 / 30), (share(refit, 0, 2), 16.0 / 30), (share(refit, 1, 2), 7.0 / 30),
      (share(shortcut, 0, 1), 257.0 / 1260), (share(shortcut, 0, 2), 716.0 / 1260),
      (share(shortcut, 1, 2), 287.0 / 1260),
    ]
    for (computed, shown) in numbers { #expect(abs(computed - shown) < 1e-12) }
  }

  @Test("New phases: the records −1 and 1 without −1 are 3/16 from a refit")
  func phases() {
    let naive = NaivePhases.afterDeletion(of: -1, from: [-1, 1], cell: 4)
    let refit = NaivePhases.refit(without: -1, of: [-1, 1], cell: 4)
    #expect(naive == [0: 5, 1: 5, 2: 5, 3: 1])
    #expect(refit == [0: 4, 1: 4, 2: 4, 3: 4])
  }

  @Test(
    "The balance threshold: a mean of 11 is 10 without a record of another cluster",
    arguments: [(13, 11), (12, 10)])
  func ownCluster(totalWeight: Int, mean: Int32) {
    // Cells of one step, so that a whole mean stays as it is.
    let rounding = MeanRounding(
      random: KeyedRandom(seed: 0), round: 1, cell: 1, precision: LatticePrecision(dimension: 1),
      balance: BalanceFraction(1, over: 2), totalWeight: totalWeight)
    let statistics = ClusterStatistics(
      dimension: 1, counts: [totalWeight - 3, 3], sums: [0, 30], squares: [0, 300])
    let next = rounding.centroids(statistics, previous: Centroids(dimension: 1, steps: [0, 23]))
    #expect(next.steps == [0, mean])
  }

  @Test("Floating-point sums: a deletion leaves a trace, and so does another order")
  func sums() {
    let numbers = [0.1, 0.2, 0.3]
    #expect("\(numbers[0] + numbers[1] + numbers[2] - numbers[0])" == "0.5000000000000001")
    #expect("\(numbers[1] + numbers[2])" == "0.5")
    #expect("\((numbers[0] + numbers[1]) + numbers[2])" == "0.6000000000000001")
    #expect("\(numbers[0] + (numbers[1] + numbers[2]))" == "0.6")
  }
}
