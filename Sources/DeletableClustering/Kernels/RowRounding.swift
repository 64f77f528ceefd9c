// A record's coordinates on the lattice, from how they were given.

import CLinearAlgebra

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
          guard let values = values.baseAddress else { return }
          unsafe la_round_float_row(values + first, dimension, scale, steps.baseAddress)
        }
      case .double(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress else { return }
          unsafe la_round_double_row(values + first, dimension, scale, steps.baseAddress)
        }
      }
    }
  }

  /// Asks the memory for a record's coordinates, which are soon read.
  static func prefetch(row: Int, of data: Dataset) {
    let (dimension, first) = (data.dimension, row * data.dimension)
    precondition(first >= 0 && first + dimension <= data.coordinates.count)
    switch data.coordinates {
    case .float(let values):
      unsafe values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        unsafe la_prefetch(values + first, 4 * dimension)
      }
    case .double(let values):
      unsafe values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        unsafe la_prefetch(values + first, 8 * dimension)
      }
    }
  }

  /// Writes the steps of some records' coordinates, row after row, held at the ends of the lattice's range.
  ///
  /// - Parameter steps: As many rows of d numbers, overwritten.
  /// - Precondition: The rows are in the data; checked in release builds too.
  /// - Complexity: O(d) a row.
  func heldSteps(ofRows rows: ArraySlice<Int>, in data: Dataset, into steps: inout MutableSpan<Double>) {
    let dimension = data.dimension
    precondition(steps.count == rows.count * dimension && rows.allSatisfy { 0..<data.count ~= $0 })
    unsafe steps.withUnsafeMutableBufferPointer { steps in
      switch data.coordinates {
      case .float(let values): unsafe heldSteps(rows, values, dimension, into: steps) { Double($0) }
      case .double(let values): unsafe heldSteps(rows, values, dimension, into: steps) { $0 }
      }
    }
  }

  @inline(__always)
  private func heldSteps<Value>(
    _ rows: ArraySlice<Int>, _ values: [Value], _ dimension: Int,
    into steps: UnsafeMutableBufferPointer<Double>, _ widen: (Value) -> Double
  ) {
    unsafe values.withUnsafeBufferPointer { values in
      var place = 0
      for row in rows {
        for position in row * dimension..<(row + 1) * dimension {
          unsafe steps[place] = self.steps(widen(values[position]))
          place += 1
        }
      }
    }
  }
}
