// Data sets with other coordinates for the same records.

extension Dataset {
  /// One coordinate.
  @inline(__always)
  func value(row: Int, column: Int) -> Double {
    coordinates[row * dimension + column]
  }

  /// Records with each coordinate replaced by a function of it and its column.
  ///
  /// - Complexity: O(n·d).
  @inline(__always)
  func mappingFeatures(threads: Int, _ map: @Sendable (Double, Int) -> Double) -> Dataset {
    mappingRows(to: dimension, threads: threads) { input, output in
      for column in 0..<input.count { output[column] = map(input[column], column) }
    }
  }

  /// Records with other coordinates, each row's a function of the row's.
  ///
  /// - Complexity: n calls of the function, on several threads.
  @inline(__always)
  func mappingRows(
    to outputDimension: Int, threads: Int,
    _ map: @Sendable (Span<Double>, inout MutableSpan<Double>) -> Void
  ) -> Dataset {
    var values = Array(repeating: 0.0, count: count * outputDimension)
    values.withDisjointWindow { window in
      Parallel.forEach(count: count, grain: 256, threads: threads) { rows in
        var input = Array(repeating: 0.0, count: dimension)
        for row in rows {
          copy(row: row, into: &input)
          window.update(row * outputDimension..<(row + 1) * outputDimension) { map(input.span, &$0) }
        }
      }
    }
    return replacingCoordinates(by: .double(values), dimension: outputDimension)
  }

  private func copy(row: Int, into values: inout [Double]) {
    let first = row * dimension
    switch coordinates {
    case .float(let all): for column in values.indices { values[column] = Double(all[first + column]) }
    case .double(let all): for column in values.indices { values[column] = all[first + column] }
    }
  }

  /// Some rows, in the given order.
  ///
  /// - Complexity: O(rows · d).
  package func selecting(rows: [Int]) -> Dataset {
    let places = rows.flatMap { row in row * dimension..<(row + 1) * dimension }
    let values: Coordinates =
      switch coordinates {
      case .float(let all): .float(places.map { all[$0] })
      case .double(let all): .double(places.map { all[$0] })
      }
    do {
      return try Dataset(
        ids: RecordIDs(rows.map { ids[$0] }), coordinates: values, dimension: dimension,
        weights: weights.map { weights in rows.map { weights[$0] } }, featureNames: featureNames)
    } catch {
      preconditionFailure("Rows of a sound data set are sound: \(error)")
    }
  }
}
