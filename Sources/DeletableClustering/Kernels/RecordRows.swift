// The coordinates of the records behind points, for those that are looked at one by one.

import CLinearAlgebra

/// The coordinates of records that points were made of, one after another, and nothing else of them: a copy of all that
/// a data set has for each point would cost more than the point.
struct RecordRows: Sendable {
  private let coordinates: Coordinates
  private let dimension: Int
  /// The row of each point; empty where point i is row i.
  private let rows: [Int32]
  private let scale: Double

  init(_ records: PointRecords, _ rounding: LatticeRounding) {
    coordinates = records.data.coordinates
    dimension = records.data.dimension
    rows = records.rows ?? []
    scale = rounding.scale
  }

  /// No rows at all, for points that were made of something else.
  init() {
    (coordinates, dimension, rows, scale) = (.float([]), 0, [], 1)
  }

  var isEmpty: Bool { dimension == 0 }

  /// Where a point's coordinates begin.
  private func start(ofPoint point: Int) -> Int {
    let first = (rows.isEmpty ? point : Int(rows[point])) * dimension
    precondition(first >= 0 && first + dimension <= coordinates.count)
    return first
  }

  /// Writes a point's coordinates in steps, which are within the lattice's range.
  ///
  /// - Parameter steps: d numbers, overwritten.
  /// - Precondition: The point is there; checked in release builds too.
  /// - Complexity: O(d).
  func steps(ofPoint point: Int, into steps: inout MutableSpan<Double>) {
    let first = start(ofPoint: point)
    precondition(steps.count == dimension)
    unsafe steps.withUnsafeMutableBufferPointer { steps in
      switch coordinates {
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

  /// Asks the memory for a point's coordinates, which are soon read.
  func prefetch(point: Int) {
    let first = start(ofPoint: point)
    switch coordinates {
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
}
