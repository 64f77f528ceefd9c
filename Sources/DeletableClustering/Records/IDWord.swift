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

  init(rowNumber: Int) {
    precondition(rowNumber >= 0, "A row number is at least 0, not \(rowNumber).")
    guard rowNumber < 10_000_000 else {
      value = UInt64(rowNumber)
      return
    }
    var rest = rowNumber
    var packed: UInt64 = 0
    var count: UInt64 = 0
    repeat {
      packed = packed << 8 | UInt64(48 + rest % 10)
      rest /= 10
      count += 1
    } while rest > 0
    value = Self.packedFlag | count << 56 | packed
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
