// One tile after another, as the kernels read them.
//
// Kept tiles are read where they are. Others are the records behind them: what is done with one goes row by row, or
// makes a tile of the rows that stays in the cache meanwhile. While the rows come from memory, that takes little more
// time than to read a kept tile, and no memory.

import CLinearAlgebra

/// The tiles of some points, one of which is open.
///
/// Each thread has one, beside the worker that reads it and not in it: what is passed on beside other parts of a worker
/// would be copied for each tile. What reads it in every round is inlined for the same reason.
struct TileReader: Sendable {
  let points: LatticePoints
  /// The rows that can be read in the points' place, if there are any; and what makes lattice points of them.
  private let rows: [Float]
  private let scale: Double
  private(set) var tile = -1
  /// The open tile, where it was made: d × 64.
  private var made: [Float] = []
  private var isMade = false

  private static let width = LatticePoints.tileWidth

  init(_ points: LatticePoints) {
    self.points = points
    (rows, scale) = points.records.isEmpty ? ([], 1) : (points.records.floats, points.records.scale)
  }

  /// Whether there are rows that can be read in the points' place.
  var hasRows: Bool { !rows.isEmpty }

  /// The points of the open tile.
  var range: Range<Int> { points.points(ofTile: tile) }

  /// Opens a tile.
  ///
  /// - Precondition: There is one of that number; checked in release builds too.
  mutating func open(_ tile: Int) {
    precondition(tile >= 0 && tile < points.tileCount)
    self.tile = tile
    isMade = false
  }

  /// Makes the open tile, where tiles are not kept.
  ///
  /// - Complexity: O(64·d).
  mutating func make() {
    if points.keepsTiles || isMade { return }
    // Taken out meanwhile, as the records are read beside it.
    var made: [Float] = []
    swap(&made, &self.made)
    if made.isEmpty { made = Array(repeating: 0, count: points.tileSize) }
    var span = made.mutableSpan
    points.records.fillTile(&span, range)
    swap(&made, &self.made)
    isMade = true
  }

  /// Gives the body the open tile, d × 64, and the place of what is likely read next, which may be nothing.
  ///
  /// - Precondition: It is kept or made; checked in release builds too.
  @inline(__always)
  func withCoordinates<Result>(
    _ body: (_ tile: UnsafePointer<Float>, _ following: UnsafePointer<Float>) -> Result
  ) -> Result {
    precondition(tile >= 0 && (points.keepsTiles || isMade), "There is no tile to read.")
    guard points.keepsTiles else {
      return unsafe withRows { _, following, _ in
        unsafe made.withUnsafeBufferPointer { made in
          guard let tile = made.baseAddress else { preconditionFailure("A tile has a coordinate.") }
          return unsafe body(tile, following)
        }
      }
    }
    return unsafe points.tiles.withUnsafeBufferPointer { tiles in
      guard let first = tiles.baseAddress else { preconditionFailure("A tile has a coordinate.") }
      let tile = unsafe first + tile * points.tileSize
      return unsafe body(tile, tile + points.tileSize)
    }
  }

  /// Gives the body the rows of the open tile's points, the place of the next ones, which may be nothing, and what
  /// a coordinate is to be multiplied by and rounded to be one of the lattice.
  ///
  /// - Precondition: There are rows; checked in release builds too.
  @inline(__always)
  func withRows<Result>(
    _ body: (_ rows: UnsafePointer<Float>, _ following: UnsafePointer<Float>, _ scale: Double) -> Result
  ) -> Result {
    let range = range
    precondition(range.lowerBound >= 0 && range.upperBound * points.dimension <= rows.count)
    return unsafe rows.withUnsafeBufferPointer { rows in
      guard let first = rows.baseAddress else { preconditionFailure("There are no rows.") }
      let start = unsafe first + range.lowerBound * points.dimension
      return unsafe body(start, start + points.tileSize, scale)
    }
  }

  /// Gives the body the squared norms of the open tile's points, 64 of them.
  @inline(__always)
  func withSquaredNorms<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result {
    precondition(tile >= 0, "No tile is open.")
    return unsafe points.squaredNorms.withUnsafeBufferPointer { norms in
      guard let first = norms.baseAddress else { preconditionFailure("A tile has a point.") }
      return unsafe body(first + tile * Self.width)
    }
  }

  /// Gives the body which columns of the open tile are occupied, ⌈d/64⌉ words for each half; nil where all are.
  @inline(__always)
  func withOccupiedColumns<Result>(_ body: (UnsafePointer<UInt64>?) -> Result) -> Result {
    precondition(tile >= 0, "No tile is open.")
    guard let range = points.occupied.range(ofTile: tile) else { return body(nil) }
    return unsafe points.occupied.sets.withUnsafeBufferPointer { sets in
      unsafe body(sets.baseAddress.map { unsafe $0 + range.lowerBound })
    }
  }

  /// Gives the body the weights of the open tile's points, 64 of them; nil where all are 1.
  @inline(__always)
  func withWeights<Result>(_ body: (UnsafePointer<Double>?) -> Result) -> Result {
    guard let weights = points.weights else { return body(nil) }
    return unsafe weights.withUnsafeBufferPointer { weights in
      unsafe body(weights.baseAddress.map { unsafe $0 + tile * Self.width })
    }
  }
}
