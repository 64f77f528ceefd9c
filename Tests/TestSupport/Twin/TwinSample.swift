// Which points the seeding looks at, told by fractions instead of exponents.

/// The sample of a seeding after its first seed.
package struct TwinSample {
  /// The sum of squared distances to the first seed, times weights.
  package let total: Int128
  /// A point is in with a probability of at least 1/2^halvings.
  package let halvings: Int
  private let meanDistance: Int128
  private let meanShare: Int128

  /// Nil where all points are looked at.
  init?(_ points: TwinPoints, _ distances: [Int128], _ solve: TwinSolve) {
    var halvings = 0
    while points.count / (2 << halvings) >= solve.seedingSample { halvings += 1 }
    guard halvings >= 2, solve.clusters > 1 else { return nil }
    self.halvings = halvings
    total = distances.indices.reduce(0) { $0 + points.weights[$1] * distances[$1] }
    meanDistance = Self.power(above: total, over: points.totalWeight)
    meanShare = Self.power(above: total, over: Int128(points.count))
  }

  /// The least power of two above a fraction.
  private static func power(above numerator: Int128, over denominator: Int128) -> Int128 {
    var power: Int128 = 1
    while power * denominator <= numerator { power *= 2 }
    return power
  }

  /// The rows that are in, and what each weighs: its weight over the probability that it is in.
  func members(
    _ points: TwinPoints, _ distances: [Int128], seed: UInt64
  ) -> [(row: Int, weight: Int128)] {
    let key = TwinPhilox.word(seed: seed, purpose: 13, index: 0)
    return distances.indices.compactMap { row in
      let share = points.weights[row] * max(distances[row], meanDistance)
      var inverse = Int128(1) << halvings
      var level = meanShare
      while inverse > 1, share >= 2 * level {
        inverse /= 2
        level *= 2
      }
      let draw = UInt64(truncatingIfNeeded: TwinPhilox.block(counter: points.keys[row], key: key))
      return Int128(draw) * inverse < Int128(1) << 64 ? (row, points.weights[row] * inverse) : nil
    }
  }
}
