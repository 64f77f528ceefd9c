import TestSupport
import Testing

@testable import DeletableClustering

struct RaceDrawTests {
  @Test("−ln U is within 4·2⁻⁵³ of the true value")
  func accuracy() throws {
    let lines = try GoldenFile.read("exponential.txt")
    #expect(lines.count == 200)
    for line in lines {
      let bits = try #require(UInt64(line[0]))
      let high = Double(bitPattern: try #require(UInt64(line[1], radix: 16)))
      let low = Double(bitPattern: try #require(UInt64(line[2], radix: 16)))
      let value = RaceDraw.exponential(bits: bits)
      let error = (value - high) - low
      #expect(abs(error) <= 4 * 0x1p-53 * high, "h = \(bits)")
      #expect(value == TwinSeeding.exponential(bits: bits))
    }
  }

  @Test("1 − U is no more than −ln U")
  func lowerBound() {
    var random = SplitMix(3)
    for _ in 0..<20_000 {
      let bits = random.next() >> UInt64(random.int(12...60))
      let bound = (0x1p52 - (Double(bits) + 0.5)) * 0x1p-52
      #expect(bound > 0 && bound <= RaceDraw.exponential(bits: bits) * (1 + 0x1p-50))
    }
    #expect(RaceDraw.exponential(bits: (1 << 52) - 1) > 0)
  }

  @Test("One block serves two steps, with different words")
  func stepsDiffer() {
    let random = KeyedRandom(seed: 5)
    let record = Word128(low: 1, high: 2)
    let bits = (0..<6).map { RaceDraw(random, step: $0).bits(of: record) }
    #expect(Set(bits).count == 6)
    #expect(bits.allSatisfy { $0 < 1 << 52 })
  }
}
