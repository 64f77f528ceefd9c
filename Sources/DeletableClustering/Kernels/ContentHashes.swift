// The hashes of records' coordinates, and their largest magnitudes, in one pass over memory.

import CLinearAlgebra

enum ContentHashes {
  /// NH of each record's coordinates as `Double`, an odd count filled up with a zero.
  ///
  /// - Parameters:
  ///   - words: d keyed words, and one more if d is odd.
  ///   - countingOctaves: Whether to count the records by octave as well; otherwise the counts are empty.
  /// - Complexity: O(n·d).
  static func compute(
    _ data: Dataset, words: [UInt64], countingOctaves: Bool, threads: Int
  ) -> (hashes: [Word128], octaves: OctaveCounts) {
    precondition(words.count == data.dimension + data.dimension % 2)
    var octaves = OctaveCounts()
    let hashes = [Word128](count: data.count) { window in
      let parts = Parallel.reduce(
        count: data.count, grain: 1024, threads: threads, worker: HashWorker()
      ) { part, rows in
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: HashWorker.stretch) {
          let rows = first..<min(first + HashWorker.stretch, rows.upperBound)
          window.update(rows) { part.hash(data, rows, words, into: &$0) }
          if countingOctaves { part.countOctaves(rows.count) }
        }
      }
      if countingOctaves { for part in parts { octaves.merge(part.octaveCounts) } }
    }
    return (hashes, octaves)
  }
}

/// One thread's share.
private struct HashWorker: Sendable {
  /// Records that are hashed together.
  static let stretch = 64

  private var octaves = OctaveHistogram()
  private var magnitudes = Array(repeating: 0.0, count: stretch)

  var octaveCounts: OctaveCounts { octaves.counts }

  mutating func hash(
    _ data: Dataset, _ rows: Range<Int>, _ words: [UInt64], into hashes: inout MutableSpan<Word128>
  ) {
    let (dimension, first) = (data.dimension, rows.lowerBound * data.dimension)
    precondition(first >= 0 && rows.upperBound * dimension <= data.coordinates.count)
    precondition(hashes.count == rows.count && rows.count <= magnitudes.count)
    unsafe hashes.withUnsafeMutableBytes { hashes in
      guard let out = hashes.baseAddress else { return }
      switch data.coordinates {
      case .float(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let base = values.baseAddress else { return }
          unsafe la_hash_float_rows(base + first, dimension, rows.count, words, out, &magnitudes)
        }
      case .double(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let base = values.baseAddress else { return }
          unsafe la_hash_double_rows(base + first, dimension, rows.count, words, out, &magnitudes)
        }
      }
    }
  }

  /// Counts the octaves of the records that were hashed last.
  mutating func countOctaves(_ count: Int) {
    for place in 0..<count { octaves.add(magnitude: magnitudes[place]) }
  }
}
