import TestSupport
import Testing

@testable import DeletableClustering

struct PhiloxTests {
  /// The vectors that the authors publish for philox4x32 with 10 rounds: counter, key, result.
  private static let published: [(counter: [UInt32], key: [UInt32], result: [UInt32])] = [
    (
      [0, 0, 0, 0], [0, 0],
      [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
    ),
    (
      Array(repeating: .max, count: 4), [.max, .max],
      [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
  ]

  private func word(_ low: UInt32, _ high: UInt32) -> UInt64 { UInt64(high) << 32 | UInt64(low) }

  @Test("The published vectors", arguments: 0..<3)
  func publishedVectors(index: Int) {
    let (counter, key, result) = Self.published[index]
    let block = Philox.block(
      counter: Word128(low: word(counter[0], counter[1]), high: word(counter[2], counter[3])),
      key: word(key[0], key[1]))
    #expect(block.low == word(result[0], result[1]))
    #expect(block.high == word(result[2], result[3]))
    let plain = TwinPhilox.block(
      counter: SIMD4(counter), key: SIMD2(key))
    #expect(plain == SIMD4(result))
  }

  @Test("Any block equals the plain generator's")
  func equalsTwin() {
    var random = SplitMix(1)
    for _ in 0..<1000 {
      let (low, high, key) = (random.next(), random.next(), random.next())
      let block = Philox.block(counter: Word128(low: low, high: high), key: key)
      let plain = TwinPhilox.block(counter: UInt128(high) << 64 | UInt128(low), key: key)
      #expect(UInt128(block.high) << 64 | UInt128(block.low) == plain)
    }
  }

  @Test("Sums and products of 128 bits carry")
  func wordArithmetic() {
    var random = SplitMix(2)
    for _ in 0..<1000 {
      let (a, b, c) = (random.next(), random.next(), random.next())
      let sum = Word128.product(a, b) &+ Word128(low: c, high: a)
      let plain = UInt128(a) * UInt128(b) &+ (UInt128(a) << 64 | UInt128(c))
      #expect(UInt128(sum.high) << 64 | UInt128(sum.low) == plain)
    }
  }
}
