// The coordinates of the records behind points: for those that are looked at one by one, and for tiles that are not
// kept.

import CLinearAlgebra

/// The coordinates of records that points were made of, one after another, and nothing else of them: a copy of all that
/// a data set has for each point would cost more than the point.
struct RecordRows: Sendable {
  private let coordinates: Coordinates
  let dimension: Int
  /// The row of each point; empty where point i is row i.
  private let rows: [Int32]
  let scale: Double

  init(_ records: PointRecords, _ rounding: LatticeRounding) {
    self.init(records.data.coordinates, dimension: records.data.dimension, rows: records.rows, rounding)
  }

  init(_ coordinates: Coordinates, dimension: Int, rows: [Int32]?, _ rounding: LatticeRounding) {
    self.coordinates = coordinates
    self.dimension = dimension
    self.rows = rows ?? []
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

  /// Writes the coordinates of some points in steps, which are within the lattice's range: m × d.
  ///
  /// - Precondition: The points are there, and there is room for all; checked in release builds too.
  /// - Complexity: O(d) a point; one is asked for while the one before it is written, as they lie far apart.
  func steps(ofPoints points: [Int], into steps: inout MutableSpan<Double>) {
    precondition(steps.count == points.count * dimension)
    unsafe steps.withUnsafeMutableBufferPointer { steps in
      guard let steps = steps.baseAddress else { return }
      switch coordinates {
      case .float(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress else { return }
          for place in points.indices {
            if place + 1 < points.count { prefetch(point: points[place + 1]) }
            unsafe la_round_float_row(
              values + start(ofPoint: points[place]), dimension, scale, steps + place * dimension)
          }
        }
      case .double(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress else { return }
          for place in points.indices {
            if place + 1 < points.count { prefetch(point: points[place + 1]) }
            unsafe la_round_double_row(
              values + start(ofPoint: points[place]), dimension, scale, steps + place * dimension)
          }
        }
      }
    }
  }

  /// The coordinates of some points in steps, which are within the lattice's range, one after another.
  ///
  /// - Precondition: The points are there; checked in release builds too.
  /// - Complexity: O(d) a point.
  func steps(ofPoints points: [Int]) -> [Int32] {
    // Reserved and filled, as to make an array that is not written yet asks for its type each time.
    var steps: [Int32] = []
    steps.reserveCapacity(points.count * dimension)
    steps.append(contentsOf: repeatElement(0, count: points.count * dimension))
    unsafe steps.withUnsafeMutableBufferPointer { steps in
      guard let steps = steps.baseAddress else { return }
      switch coordinates {
      case .float(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress else { return }
          for (place, point) in points.enumerated() {
            unsafe la_steps_of_floats(
              values + start(ofPoint: point), dimension, scale, steps + place * dimension)
          }
        }
      case .double(let values):
        unsafe values.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress else { return }
          for (place, point) in points.enumerated() {
            unsafe la_steps_of_doubles(
              values + start(ofPoint: point), dimension, scale, steps + place * dimension)
          }
        }
      }
    }
    return steps
  }

  /// Powers of two beyond this are no numbers of single precision, or near its ends.
  private static let exponentLimit = 100

  /// Whether they are in single precision and kernels of it may round them: powers of two that are no numbers of single
  /// precision, or near its ends, are left to others.
  var fitSinglePrecision: Bool {
    guard case .float = coordinates else { return false }
    return !isEmpty && abs(Int(scale.exponent)) <= Self.exponentLimit
  }

  /// Writes where the coordinates of some points begin.
  ///
  /// - Precondition: The points are there; checked in release builds too.
  func findStarts(ofPoints points: [Int], _ starts: inout [Int64]) {
    var starts = starts.mutableSpan
    for place in points.indices { starts[place] = Int64(start(ofPoint: points[place])) }
  }

  /// Gives the body all coordinates as they were given.
  ///
  /// - Precondition: They are in single precision; checked in release builds too.
  func withFloats<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
    guard case .float(let values) = coordinates else { preconditionFailure("These are in double precision.") }
    return unsafe values.withUnsafeBufferPointer { values in
      guard let first = values.baseAddress else { preconditionFailure("There are no rows.") }
      return unsafe body(first)
    }
  }

  /// Asks the memory for a point's coordinates, which are soon read.
  private func prefetch(point: Int) {
    let first = start(ofPoint: point)
    coordinates.prefetch(first..<first + dimension)
  }
}

/// Points that are the rows in order, in single precision: these can be read in the points' place, and tiles be made of
/// them.
extension RecordRows {
  /// Whether a data set is such. Powers of two that are no numbers of single precision, or near its ends, are left to
  /// tiles that are kept.
  static func canReplacePoints(_ data: Dataset, _ unit: LatticeUnit) -> Bool {
    guard case .float = data.coordinates else { return false }
    return abs(unit.exponent) <= exponentLimit
  }

  /// All rows, one after another.
  ///
  /// - Precondition: They are such; checked in release builds too.
  var floats: [Float] {
    guard case .float(let values) = coordinates, rows.isEmpty else {
      preconditionFailure("These are no rows in order in single precision.")
    }
    return values
  }

  /// Gives the body the rows of some points, and what a coordinate is to be multiplied by and rounded to be one of the
  /// lattice.
  ///
  /// - Precondition: The points are there; checked in release builds too.
  @inline(__always)
  private func withRows<Result>(
    _ points: Range<Int>, _ body: (_ rows: UnsafePointer<Float>, _ scale: Double) -> Result
  ) -> Result {
    let values = floats
    precondition(points.lowerBound >= 0 && points.upperBound * dimension <= values.count)
    return unsafe values.withUnsafeBufferPointer { values in
      guard let first = values.baseAddress else { preconditionFailure("There are no rows.") }
      return unsafe body(first + points.lowerBound * dimension, scale)
    }
  }

  /// Makes a tile, d × 64; lanes past the last point are zero.
  ///
  /// - Complexity: O(64·d).
  func fillTile(_ tile: inout MutableSpan<Float>, _ points: Range<Int>) {
    precondition(points.count <= LatticePoints.tileWidth && tile.count == dimension * LatticePoints.tileWidth)
    unsafe withRows(points) { rows, scale in
      unsafe tile.withUnsafeMutableBufferPointer { tile in
        unsafe la_fill_tile(rows, dimension, points.count, Float(scale), tile.baseAddress)
      }
    }
  }

  /// The same of some points in any order.
  func fillTile(_ tile: inout MutableSpan<Float>, _ places: ArraySlice<Int>) {
    precondition(places.count <= LatticePoints.tileWidth && tile.count == dimension * LatticePoints.tileWidth)
    let gathered = gather(places)
    unsafe tile.withUnsafeMutableBufferPointer { tile in
      unsafe la_fill_tile(gathered, dimension, places.count, Float(scale), tile.baseAddress)
    }
  }

  /// The rows of some points, one after another. Through a span, as a slice is an owner of all rows, and several threads
  /// would count such owners at the same place, row for row.
  private func gather(_ places: ArraySlice<Int>) -> [Float] {
    let values = floats
    let all = values.span
    var gathered: [Float] = []
    gathered.reserveCapacity(places.count * dimension)
    for place in places {
      for column in place * dimension..<(place + 1) * dimension { gathered.append(all[column]) }
    }
    return gathered
  }

  /// Writes some points in a byte a coordinate, to a tile.
  ///
  /// - Parameter shape: What the bytes stand for.
  /// - Returns: The most that the squared distance of a point to what became of it is, in steps squared, roughly.
  /// - Complexity: O(64·d).
  func compact(_ points: Range<Int>, _ shape: CompactShape, into tile: inout MutableSpan<UInt8>) -> Float {
    let width = LatticePoints.tileWidth
    precondition(points.count <= width && shape.dimension == dimension && tile.count == shape.tileSize)
    return unsafe withRows(points) { rows, scale in
      unsafe tile.withUnsafeMutableBufferPointer { tile in
        unsafe la_compact_rows(
          rows, dimension, points.count, Float(scale), Float(shape.low), Float(shape.step), tile.baseAddress)
      }
    }
  }

  /// Makes some columns of a tile, one after another, 64 numbers each.
  ///
  /// - Precondition: The columns are among the d; checked in release builds too.
  /// - Complexity: O(64) a column.
  func fillColumns(_ columns: [Int64], _ tile: inout [Float], _ points: Range<Int>) {
    precondition(points.count <= LatticePoints.tileWidth)
    precondition(tile.count == columns.count * LatticePoints.tileWidth)
    precondition(columns.allSatisfy { $0 >= 0 && $0 < dimension })
    unsafe withRows(points) { rows, scale in
      unsafe la_fill_columns(rows, dimension, points.count, scale, columns, columns.count, &tile)
    }
  }

  /// Writes the squared norm of each of some points.
  ///
  /// - Complexity: O(d) a point.
  func measure(_ points: Range<Int>, norms: inout MutableSpan<Double>) {
    precondition(norms.count >= points.count)
    unsafe withRows(points) { rows, scale in
      unsafe norms.withUnsafeMutableBufferPointer { norms in
        unsafe la_measure_rows(rows, dimension, points.count, scale, nil, norms.baseAddress)
      }
    }
  }

  /// Writes the squared distance of each of some points to another, of d whole numbers.
  ///
  /// - Complexity: O(d) a point.
  func measure(_ points: Range<Int>, distances: inout MutableSpan<Double>, to other: [Double]) {
    precondition(distances.count >= points.count && other.count == dimension)
    unsafe withRows(points) { rows, scale in
      unsafe distances.withUnsafeMutableBufferPointer { distances in
        unsafe la_measure_rows(rows, dimension, points.count, scale, other, distances.baseAddress)
      }
    }
  }
}
