// Elements of an array that lie far apart, one after another.

extension Array where Element: BitwiseCopyable & Sendable {
  /// The elements at some places, in their order.
  ///
  /// - Complexity: O(m) for m places; on several threads, since most of the time goes by waiting for memory.
  func gathered(_ places: [Int], threads: Int) -> [Element] {
    Array(count: places.count) { window in
      Parallel.forEach(count: places.count, grain: 1 << 12, threads: threads) { range in
        let (places, elements) = (places.span, span)
        window.update(range) { out in
          for index in 0..<out.count { out[index] = elements[places[range.lowerBound + index]] }
        }
      }
    }
  }
}
