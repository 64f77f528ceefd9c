// How far a score in single precision can be from the true one.
//
// The score of a point x for a centroid c, less that of the first centroid c₀, is N − 2x·δ with δ = c − c₀ and
// N = ‖c‖² − ‖c₀‖². In the place of x there may be coordinates that were not rounded to the lattice: each is within
// half a step, which makes √d/2 in all. With unit roundoff u = 2⁻²⁴ and γ_m = mu/(1 − mu), the product of d terms
// and the last addition give
//
//     E = 2γ_{d+1}(‖x‖ + √d/2)‖δ‖ + √d·‖δ‖ + γ_2|N|
//
// whatever the order of summation, with or without FMA (Higham, "Accuracy and Stability of Numerical
// Algorithms", section 3.1). If the second best score exceeds the best by more than twice the
// largest E, the best is proved.

struct ScoreError: Sendable {
  /// The bound on a difference of two scores is slope·‖x‖ + offset.
  let slope: Double
  let offset: Double

  /// γ_m in single precision, rounded up; infinite where it is undefined.
  static func gamma(_ m: Int) -> Double {
    let product = Double(m) * 0x1p-24
    return product < 1 ? product / (1 - product) * roundingUp : .infinity
  }

  /// More than the few roundings of a bound in `Double` can take away.
  private static let roundingUp = 1 + 0x1p-40

  init(slope: Double, offset: Double) {
    (self.slope, self.offset) = (slope, offset)
  }

  /// - Parameters:
  ///   - length: The largest ‖δ‖, correctly rounded.
  ///   - norm: The largest |N|.
  init(length: Double, norm: Double, dimension: Int) {
    let (gamma, root) = (Self.gamma(dimension + 1), Double(dimension).squareRoot())
    slope = 4 * gamma * length * Self.roundingUp
    offset = (2 * root * length * (1 + gamma) + 2 * Self.gamma(2) * norm) * Self.roundingUp
  }
}

extension Float {
  /// A number no greater than a gap that is at least 0, and close to it.
  @inline(__always)
  init(boundingGap gap: Double) {
    // Rounding to the nearest `Float` adds at most 2⁻²⁴ of the number.
    self.init(gap * (1 - 0x1p-23))
  }
}
