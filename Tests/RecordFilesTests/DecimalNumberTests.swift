import TestSupport
import Testing

@testable import RecordFiles

/// The number that a text is, all of it.
private func number(_ text: String) -> Double? {
  let bytes = Array(text.utf8) + [UInt8(ascii: "\n")]
  var position = 0
  let value = DecimalNumber.read(bytes.span, at: &position)
  return position == bytes.count - 1 ? value : nil
}

@Suite struct DecimalNumberTests {
  @Test(
    "Numbers are rounded as the standard library rounds them",
    arguments: [
      "0", "1", "-1", "+1", "007", "3.25", ".5", "5.", "1e3", "1E3", "1e+3", "1e-3", "-.5e1", "00.10",
      "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995", "9007199254740993.0",
      "9007199254740993.0000000000000000000000000001", "2.2250738585072011e-308", "2.2250738585072014e-308",
      "1e22", "1e23", "1e-22", "1e-23", "8.5e22", "123456789012345678901234567890", "4.9e-324", "2.4e-324",
      "2.5e-324", "1e-400", "0e400", "0e99999999999999999999", "1.7976931348623157e308", "0.1", "0.3",
      "18446744073709551615", "18446744073709551616", "9999999999999999999", "99999999999999999999",
      "1844674407370955161e27", "9999999999999999999e-27", "9999999999999999999e27", "1e27", "1e-27", "1e28",
      "0.000000000000000000000000000000012345", "0.0000000000000000000001234567890123456789",
      "1000000000000000000000e-21", "5e-1", "4503599627370496.5", "4503599627370497.5", "0.5000000000000001",
      "1.00000000000000011102230246251565", "1.00000000000000011102230246251566",
      "1.00000000000000011102230246251564", "7.2057594037927933e16", "36028797018963967",
    ])
  func exact(text: String) throws {
    let expected = try #require(Double(text))
    #expect(try #require(number(text)).bitPattern == expected.bitPattern)
  }

  @Test("Minus zero stays minus zero here, as in the standard library", arguments: ["-0", "-0.0", "-0e5"])
  func minusZero(text: String) throws {
    #expect(try #require(number(text)).bitPattern == (-0.0).bitPattern)
  }

  @Test(
    "What is no finite decimal number is refused",
    arguments: [
      "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e-", "--1", "+-1", "1.2.3", "1,5", "0x10", "0x1p3", "1p3",
      "inf", "-inf", "+Infinity", "nan", "NaN", "NA", "1e400", "-1e400", "1.8e308", "1d5", "1_000", "١",
      "1e99999999999999999999", "1 2", "1f", "1.5L",
    ])
  func refused(text: String) {
    #expect(number(text) == nil)
  }

  @Test("100,000 random decimals are read as the standard library reads them")
  func random() throws {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<100_000 {
      let text = decimal(&generator)
      let expected = try #require(Double(text))
      let actual = expected.isFinite ? expected : nil
      #expect(number(text)?.bitPattern == actual?.bitPattern, "\(text)")
    }
  }

  @Test("100,000 random doubles, written shortest or halfway to the next, are read exactly")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<100_000 {
      let exponent = Double.Exponent.random(in: -60...80, using: &generator)
      let value = Double(
        sign: .plus, exponent: exponent, significand: .random(in: 1..<2, using: &generator))
      #expect(number("\(value)") == value)
      let whole = Int.random(in: 1 << 52..<1 << 53, using: &generator)
      let halfway = "\(whole).5"
      #expect(number(halfway) == Double(halfway))
    }
  }

  @Test("Numbers halfway between two doubles, and next to them, are rounded as the standard library does")
  func halfway() throws {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<TestLevel.count(quick: 200, standard: 5000, long: 100_000) {
      let exponent = Double.Exponent.random(in: -90...90, using: &generator)
      let value = Double(
        sign: .plus, exponent: exponent, significand: .random(in: 1..<2, using: &generator))
      for text in Self.aroundMiddle(of: value) {
        #expect(number(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
      }
    }
  }

  @Test(
    "Powers of ten and their neighbours are rounded as the standard library does, from the least to the most")
  func powers() throws {
    for exponent in -345...310 {
      for digits in [
        "1", "9999999999999999", "10000000000000001", "1234567890123456789", "17976931348623157",
      ] {
        let text = "\(digits)e\(exponent)"
        let expected = try #require(Double(text))
        #expect(number(text)?.bitPattern == (expected.isFinite ? expected.bitPattern : nil), "\(text)")
      }
    }
  }

  @Test("The powers of five are those that whole numbers of any length give")
  func powersOfFive() throws {
    for exponent in PowerOfFive.exponents {
      let power = PowerOfFive.table[exponent - PowerOfFive.exponents.lowerBound]
      #expect(power.high >> 63 == 1)
      // To 53 bits and the rest, against the standard library; 5^q = 10^q·2^-q, where 2^q is a normal double.
      guard exponent > -300, exponent < 300 else { continue }
      let five =
        try #require(Double("1e\(exponent)")) * Double(sign: .plus, exponent: -exponent, significand: 1)
      let top = Double(sign: .plus, exponent: power.exponent + 64, significand: Double(power.high | 1))
      #expect(abs(top - five) <= five.ulp, "5^\(exponent)")
    }
  }

  @Test("Every count of digits before and behind the point, in plain fields and near the end of a text")
  func everyLength() throws {
    var generator = SplitMix64(seed: 4)
    for whole in 0...22 {
      for decimals in 0...26 where whole + decimals > 0 {
        let digits = { (count: Int) in
          (0..<count).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined()
        }
        let text = (Bool.random(using: &generator) ? "-" : "") + digits(whole) + "." + digits(decimals)
        let expected = try #require(Double(text))
        #expect(number(text)?.bitPattern == expected.bitPattern, "\(text)")
        for padding in [0, 100] {
          let data = try table("a,b\n\(text),\(text)\n" + String(repeating: "1,2\n", count: padding))
          #expect(data.vector(ofRow: 0) == [expected, expected], "\(text)")
        }
      }
    }
  }

  @Test(
    "Exponents in plain fields",
    arguments: [
      "e0", "e-3", "E+07", "e-05", "e22", "e-30", "e0000001", "e00000001", "e000000001", "e300", "e-300",
      "e-320",
    ])
  func exponents(exponent: String) throws {
    for digits in [
      "1.5", "-1.", "0.25", "12.345678901234567", "7", "-1234567.000000001", "1.234567890123456789",
    ] {
      let expected = try #require(Double(digits + exponent))
      let data = try table(
        "a,b\n\(digits + exponent),\(digits + exponent)\n" + String(repeating: "1,2\n", count: 100))
      #expect(data.vector(ofRow: 0) == [expected, expected], "\(digits + exponent)")
    }
    for exponent in ["e", "e+", "e-", "e--1", "e1.0", "e1e1", "e309", "e9999999"] {
      let text = "a,b\n1.5\(exponent),2\n" + String(repeating: "1,2\n", count: 100)
      #expect(try fault(text) == .notANumber(file: "pieces", line: 2, column: "a"))
    }
  }

  /// The exact middle between a number and the next in decimal, cut off and with a digit more, in two forms.
  private static func aroundMiddle(of value: Double) -> [String] {
    // (2m + 1)·2^(e − 1), a whole number or one over a power of two, by long multiplication.
    var digits = decimalDigits(2 * value.significandWhole + 1)
    let exponent = Int(value.exponent) - 53
    for _ in 0..<abs(exponent) { digits = multiplied(digits, by: exponent > 0 ? 2 : 5) }
    let text = digits.reversed().map { "\($0)" }.joined()
    let scale = min(exponent, 0)
    return [
      "\(text)e\(scale)", "\(text)1e\(scale - 1)", "\(text)000e\(scale - 3)",
      "\(text.dropLast())e\(scale + 1)", "-\(text.prefix(1)).\(text.dropFirst())e\(scale + text.count - 1)",
    ]
  }

  /// The digits, the lowest first.
  private static func decimalDigits(_ number: UInt64) -> [Int] {
    "\(number)".reversed().compactMap(\.wholeNumberValue)
  }

  private static func multiplied(_ digits: [Int], by factor: Int) -> [Int] {
    var carry = 0
    var product = digits.map { digit in
      carry += digit * factor
      defer { carry /= 10 }
      return carry % 10
    }
    while carry > 0 {
      product.append(carry % 10)
      carry /= 10
    }
    return product
  }

  /// A decimal of 1 to 25 digits with or without point, sign and exponent.
  private func decimal(_ generator: inout SplitMix64) -> String {
    let count = Int.random(in: 1...25, using: &generator)
    var digits = (0..<count).map { _ in Character("\(Int.random(in: 0...9, using: &generator))") }
    if Bool.random(using: &generator) {
      digits.insert(".", at: Int.random(in: 0...count, using: &generator))
    }
    let sign = ["", "-", "+"].randomElement(using: &generator) ?? ""
    let range = Bool.random(using: &generator) ? 30 : 340
    let exponent = Int.random(in: -range...range, using: &generator)
    return sign + String(digits) + (Bool.random(using: &generator) ? "e\(exponent)" : "")
  }
}

extension Double {
  /// The significand as a whole number of 53 bits.
  fileprivate var significandWhole: UInt64 { significandBitPattern | 1 << 52 }
}
