// How large the coordinates of a record are.

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
