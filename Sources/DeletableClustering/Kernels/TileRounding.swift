// Rounding records to a tile of lattice points.

import CLinearAlgebra

extension LatticeRounding {
  /// Fills one tile with records, and the squared norms of its points.
  ///
  /// - Parameters:
  ///   - tile: d × 64, overwritten; places past the last point are zero.
  ///   - norms: 64, likewise.
  ///   - points: At most 64.
  ///   - rows: The row of each point; nil where point i is row i.
  /// - Precondition: The rows are in the data; checked in release builds too.
  /// - Complexity: O(64·d).
  func fill(
    _ tile: inout MutableSpan<Float>, _ norms: inout MutableSpan<Double>, from data: Dataset,
    _ points: Range<Int>, _ rows: [Int32]?
  ) {
    let (dimension, width) = (data.dimension, LatticePoints.tileWidth)
    precondition(tile.count == dimension * width && norms.count == width && points.count <= width)
    if points.count < width {
      tile.update(repeating: 0)
      norms.update(repeating: 0)
    }
    switch data.coordinates {
    case .float(let values):
      let (values, first) = Self.consecutive(values, dimension, points, rows)
      unsafe values.withUnsafeBufferPointer { values in
        unsafe tile.withUnsafeMutableBufferPointer { tile in
          unsafe norms.withUnsafeMutableBufferPointer { norms in
            guard let values = values.baseAddress else { return }
            unsafe la_round_float_rows(
              values + first, dimension, points.count, scale, limit, tile.baseAddress, norms.baseAddress)
          }
        }
      }
    case .double(let values):
      let (values, first) = Self.consecutive(values, dimension, points, rows)
      unsafe values.withUnsafeBufferPointer { values in
        unsafe tile.withUnsafeMutableBufferPointer { tile in
          unsafe norms.withUnsafeMutableBufferPointer { norms in
            guard let values = values.baseAddress else { return }
            unsafe la_round_double_rows(
              values + first, dimension, points.count, scale, limit, tile.baseAddress, norms.baseAddress)
          }
        }
      }
    }
  }

  /// The points' rows one after another, and where they begin: where they are, or in a copy.
  private static func consecutive<Value>(
    _ values: [Value], _ dimension: Int, _ points: Range<Int>, _ rows: [Int32]?
  ) -> ([Value], Int) {
    guard let rows else {
      precondition(points.lowerBound >= 0 && points.upperBound * dimension <= values.count)
      return (values, points.lowerBound * dimension)
    }
    var copy: [Value] = []
    copy.reserveCapacity(points.count * dimension)
    for point in points {
      let row = Int(rows[point])
      copy += values[row * dimension..<(row + 1) * dimension]
    }
    return (copy, 0)
  }
}
