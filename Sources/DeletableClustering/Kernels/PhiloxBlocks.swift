// Many blocks of the generator at once.

import CLinearAlgebra

enum PhiloxBlocks {
  /// Puts the generator's block in the place of each counter.
  ///
  /// - Complexity: Twenty multiplications of 32 bits a counter, several at a time.
  static func replace(_ counters: inout MutableSpan<Word128>, key: UInt64) {
    let count = counters.count
    unsafe counters.withUnsafeMutableBytes { bytes in
      let words = unsafe bytes.assumingMemoryBound(to: UInt64.self)
      unsafe la_philox(words.baseAddress, count, key)
    }
  }
}
