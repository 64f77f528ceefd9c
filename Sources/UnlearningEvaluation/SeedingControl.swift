// A wrong deletion that is hard to see, and the two-sample test that sees it.
//
// Method     Four points on a line, 0, 1, 12 and 20; two seeds by D² sampling; the point 20 leaves. The usual
//            shortcut keeps the seeds unless one left, else draws both again. By enumeration its
//            distribution is 0.091 in total variation from that of seeding the three that stay. The
//            right way keeps the seeds before the one that left and draws the rest by the same keyed draws.
// Statistic  The second seed less the first, by Kolmogorov and Smirnov.
// Source     The shortcut is in published code; see Exactness in the documentation. The right way: Pan et al.,
//            "Machine Unlearning of Federated Clusters", ICLR 2023, Algorithm 3.

import DeletableClustering

/// The two-sample test on seedings after a deletion, done rightly and by the usual shortcut.
public struct SeedingControl: Equatable, Sendable {
  /// Seedings in each sample.
  public let seedingCount: Int
  /// The seeding resumed where the point left, against fresh seedings with other seeds.
  public let resumed: PermutationTest
  /// The shortcut, against the same.
  public let shortcut: PermutationTest
}

extension SeedingControl {
  private static let points = [0.0, 1, 12, 20]
  private static let leaving = 3

  /// - Complexity: O(m·B) for m seedings and B permutations.
  init(seedingCount: Int, permutations: Int, _ draws: EvaluationDraws) {
    self.seedingCount = seedingCount
    let fresh = (0..<seedingCount).map { Self.statistic(Self.seeds(draws, 3 * $0, without: Self.leaving)) }
    // With keyed draws, resuming is seeding the survivors by the same draws.
    let resumed = (0..<seedingCount).map {
      Self.statistic(Self.seeds(draws, 3 * $0 + 1, without: Self.leaving))
    }
    let shortcut = (0..<seedingCount).map { Self.statistic(Self.afterShortcut(draws, 3 * $0 + 1)) }
    self.resumed = .kolmogorovSmirnov(resumed, fresh, permutations: permutations, draws)
    self.shortcut = .kolmogorovSmirnov(shortcut, fresh, permutations: permutations, draws)
  }

  private static func statistic(_ seeds: (Int, Int)) -> Double { points[seeds.1] - points[seeds.0] }

  private static func afterShortcut(_ draws: EvaluationDraws, _ index: Int) -> (Int, Int) {
    let before = seeds(draws, index, without: nil)
    guard before.0 == leaving || before.1 == leaving else { return before }
    return seeds(draws, index + 1, without: leaving)
  }

  /// Two seeds by D² sampling, as a race: the least E/w wins, E = −ln U keyed by the point.
  private static func seeds(
    _ draws: EvaluationDraws, _ index: Int, without gone: Int?
  ) -> (Int, Int) {
    let alive = points.indices.filter { $0 != gone }
    let first = winner(alive, draws, index, step: 0) { _ in 1 }
    let second = winner(alive, draws, index, step: 1) {
      (points[$0] - points[first]) * (points[$0] - points[first])
    }
    return (first, second)
  }

  private static func winner(
    _ alive: [Int], _ draws: EvaluationDraws, _ index: Int, step: Int, weight: (Int) -> Double
  ) -> Int {
    var best = (time: Double.infinity, point: 0)
    for point in alive where weight(point) > 0 {
      let uniform = (Double(draws.word(.seedingRace, index, step * 8 + point) >> 12) + 0.5) * 0x1p-52
      let time = -RaceDraw.logarithm(uniform) / weight(point)
      if time < best.time { best = (time, point) }
    }
    return best.point
  }
}
