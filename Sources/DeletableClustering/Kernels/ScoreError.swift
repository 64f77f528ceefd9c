// How far a score in single precision can be from the true one.
//
// The score of a point x for a centroid c is ‖c‖² − 2x·c. With unit roundoff u = 2⁻²⁴ and
// γ_m = mu/(1 − mu), the product of d terms and the last addition give
//
//     E_c = 2γ_{d+1}‖x‖‖c‖ + γ_2‖c‖²
//
// whatever the order of summation, with or without FMA (Higham, "Accuracy and Stability of Numerical
// Algorithms", section 3.1). If the second best score exceeds the best by more than twice the
// largest E_c, the best is proved.

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

  init(squaredNorms: [Double], dimension: Int) {
    let largest = squaredNorms.max() ?? 0
    slope = 4 * Self.gamma(dimension + 1) * largest.squareRoot() * Self.roundingUp
    offset = 2 * Self.gamma(2) * largest * Self.roundingUp
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
