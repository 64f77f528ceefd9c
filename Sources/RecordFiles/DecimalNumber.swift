// Decimal numbers, correctly rounded.
//
// Promise    The double nearest to the decimal, ties to the even significand: what `Double(String)`
//            gives, bit for bit.
// Method     A number is w·10^q. Up to 19 digits w is a UInt64. Where w ≤ 2^53 and |q| ≤ 22, both
//            w and 10^|q| are doubles and one multiplication or division rounds once. Where |q| ≤ 27,
//            5^|q| fits a UInt64: the product, or the quotient with its remainder, is exact in
//            whole numbers and is rounded once. `Double(String)` does the rest.
// Source     The first step is Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990.

/// Reads numbers from bytes.
enum DecimalNumber {
  /// The exponent where an exponent's digits stop counting: far beyond every double, and no overflow.
  private static let exponentLimit = 1_000_000

  /// Reads the longest number that starts at `position`, and moves `position` to its end.
  ///
  /// A number is a sign or none, digits with at most one point among or around them, and an exponent
  /// or none: no hexadecimal, no `inf`, no `nan`, no spaces.
  ///
  /// - Returns: nil if no number starts here or it is too large for a double; `position` is then
  ///   anywhere before the next byte that can belong to no number.
  /// - Precondition: A byte that can belong to no number follows, within `bytes`.
  @inline(__always)
  static func read(_ bytes: Span<UInt8>, at position: inout Int) -> Double? {
    let start = position
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    var significand: UInt64 = 0
    var digitCount = digits(bytes, at: &position, &significand)
    var exponent = 0
    if bytes[position] == UInt8(ascii: ".") {
      position += 1
      exponent = -digits(bytes, at: &position, &significand)
      digitCount -= exponent
    }
    guard digitCount > 0 else { return nil }
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      guard let shift = readExponent(bytes, at: &position) else { return nil }
      exponent += shift
    }
    let magnitude: Double?
    if digitCount <= 19 || significantDigits(bytes, from: start) <= 19 {
      magnitude = scaled(significand, tenTo: exponent)
    } else {
      magnitude = nil
    }
    guard let magnitude else { return slow(bytes, start..<position) }
    return isNegative ? -magnitude : magnitude
  }

  /// Reads digits to the right of those in `significand`, and returns how many they are.
  @inline(__always)
  private static func digits(
    _ bytes: Span<UInt8>, at position: inout Int, _ significand: inout UInt64
  ) -> Int {
    let start = position
    while true {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return position - start }
      significand = significand &* 10 &+ UInt64(digit)
      position += 1
    }
  }

  /// Reads an exponent from its letter on; nil if it has no digit.
  private static func readExponent(_ bytes: Span<UInt8>, at position: inout Int) -> Int? {
    position += 1
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    let start = position
    var exponent = 0
    while true {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      exponent = min(exponent * 10 + Int(digit), exponentLimit)
      position += 1
    }
    guard position > start else { return nil }
    return isNegative ? -exponent : exponent
  }

  /// The count of digits from the first that is not 0, of a number whose digits start at or after `start`.
  private static func significantDigits(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    var count = 0
    while true {
      switch bytes[position] {
      case UInt8(ascii: "0"): if count > 0 { count += 1 }
      case UInt8(ascii: "1")...UInt8(ascii: "9"): count += 1
      case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"): break
      default: return count
      }
      position += 1
    }
  }

  /// w·10^q, rounded once; nil where neither quick way applies.
  @inline(__always)
  private static func scaled(_ significand: UInt64, tenTo exponent: Int) -> Double? {
    if significand <= 1 << 53, exponent >= -22, exponent <= 22 {
      let value = Double(significand)
      return exponent < 0 ? value / powersOfTen[-exponent] : value * powersOfTen[exponent]
    }
    if significand == 0 { return 0 }
    guard exponent >= -27, exponent <= 27 else { return nil }
    return exponent < 0
      ? quotient(significand, tenTo: -exponent) : product(significand, tenTo: exponent)
  }

  /// w·10^q for w > 0 and 0 ≤ q ≤ 27.
  ///
  /// The highest 64 bits of w·5^q, the last one also standing for all below it, are rounded by
  /// the conversion: 64 bits are enough to tell a tie from its neighbours.
  private static func product(_ significand: UInt64, tenTo exponent: Int) -> Double {
    let (high, low) = significand.multipliedFullWidth(by: powersOfFive[exponent])
    if high == 0 { return Double(low) * twoTo(exponent) }
    let shift = high.leadingZeroBitCount
    let top = high << shift | (low >> 1) >> (63 - shift)
    let rest = low << shift
    return Double(top | (rest == 0 ? 0 : 1)) * twoTo(64 - shift + exponent)
  }

  /// w·10^−q for w > 0 and 1 ≤ q ≤ 27.
  ///
  /// With w·2^a and 5^q·2^b in [2^63, 2^64) the quotient (w·2^a·2^63) / (5^q·2^b) has 63 or 64 bits; a
  /// remainder is noted in its last one.
  private static func quotient(_ significand: UInt64, tenTo exponent: Int) -> Double {
    let five = powersOfFive[exponent]
    let a = significand.leadingZeroBitCount
    let b = five.leadingZeroBitCount
    let dividend = significand << a
    let (quotient, remainder) = (five << b).dividingFullWidth((dividend >> 1, dividend << 63))
    return Double(quotient | (remainder == 0 ? 0 : 1)) * twoTo(b - a - exponent - 63)
  }

  /// 2^e, for exponents of normal doubles.
  @inline(__always)
  private static func twoTo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: exponent + 1023) << 52)
  }

  /// The standard library's reading of a text that is known to be a number; nil beyond the doubles.
  @inline(never)
  private static func slow(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var text = ""
    for position in range { text.unicodeScalars.append(Unicode.Scalar(bytes[position])) }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private static let powersOfFive: [UInt64] = (0...27).map { count in
    (0..<count).reduce(1) { power, _ in power * 5 }
  }
}
