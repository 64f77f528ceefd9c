// Philox4x32-10, the counter-based generator behind every draw.
//
// Promise    `block` is a bijection of the counter for each key, and equals the published vectors.
// Source     Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.

/// 128 bits: a counter of the generator, its output, or a record's key.
package struct Word128: Hashable, Sendable, BitwiseCopyable {
  package var low: UInt64
  package var high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The sum modulo 2¹²⁸.
  @inline(__always)
  package static func &+ (left: Word128, right: Word128) -> Word128 {
    let (low, carry) = left.low.addingReportingOverflow(right.low)
    return Word128(low: low, high: left.high &+ right.high &+ (carry ? 1 : 0))
  }

  /// The full product of two words.
  @inline(__always)
  static func product(_ left: UInt64, _ right: UInt64) -> Word128 {
    let product = left.multipliedFullWidth(by: right)
    return Word128(low: product.low, high: product.high)
  }
}

extension Word128: Comparable {
  package static func < (left: Word128, right: Word128) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

package enum Philox {
  /// The 128 bits that the generator gives for a counter under a key.
  ///
  /// The counter's four words of 32 bits are taken from the low end; so are the result's and the
  /// key's two.
  ///
  /// - Complexity: Twenty multiplications of 32 bits.
  @inline(__always)
  package static func block(counter: Word128, key: UInt64) -> Word128 {
    var c0 = counter.low & 0xffff_ffff
    var c1 = counter.low >> 32
    var c2 = counter.high & 0xffff_ffff
    var c3 = counter.high >> 32
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let p0 = c0 &* 0xD251_1F53
      let p1 = c2 &* 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        p1 >> 32 ^ c1 ^ UInt64(k0), p1 & 0xffff_ffff,
        p0 >> 32 ^ c3 ^ UInt64(k1), p0 & 0xffff_ffff
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return Word128(low: c0 | c1 << 32, high: c2 | c3 << 32)
  }
}
