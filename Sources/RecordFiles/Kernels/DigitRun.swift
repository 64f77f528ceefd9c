// Decimal digits, eight at a time.
//
// The load needs unsafe code only because it takes eight bytes for a number; it stays inside the bytes.
//
// Method     Within one word: a byte with 0x76 added, or by itself, has its high bit set exactly if it
//            holds more than nine. Carries go to later bytes only, and the first such byte ends the run.
//            The digits move to the end of the word behind zeros, and three multiplications add them up.
// Source     Lemire, "Number Parsing at a Gigabyte per Second", Software: Practice and Experience
//            51(8), 2021, section 3.

/// Some digits in a row, and the number that they are.
struct DigitRun {
  /// The most digits of a run.
  static let limit = 8

  /// How many, 0 to 8.
  let count: Int
  /// The number that they are, below 10^8.
  let value: UInt64

  /// One digit.
  @inline(__always)
  init(digit: UInt64) {
    count = 1
    value = digit
  }

  /// The digits that a text has from `position` on, at most eight.
  @inline(__always)
  init(_ bytes: Span<UInt8>, at position: Int) {
    self =
      position <= bytes.count &- 8
      ? Self(ByteWord.load(bytes, at: position)) : Self(endOf: bytes, at: position)
  }

  /// The digits at the start of eight bytes, the first in the lowest.
  @inline(__always)
  init(_ bytes: UInt64) {
    let digits = bytes ^ 0x3030_3030_3030_3030
    let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
    count = others.trailingZeroBitCount &>> 3
    // In two steps, as without a digit it is all 64 bits, which no shift of a word can do.
    let halfShift = UInt64(truncatingIfNeeded: 32 &- 4 &* count)
    value = Self.sum((digits &<< halfShift) &<< halfShift)
  }

  /// 10^count.
  @inline(__always)
  var powerOfTen: UInt64 { Self.powersOfTen[count] }

  private static let powersOfTen: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// The number that eight digits are, the first in the lowest byte.
  @inline(__always)
  private static func sum(_ digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ digits &>> 8
    let outer = pairs & 0x0000_00FF_0000_00FF
    let inner = pairs &>> 16 & 0x0000_00FF_0000_00FF
    return (outer &* (100 + 1_000_000 << 32) &+ inner &* (1 + 10_000 << 32)) &>> 32
  }

  /// The same where fewer than eight bytes are left.
  @inline(never)
  private init(endOf bytes: Span<UInt8>, at position: Int) {
    var count = 0
    var value: UInt64 = 0
    while position + count < bytes.count, case let digit = bytes[position + count] &- UInt8(ascii: "0"),
      digit < 10
    {
      value = value * 10 + UInt64(digit)
      count += 1
    }
    self.count = count
    self.value = value
  }
}
