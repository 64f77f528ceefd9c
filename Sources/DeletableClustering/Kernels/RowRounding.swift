// A record's coordinates on the lattice, from how they were given.

extension LatticeRounding {
  /// Writes the steps of a record's coordinates, which must be within the lattice's range.
  ///
  /// - Parameter steps: d numbers, overwritten.
  /// - Precondition: The row is in the data; checked in release builds too.
  /// - Complexity: O(d).
  func steps(ofRow row: Int, in data: Dataset, into steps: inout MutableSpan<Double>) {
    let dimension = data.dimension
    let first = row * dimension
    precondition(first >= 0 && first + dimension <= data.coordinates.count && steps.count == dimension)
    unsafe steps.withUnsafeMutableBufferPointer { steps in
      switch data.coordinates {
      case .float(let values):
        unsafe values.withUnsafeBufferPointer { values in
          for column in 0..<dimension {
            unsafe steps[column] = self.stepsInRange(Double(values[first + column]))
          }
        }
      case .double(let values):
        unsafe values.withUnsafeBufferPointer { values in
          for column in 0..<dimension { unsafe steps[column] = self.stepsInRange(values[first + column]) }
        }
      }
    }
  }
}
