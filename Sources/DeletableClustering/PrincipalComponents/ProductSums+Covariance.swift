// The covariance of the records, from exact sums.

extension ProductSums {
  /// weight² times the covariance in lattice steps squared: weight·Gᵢⱼ − SᵢSⱼ, each rounded once.
  ///
  /// Both terms are at most 2³⁰·2⁷⁶ = 2¹⁰⁶ = (2⁵³)², so the difference is exact in 128 bits, and no
  /// power of two is needed to hold it in a `Double`. A variance in lattice steps squared is an eigenvalue over
  /// weight².
  ///
  /// - Returns: d × d, row after row, symmetrical; all zero for no records.
  /// - Complexity: O(d²).
  func covariance() -> [Double] {
    var matrix = [Double](repeating: 0, count: dimension * dimension)
    var place = 0
    for row in 0..<dimension {
      for column in row..<dimension {
        let exact = Int128(weight) * products[place] - Int128(sums[row]) * Int128(sums[column])
        let rounded = Double(rounding: exact)
        matrix[row * dimension + column] = rounded
        matrix[column * dimension + row] = rounded
        place += 1
      }
    }
    return matrix
  }
}

extension Double {
  /// The number nearest to a whole number, ties to even.
  ///
  /// The leading 64 bits, with whether anything follows in the last of them, round as the whole does: the
  /// 53 bits of a `Double` end well above it.
  init(rounding number: Int128) {
    let magnitude = number.magnitude
    let excess = max(0, 64 - magnitude.leadingZeroBitCount)
    let head = UInt64(truncatingIfNeeded: magnitude >> UInt128(excess))
    let isExact = magnitude.trailingZeroBitCount >= excess
    let rounded = Double(head | (isExact ? 0 : 1)) * Double(sign: .plus, exponent: excess, significand: 1)
    self = number < 0 ? -rounded : rounded
  }
}
