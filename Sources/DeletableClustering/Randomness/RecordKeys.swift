// The 128 bits that stand for a record in every draw.
//
// Promise    A key depends on the seed, the id, the content, its weight included, and the index among
//            identical records of that id: not on the row, and not on any other id's records.
// Method     NH, the universal hash of UMAC and VMAC, with words of 64 bits: the sum modulo 2¹²⁸ of
//            (x₂ᵢ + a₂ᵢ)·(x₂ᵢ₊₁ + a₂ᵢ₊₁) with keyed aⱼ; two records collide with probability 2⁻⁶⁴. One
//            block of the generator then spreads the sum over all bits.
// Source     Black, Halevi, Krawczyk, Krovetz and Rogaway, "UMAC: Fast and Secure Message
//            Authentication", CRYPTO 1999.

package struct RecordKeys: Sendable {
  private let random: KeyedRandom
  private let key: UInt64
  private let contentWords: [UInt64]
  private let idWords: (UInt64, UInt64)

  package init(_ random: KeyedRandom, dimension: Int) {
    self.random = random
    key = random.key(.recordKey)
    contentWords = (0..<(dimension + dimension % 2)).map {
      random.word(.contentHash, index: UInt64($0), position: 0)
    }
    idWords = (random.key(.idHash, index: 0), random.key(.idHash, index: 1))
  }

  /// The keys of all records, in row order.
  ///
  /// - Complexity: O(n·d), a few operations for each pair of coordinates.
  package func keys(of data: Dataset, threads: Int) -> [Word128] {
    keys(of: data, countingOctaves: false, threads: threads).keys
  }

  /// The keys of all records, in row order, and in the same pass the count of records in each octave.
  func keysAndOctaves(of data: Dataset, threads: Int) -> (keys: [Word128], octaves: OctaveCounts) {
    keys(of: data, countingOctaves: true, threads: threads)
  }

  private func keys(
    of data: Dataset, countingOctaves: Bool, threads: Int
  ) -> (keys: [Word128], octaves: OctaveCounts) {
    var (keys, octaves) = ContentHashes.compute(
      data, words: contentWords, countingOctaves: countingOctaves, threads: threads)
    let occurrences = data.occurrences(contentHashes: keys)
    keys.withDisjointWindow { window in
      Parallel.forEach(count: data.count, grain: 1024, threads: threads) { rows in
        window.update(rows) { keys in
          for (place, row) in rows.enumerated() {
            let occurrence = Self.occurrenceWord(occurrences?[row] ?? 0, weight: data.weight(ofRow: row))
            keys[place] = keys[place] &+ idHash(data.ids.words[row], data.ids, occurrence)
          }
          PhiloxBlocks.replace(&keys, key: key)
        }
      }
    }
    return (keys, octaves)
  }

  /// The index among identical records, and the weight above it: either is at most 2³⁰, so no two pairs
  /// share a word. A weight of 1 leaves the index alone.
  private static func occurrenceWord(_ occurrence: UInt64, weight: Int) -> UInt64 {
    occurrence | UInt64(weight - 1) << 32
  }

  /// NH of the id and the occurrence word; a long id's bytes follow in words of eight, after its length.
  private func idHash(_ word: IDWord, _ ids: RecordIDs, _ occurrence: UInt64) -> Word128 {
    guard word.isSlot else {
      return Word128.product(word.value &+ idWords.0, occurrence &+ idWords.1)
    }
    let bytes = ids.bytes(of: word)
    let length = IDWord(slot: bytes.count).value
    var sum = Word128.product(length &+ idWords.0, occurrence &+ idWords.1)
    for (pair, start) in stride(from: 0, to: bytes.count, by: 16).enumerated() {
      let index = UInt64(2 * pair + 2)
      let first = word64(bytes, at: start) &+ random.key(.idHash, index: index)
      let second = word64(bytes, at: start + 8) &+ random.key(.idHash, index: index + 1)
      sum = sum &+ Word128.product(first, second)
    }
    return sum
  }

  private func word64(_ bytes: [UInt8], at start: Int) -> UInt64 {
    guard start < bytes.count else { return 0 }
    return bytes[start..<Swift.min(start + 8, bytes.count)].reversed()
      .reduce(0) { $0 << 8 | UInt64($1) }
  }
}
