// The draw of one record for one step of the seeding race.
//
// E = −ln U with U = (h + ½)·2⁻⁵² and h of 52 keyed bits. One block of the generator serves two
// steps. The logarithm uses only operations that IEEE 754 rounds exactly, in a fixed order, so it is
// the same on every platform; libm's is not.

package struct RaceDraw: Sendable {
  /// The generator's key for this step, and which half of its block.
  let key: UInt64
  let takesHighWord: Bool

  init(_ random: KeyedRandom, step: Int) {
    key = random.key(.race, index: UInt64(step / 2))
    takesHighWord = step % 2 == 1
  }

  /// The record's 52 bits for this step.
  @inline(__always)
  func bits(of record: Word128) -> UInt64 {
    let block = Philox.block(counter: record, key: key)
    return (takesHighWord ? block.high : block.low) >> 12
  }

  /// −ln U to a relative error under 4·2⁻⁵³.
  static func exponential(bits: UInt64) -> Double {
    -logarithm((Double(bits) + 0.5) * 0x1p-52)
  }

  /// ln x of a normal number above 0: the same bits on every platform.
  package static func logarithm(_ value: Double) -> Double {
    var exponent = Double(value.exponent)
    var significand = value.significand
    if significand > 0x1.6a09e667f3bcdp0 {  // √2
      significand *= 0.5
      exponent += 1
    }
    return exponent * 0x1.62e42fefa39efp-1 + logarithm(nearOne: significand)
  }

  /// ln m = 2·atanh z = 2z·(1 + z²/3 + z⁴/5 + …), z = (m − 1)/(m + 1), for m from √½ to √2.
  private static func logarithm(nearOne m: Double) -> Double {
    let z = (m - 1) / (m + 1)
    let square = z * z
    var sum = 1.0 / 25
    sum = sum * square + 1.0 / 23
    sum = sum * square + 1.0 / 21
    sum = sum * square + 1.0 / 19
    sum = sum * square + 1.0 / 17
    sum = sum * square + 1.0 / 15
    sum = sum * square + 1.0 / 13
    sum = sum * square + 1.0 / 11
    sum = sum * square + 1.0 / 9
    sum = sum * square + 1.0 / 7
    sum = sum * square + 1.0 / 5
    sum = sum * square + 1.0 / 3
    sum = sum * square + 1
    return 2 * z * sum
  }
}
