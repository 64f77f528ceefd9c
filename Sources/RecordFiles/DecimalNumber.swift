// Decimal numbers, correctly rounded.
//
// Promise    The double nearest to the decimal, ties to the even significand: what `Double(String)`
//            gives, bit for bit.
// Method     A number is w·10^q, with w of at most 19 digits; of a longer one, the digits after the 19th say
//            that it lies between w and w + 1. `DecimalRounding` rounds it, and `Double(String)` does what is left:
//            a few in 2^60, and what is no normal double.

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
  @inline(never)
  static func read(_ bytes: Span<UInt8>, at position: inout Int) -> Double? {
    let start = position
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    let digits = Digits(bytes, at: &position)
    guard digits.count > 0 else { return nil }
    let digitEnd = position
    var exponent = digits.exponent
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      guard let shift = readExponent(bytes, at: &position) else { return nil }
      exponent += shift
    }
    let magnitude =
      digits.count <= Digits.limit
      ? DecimalRounding.double(digits.significand, tenTo: exponent)
      : long(bytes, start..<digitEnd, tenTo: exponent)
    guard let magnitude else { return slow(bytes, start..<position) }
    return isNegative ? -magnitude : magnitude
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

  /// The magnitude of a number of many digits, of which the last stands for 10^exponent; nil where only the
  /// slow way can tell.
  private static func long(
    _ bytes: Span<UInt8>, _ range: Range<Int>, tenTo exponent: Int
  ) -> Double? {
    var significand: UInt64 = 0
    var count = 0
    var droppedCount = 0
    for position in range {
      let digit = bytes[position] &- UInt8(ascii: "0")
      if digit > 9 || digit == 0 && count == 0 { continue }
      if count < Digits.limit {
        significand = significand * 10 + UInt64(digit)
        count += 1
      } else {
        droppedCount += 1
      }
    }
    return droppedCount == 0
      ? DecimalRounding.double(significand, tenTo: exponent)
      : DecimalRounding.double(from: significand, tenTo: exponent + droppedCount)
  }

  /// The standard library's reading of a text that is known to be a number; nil beyond the doubles.
  @inline(never)
  private static func slow(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var text = ""
    for position in range { text.unicodeScalars.append(Unicode.Scalar(bytes[position])) }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}

/// The digits of a number, with a point or none.
private struct Digits {
  /// The most digits that always fit the significand.
  static let limit = 19

  /// How many there are.
  private(set) var count = 0
  /// The whole number that they are without the point; of more than 19 digits, its lowest 64 bits.
  private(set) var significand: UInt64 = 0
  /// The exponent of ten that the last digit stands for: less the count of digits after the point.
  private(set) var exponent = 0

  /// Takes the digits from `position` on, and moves it behind them.
  @inline(__always)
  init(_ bytes: Span<UInt8>, at position: inout Int) {
    count = take(bytes, at: &position)
    guard bytes[position] == UInt8(ascii: ".") else { return }
    position += 1
    let decimalCount = take(bytes, at: &position)
    count += decimalCount
    exponent = -decimalCount
  }

  @inline(__always)
  private mutating func take(_ bytes: Span<UInt8>, at position: inout Int) -> Int {
    let start = position
    var run: DigitRun
    repeat {
      run = DigitRun(bytes, at: position)
      position += run.count
      significand = significand &* run.powerOfTen &+ run.value
    } while run.count == DigitRun.limit
    return position - start
  }
}
