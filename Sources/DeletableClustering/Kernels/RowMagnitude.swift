// What can be said of many coordinates at once: how large they are, and whether some are special.

import CLinearAlgebra

extension Dataset {
  /// The largest magnitude in a row.
  ///
  /// - Precondition: The row is in the data, and no value is missing.
  /// - Complexity: O(d).
  func magnitude(ofRow row: Int) -> Double {
    let first = row * dimension
    precondition(first >= 0 && first + dimension <= coordinates.count)
    switch coordinates {
    case .float(let values):
      return unsafe values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return 0 }
        return unsafe Double(la_largest_float(base + first, dimension))
      }
    case .double(let values):
      return unsafe values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return 0 }
        return unsafe la_largest_double(base + first, dimension)
      }
    }
  }
}

extension Dataset {
  /// Asks the memory for a row's coordinates, which are soon read; for none, if there is none.
  func prefetch(row: Int?) {
    if let row { coordinates.prefetch(row * dimension..<(row + 1) * dimension) }
  }
}

extension Coordinates {
  /// Asks the memory for some numbers, which are soon read.
  ///
  /// - Precondition: They are there; checked in release builds too.
  func prefetch(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    switch self {
    case .float(let values):
      unsafe values.withUnsafeBufferPointer { values in
        guard let first = values.baseAddress else { return }
        unsafe la_prefetch(first + range.lowerBound, 4 * range.count)
      }
    case .double(let values):
      unsafe values.withUnsafeBufferPointer { values in
        guard let first = values.baseAddress else { return }
        unsafe la_prefetch(first + range.lowerBound, 8 * range.count)
      }
    }
  }
}

extension Coordinates {
  /// Whether a number is infinite, missing or −0, and so has to be looked at.
  ///
  /// - Complexity: O(n·d), at the speed of memory; on all processors where there are many.
  var haveSpecialNumbers: Bool {
    let grain = 1 << 18
    let parts = Parallel.reduce(
      count: count, grain: grain, threads: count > grain ? Parallel.coreCount : 1, worker: false
    ) { found, range in
      found = found || haveSpecialNumbers(range)
    }
    return parts.contains(true)
  }

  private func haveSpecialNumbers(_ range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    switch self {
    case .float(let values):
      return unsafe values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return false }
        return unsafe la_has_special_float(base + range.lowerBound, range.count) != 0
      }
    case .double(let values):
      return unsafe values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return false }
        return unsafe la_has_special_double(base + range.lowerBound, range.count) != 0
      }
    }
  }
}
