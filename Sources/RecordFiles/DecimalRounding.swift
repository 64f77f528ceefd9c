// The double nearest to w·10^q.
//
// Promise    What is returned is correctly rounded, ties to the even significand; where the method cannot
//            tell, nothing is returned.
// Method     Where w ≤ 2^53 and |q| ≤ 22, both w and 10^|q| are doubles, and one multiplication or division
//            rounds once. Else 5^q is known to 128 bits: the product with w lies within two units of its
//            128th bit, and if both ends of that interval round to one double, so does what is between.
// Source     Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990; Lemire, "Number Parsing at a
//            Gigabyte per Second", Software: Practice and Experience 51(8), 2021.
// Differs    Both ends are rounded instead of the cases being told apart in which one may not; so no lemma
//            about powers of five is needed, and decimals cut off after 19 digits are rounded in the same way.

/// Rounds decimals to doubles.
enum DecimalRounding {
  /// w·10^q, rounded once; nil where the method cannot tell, and beyond the normal doubles.
  @inline(__always)
  static func double(_ significand: UInt64, tenTo exponent: Int) -> Double? {
    if significand <= 1 << 53, exponent >= -22, exponent <= 22 {
      let value = Double(Int64(bitPattern: significand))
      return exponent <= 0 ? value / powersOfTen[-exponent] : value * powersOfTen[exponent]
    }
    return long(significand, tenTo: exponent)
  }

  /// The double that every number from w·10^q to (w + 1)·10^q rounds to; nil where there is none, or the
  /// method cannot tell.
  static func double(from significand: UInt64, tenTo exponent: Int) -> Double? {
    guard let first = long(significand, tenTo: exponent), first == long(significand + 1, tenTo: exponent)
    else { return nil }
    return first
  }

  @inline(never)
  private static func long(_ significand: UInt64, tenTo exponent: Int) -> Double? {
    if significand == 0 { return 0 }
    guard PowerOfFive.exponents.contains(exponent) else { return nil }
    let power = PowerOfFive.table[exponent - PowerOfFive.exponents.lowerBound]
    let shift = significand.leadingZeroBitCount
    // The value is between (top + middle/2^64)·2^scale and two more in the middle word.
    let (top, middle, bottom) = product(significand << shift, power)
    let scale = 128 + power.exponent + exponent - shift
    guard scale >= -1084, scale <= 959 else { return nil }
    guard let rounded = rounded(top, middle, bottom, isExact: PowerOfFive.exactExponents.contains(exponent))
    else { return nil }
    // Two steps, as 2^scale alone may be no normal double; neither rounds.
    return rounded * 0x1p-64 * Double(bitPattern: UInt64(bitPattern: Int64(scale + 64 + 1023)) << 52)
  }

  /// The highest word, rounded with what lies below it; at least 2^62, as both factors have their highest bit set.
  ///
  /// The last bit also stands for all that is below it: it is far enough from the bits that a double keeps.
  @inline(__always)
  private static func rounded(
    _ top: UInt64, _ middle: UInt64, _ bottom: UInt64, isExact: Bool
  ) -> Double? {
    if isExact { return Double(top | (middle | bottom == 0 ? 0 : 1)) }
    if middle != 0, middle < .max - 1 { return Double(top | 1) }
    let (next, overflow) = top.addingReportingOverflow(1)
    // From just below the next whole number to just above it, or from a whole number to just above it.
    let ends = middle == 0 ? (top, top | 1) : (top | 1, next | 1)
    guard !overflow, Double(ends.0) == Double(ends.1) else { return nil }
    return Double(ends.0)
  }

  /// The words of a product, the highest first.
  @inline(__always)
  private static func product(
    _ factor: UInt64, _ power: PowerOfFive
  ) -> (top: UInt64, middle: UInt64, bottom: UInt64) {
    let upper = factor.multipliedFullWidth(by: power.high)
    let lower = factor.multipliedFullWidth(by: power.low)
    let (middle, carry) = upper.low.addingReportingOverflow(lower.high)
    return (upper.high &+ (carry ? 1 : 0), middle, lower.low)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
