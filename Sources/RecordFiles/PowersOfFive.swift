// The powers of five that decimals of a double's range need, in 128 bits.
//
// Method     Whole numbers of many words: 5^q by multiplying, ⌊2^1088 / 5^q⌋ by dividing again and again, which
//            leaves the floor of the whole quotient. Their highest 128 bits are kept, the others cut off.

/// A power 5^q as significand · 2^exponent, the significand cut off to 128 bits of which the highest is set.
struct PowerOfFive {
  let high: UInt64
  let low: UInt64
  let exponent: Int

  /// The exponents q of the table; beyond them, 19 digits make no normal double.
  static let exponents = -342...308
  /// The exponents q whose power is whole and fits 128 bits, so that nothing was cut off.
  static let exactExponents = 0...55

  /// The powers in the order of their exponents.
  static let table = negative.reversed() + nonnegative

  /// 5^0 and up.
  private static var nonnegative: [PowerOfFive] {
    var number = WideNumber(words: [1])
    return (0...exponents.upperBound).map { _ in
      defer { number.multiplyByFive() }
      return PowerOfFive(number, over: 0)
    }
  }

  /// 5^−1 and down: 795 of the 1088 bits go, the others are more than the 128 that are kept.
  private static var negative: [PowerOfFive] {
    let scale = 1088
    var number = WideNumber(words: Array(repeating: 0, count: scale / 64) + [1])
    return (1...(-exponents.lowerBound)).map { _ in
      number.divideByFive()
      return PowerOfFive(number, over: scale)
    }
  }

  /// A whole number over 2^scale.
  private init(_ number: WideNumber, over scale: Int) {
    let words = number.words
    let shift = words[words.count - 1].leadingZeroBitCount
    let top = (1...3).map { $0 <= words.count ? words[words.count - $0] : 0 }
    high = top[0] << shift | top[1] >> (64 - shift)
    low = top[1] << shift | top[2] >> (64 - shift)
    exponent = 64 * (words.count - 2) - shift - scale
  }
}

/// A whole number of many words, the lowest first, the highest not 0.
private struct WideNumber {
  var words: [UInt64]

  mutating func multiplyByFive() {
    var carry: UInt64 = 0
    for index in words.indices {
      let (high, low) = words[index].multipliedFullWidth(by: 5)
      let (sum, overflow) = low.addingReportingOverflow(carry)
      words[index] = sum
      carry = high + (overflow ? 1 : 0)
    }
    if carry > 0 { words.append(carry) }
  }

  /// Divides by five, and drops the remainder.
  mutating func divideByFive() {
    var remainder: UInt64 = 0
    for index in words.indices.reversed() {
      (words[index], remainder) = UInt64(5).dividingFullWidth((remainder, words[index]))
    }
    if words[words.count - 1] == 0 { words.removeLast() }
  }
}
