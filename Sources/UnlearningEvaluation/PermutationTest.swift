// Whether two samples come from one distribution, by permuting which observation is in which.
//
// Method     If they do, every split of the pooled observations is as likely as the one that was seen. So the
//            share of splits whose statistic is at least the observed one, the observed one counted, is a p value at any
//            size of sample, ties included, with no assumption on the distribution.
// Statistics The energy distance for vectors; the greatest difference of the distribution functions
//            (Kolmogorov and Smirnov) for numbers.
// Source     Székely and Rizzo, "Testing for Equal Distributions in High Dimension", InterStat 2004;
//            Phipson and Smyth, "Permutation P-values Should Never Be Zero", 2010.

/// The outcome of a permutation test of two samples.
public struct PermutationTest: Equatable, Sendable {
  /// 0 where the samples agree; larger the more they differ.
  public let statistic: Double
  /// From 1/(permutations + 1) to 1; small where one distribution would hardly give such samples.
  public let pValue: Double
  public let permutationCount: Int
}

extension PermutationTest {
  /// The Kolmogorov–Smirnov distance of two samples of numbers.
  ///
  /// - Complexity: O(m·B) for m numbers and B permutations, after sorting.
  static func kolmogorovSmirnov(
    _ first: [Double], _ second: [Double], permutations: Int, _ draws: EvaluationDraws
  ) -> PermutationTest {
    let pooled = first + second
    let order = pooled.indices.sorted { pooled[$0] < pooled[$1] }
    // Where a run of equal numbers ends: only there do the distribution functions count.
    let ends = order.indices.map { $0 + 1 == order.count || pooled[order[$0]] < pooled[order[$0 + 1]] }
    return run(first.count, second.count, permutations, draws) { isFirst in
      // m·n times the difference, in whole numbers: no rounding tells splits apart.
      var (difference, greatest) = (0, 0)
      for (place, observation) in order.enumerated() {
        difference += isFirst[observation] ? second.count : -first.count
        if ends[place] { greatest = max(greatest, abs(difference)) }
      }
      return Double(greatest) / Double(first.count * second.count)
    }
  }

  /// The energy distance of two samples of vectors of one length:
  /// 2·E‖X − Y‖ − E‖X − X′‖ − E‖Y − Y′‖.
  ///
  /// - Complexity: O(m²·(d + B)) for m vectors and B permutations; m² numbers of memory.
  static func energy(
    _ first: [[Double]], _ second: [[Double]], permutations: Int, _ draws: EvaluationDraws
  ) -> PermutationTest {
    let points = Points(first + second, dimension: (first + second).first?.count ?? 1)
    let distances = (0..<points.count).map { row in
      (0..<points.count).map { points.squaredDistance(row, points, $0).squareRoot() }
    }
    let (m, n) = (Double(first.count), Double(second.count))
    return run(first.count, second.count, permutations, draws) { isFirst in
      var (within, between, beyond) = (0.0, 0.0, 0.0)
      for row in isFirst.indices {
        for other in 0..<row {
          let distance = distances[row][other]
          if isFirst[row] != isFirst[other] {
            between += distance
          } else if isFirst[row] {
            within += distance
          } else {
            beyond += distance
          }
        }
      }
      return max(0, 2 * between / (m * n) - 2 * within / (m * m) - 2 * beyond / (n * n))
    }
  }

  private static func run(
    _ first: Int, _ second: Int, _ permutations: Int, _ draws: EvaluationDraws,
    statistic: ([Bool]) -> Double
  ) -> PermutationTest {
    let observed = statistic((0..<first + second).map { $0 < first })
    // Splits that are one another's like differ by the order of their sums alone.
    let bound = observed * (1 - 0x1p-40)
    let count = (0..<permutations).count { index in
      let places = draws.permutation(of: first + second, index)
      return statistic(places.map { $0 < first }) >= bound
    }
    return PermutationTest(
      statistic: observed, pValue: Double(count + 1) / Double(permutations + 1),
      permutationCount: permutations)
  }
}
