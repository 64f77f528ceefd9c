// The hashes of records' coordinates, and their largest magnitudes, in one pass over memory.

import CLinearAlgebra

enum ContentHashes {
  /// Records that stay in the cache for both.
  private static let stretch = 32

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
        count: data.count, grain: 1024, threads: threads, worker: OctaveCounts()
      ) { part, rows in
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: stretch) {
          let rows = first..<min(first + stretch, rows.upperBound)
          if countingOctaves {
            for row in rows { part.add(1, magnitude: data.magnitude(ofRow: row)) }
          }
          window.update(rows) { hash(data, rows, words, into: &$0) }
        }
      }
      for part in parts { octaves.merge(part) }
    }
    return (hashes, octaves)
  }

  private static func hash(
    _ data: Dataset, _ rows: Range<Int>, _ words: [UInt64], into hashes: inout MutableSpan<Word128>
  ) {
    let (dimension, first) = (data.dimension, rows.lowerBound * data.dimension)
    precondition(first >= 0 && rows.upperBound * dimension <= data.coordinates.count)
    precondition(hashes.count == rows.count)
    unsafe hashes.withUnsafeMutableBytes { hashes in
      guard let out = hashes.baseAddress else { return }
      switch data.coordinates {
      case .float(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let base = values.baseAddress else { return }
          unsafe la_hash_float_rows(base + first, dimension, rows.count, words, out)
        }
      case .double(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let base = values.baseAddress else { return }
          unsafe la_hash_double_rows(base + first, dimension, rows.count, words, out)
        }
      }
    }
  }
}
