// An id in one word.
//
// The two highest bits tell the kind: 10 up to seven bytes, packed with their count; 00 a decimal
// number of 8 to 18 digits without leading zeros; 01 the slot of an id that is kept as bytes.

/// An id as a number: equal for two rows of one data set exactly if their ids are equal.
struct IDWord: Hashable, Sendable {
  let value: UInt64

  private static let packedFlag: UInt64 = 1 << 63
  private static let slotFlag: UInt64 = 1 << 62

  init(slot: Int) {
    value = Self.slotFlag | UInt64(slot)
  }

  /// The id that a row number is in decimal.
  ///
  /// - Complexity: A few multiplications; no loop, as each record's key takes one of these.
  @inline(__always)
  init(rowNumber: Int) {
    precondition(rowNumber >= 0, "A row number is at least 0, not \(rowNumber).")
    guard rowNumber < 10_000_000 else {
      value = UInt64(rowNumber)
      return
    }
    let digits = Self.digits(UInt64(rowNumber))
    // Eight bits for each leading zero: the first digit of the eight is always one, the last never.
    let zeroBits = UInt64((digits | 1 << 56).trailingZeroBitCount) & 56
    let packed = (digits | 0x3030_3030_3030_3030) &>> zeroBits
    value = Self.packedFlag | (64 &- zeroBits) &<< 53 | packed
  }

  /// The eight decimal digits of a number, a byte each, the highest in the lowest byte: split into halves three
  /// times, all parts at once. The multipliers are 2²⁰/100 and 2¹⁰/10, rounded up; the quotients are exact for what
  /// comes, as trying all shows. No part reaches into the next, so no operation overflows.
  @inline(__always)
  private static func digits(_ number: UInt64) -> UInt64 {
    let high = number / 10_000
    let fours = high | (number &- high &* 10_000) &<< 32
    let hundreds = (fours &* 10_486) &>> 20 & 0x0000_007F_0000_007F
    let twos = hundreds | (fours &- hundreds &* 100) &<< 16
    let tens = (twos &* 103) &>> 10 & 0x000F_000F_000F_000F
    return tens | (twos &- tens &* 10) &<< 8
  }

  /// The row number whose decimal the id is; nil if it is another id.
  var rowNumber: Int? {
    guard value & Self.packedFlag != 0 else { return isSlot ? nil : Int(value) }
    let count = value >> 56 & 0x7F
    let first = value & 0xFF
    guard count > 0, first != UInt64(UInt8(ascii: "0")) || count == 1 else { return nil }
    var number = 0
    for place in 0..<count {
      let digit = value >> (8 * place) & 0xFF
      guard digit >= 48, digit <= 57 else { return nil }
      number = number * 10 + Int(digit - 48)
    }
    return number
  }

  /// Packs an id that is short or a plain number; nil for any other.
  init?(packing bytes: some Collection<UInt8>) {
    let count = bytes.count
    if count <= 7 {
      var packed: UInt64 = 0
      var shift: UInt64 = 0
      for byte in bytes {
        packed |= UInt64(byte) << shift
        shift += 8
      }
      value = Self.packedFlag | UInt64(count) << 56 | packed
    } else if count <= 18, bytes.first != UInt8(ascii: "0") {
      var number: UInt64 = 0
      for byte in bytes {
        guard byte >= 48, byte <= 57 else { return nil }
        number = number * 10 + UInt64(byte - 48)
      }
      value = number
    } else {
      return nil
    }
  }

  /// Where the id's bytes are kept; only for words made from a slot.
  var slot: Int { Int(value & ~Self.slotFlag) }

  var isSlot: Bool { value & (Self.packedFlag | Self.slotFlag) == Self.slotFlag }

  /// The id's bytes; nil if they are kept in a slot.
  var unpacked: [UInt8]? {
    if isSlot { return nil }
    guard value & Self.packedFlag != 0 else { return Array(String(value).utf8) }
    let count = Int(value >> 56 & 0x7f)
    return (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}
