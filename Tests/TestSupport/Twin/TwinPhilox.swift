// Philox4x32-10 written down from the paper, in words of 32 bits.

package enum TwinPhilox {
  /// The four words that the generator gives for a counter of four and a key of two.
  package static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (counter, key) = (counter, key)
    for round in 0..<10 {
      if round > 0 { key = SIMD2(key[0] &+ 0x9E37_79B9, key[1] &+ 0xBB67_AE85) }
      let first = counter[0].multipliedFullWidth(by: 0xD251_1F53)
      let second = counter[2].multipliedFullWidth(by: 0xCD9E_8D57)
      counter = SIMD4(
        second.high ^ counter[1] ^ key[0], second.low, first.high ^ counter[3] ^ key[1], first.low)
    }
    return counter
  }

  /// The same for whole numbers of 128 and 64 bits, words taken from the low end.
  package static func block(counter: UInt128, key: UInt64) -> UInt128 {
    let words = block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
        UInt32(truncatingIfNeeded: counter >> 64), UInt32(truncatingIfNeeded: counter >> 96)),
      key: SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)))
    return UInt128(words[0]) | UInt128(words[1]) << 32 | UInt128(words[2]) << 64
      | UInt128(words[3]) << 96
  }

  /// The keyed word of a purpose, an index and a position.
  static func word(seed: UInt64, purpose: UInt64, index: UInt64, position: UInt64 = 0) -> UInt64 {
    let high = UInt128(purpose << 32 | position)
    return UInt64(truncatingIfNeeded: block(counter: high << 64 | UInt128(index), key: seed))
  }
}
