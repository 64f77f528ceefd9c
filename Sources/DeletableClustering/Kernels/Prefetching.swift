// Asking the memory for records before they are read: rows lie far apart, and several can be on their way at once.

import CLinearAlgebra

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
