// Record keys by NH in UInt128, one record at a time.

import DeletableClustering

package enum TwinKeys {
  /// The keys of all records, in row order.
  package static func keys(of data: Dataset, seed: UInt64) -> [UInt128] {
    var seen: [String: UInt64] = [:]
    return (0..<data.count).map { row in
      let bits = data.vector(ofRow: row).map(\.bitPattern)
      let weight = UInt64(data.weight(ofRow: row))
      let record = "\(data.ids[row].bytes) \(bits) \(weight)"
      let occurrence = seen[record, default: 0]
      seen[record] = occurrence + 1
      let sum =
        contentHash(bits, seed: seed)
        &+ idHash(data.ids[row].bytes, occurrence: occurrence + (weight - 1) * 0x1_0000_0000, seed: seed)
      return TwinPhilox.block(counter: sum, key: TwinPhilox.word(seed: seed, purpose: 3, index: 0))
    }
  }

  /// Σ (x₂ᵢ + a₂ᵢ)·(x₂ᵢ₊₁ + a₂ᵢ₊₁) modulo 2¹²⁸, inner sums modulo 2⁶⁴.
  private static func nh(_ words: [UInt64], _ keys: [UInt64]) -> UInt128 {
    var sum: UInt128 = 0
    for pair in 0..<words.count / 2 {
      let first = words[2 * pair] &+ keys[2 * pair]
      let second = words[2 * pair + 1] &+ keys[2 * pair + 1]
      sum = sum &+ UInt128(first) * UInt128(second)
    }
    return sum
  }

  private static func contentHash(_ bits: [UInt64], seed: UInt64) -> UInt128 {
    let words = bits.count % 2 == 0 ? bits : bits + [0]
    return nh(words, words.indices.map { TwinPhilox.word(seed: seed, purpose: 1, index: UInt64($0)) })
  }

  private static func idHash(_ bytes: [UInt8], occurrence: UInt64, seed: UInt64) -> UInt128 {
    var words = [head(bytes), occurrence]
    if needsBytes(bytes) {
      let padded = bytes + Array(repeating: 0, count: (16 - bytes.count % 16) % 16)
      for start in stride(from: 0, to: padded.count, by: 8) {
        words.append(littleEndian(padded[start..<start + 8]))
      }
    }
    return nh(words, words.indices.map { TwinPhilox.word(seed: seed, purpose: 2, index: UInt64($0)) })
  }

  /// A plain number of 8 to 18 digits without leading zero is its value.
  private static func number(_ bytes: [UInt8]) -> UInt64? {
    guard (8...18).contains(bytes.count), bytes[0] != 48, bytes.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return UInt64(String(decoding: bytes, as: UTF8.self))
  }

  private static func needsBytes(_ bytes: [UInt8]) -> Bool {
    bytes.count > 7 && number(bytes) == nil
  }

  /// The first word: a number's value; up to seven bytes, with their count; or the length of more.
  private static func head(_ bytes: [UInt8]) -> UInt64 {
    if let number = number(bytes) { return number }
    if bytes.count > 7 { return 1 << 62 | UInt64(bytes.count) }
    return 1 << 63 | UInt64(bytes.count) << 56 | littleEndian(bytes[...])
  }

  private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 * 256 + UInt64($1) }
  }
}
