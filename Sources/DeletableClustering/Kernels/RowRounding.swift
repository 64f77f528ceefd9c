// A record's coordinates on the lattice, from how they were given.

extension LatticeRounding {
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
