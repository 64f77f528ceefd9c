// Points in a byte a coordinate, for a filter that reads them again and again.
//
// A byte b stands for low + b·step, which is all that there is to the numbers of a picture. How far the points of a tile
// are at most from what the bytes say is known, so that a filter can tell what it proves. A tile is made when it is first
// read: its rows are then in the cache for the sums of that round.

import CLinearAlgebra

/// A cache of the rounds of one run: it is given back with them.
struct CompactPoints: Sendable {
  private let shape: CompactShape
  /// As ``la_compact_rows`` has them, tile after tile.
  private var bytes: [UInt8]
  /// Of each tile; below 0 where it was not made yet.
  private var displacements: [Float]

  /// Room for points whose rows can be read in their place; nil where there are no such, or they gain nothing.
  ///
  /// - Complexity: O(m·d) for a sample of m points.
  init?(_ points: LatticePoints, clusters: Int) {
    guard !points.keepsTiles, points.count > 0, CompactShape.columns.contains(points.dimension),
      clusters <= la_product_limit(), let shape = CompactShape(of: points)
    else { return nil }
    self.init(points, shape)
  }

  init(_ points: LatticePoints, _ shape: CompactShape) {
    self.shape = shape
    bytes = Array(unwritten: points.tileCount * shape.tileSize)
    displacements = Array(repeating: -1, count: points.tileCount)
  }

  /// Gives the body a window on the tiles, through which threads make and read different ones at once; nil where there
  /// are none.
  static func withTiles<Result>(_ points: inout CompactPoints?, _ body: (CompactTiles?) -> Result) -> Result {
    guard var own = points.take() else { return body(nil) }
    defer { points = own }
    let shape = own.shape
    return own.bytes.withDisjointWindow { bytes in
      own.displacements.withDisjointWindow { displacements in
        body(CompactTiles(shape: shape, bytes: bytes, displacements: displacements))
      }
    }
  }
}

/// What all tiles have in common.
struct CompactShape: Sendable {
  /// Bounds on errors hold for no more columns; to make tiles of fewer takes about as long as they spare.
  static let columns = 64...1 << 20
  /// Points that tell what bytes should stand for, and how many of their coordinates do at most.
  private static let sampleSize = 256
  private static let mostNumbers = 1 << 20

  let dimension: Int
  /// What bytes stand for: whole numbers of steps of the lattice.
  let low: Double
  let step: Double

  /// What bytes stand for so that a few points lie close to it: multiples of what divides all coordinates, or their range
  /// in 255 parts. Coordinates beyond are held at the ends. Nil where neither will do.
  init?(of points: LatticePoints) {
    let size = min(points.count, Self.sampleSize, max(1, Self.mostNumbers / points.dimension))
    let steps = points.steps(ofPoints: (0..<size).map { points.count / size * $0 })
    guard let low = steps.min().map({ Int($0) }), let high = steps.max().map({ Int($0) }) else { return nil }
    let divisor = steps.reduce(0) { Self.greatestCommonDivisor($0, Int($1) - low) }
    for step in [divisor, (high - low + 254) / 255] where step > 0 && high - low <= 255 * step {
      guard steps.allSatisfy({ Self.isNear(Int($0) - low, step) }) else { continue }
      self.init(dimension: points.dimension, low: low, step: step)
      return
    }
    return nil
  }

  /// - Precondition: There are as many columns as bounds on errors hold for, low is within the lattice's range, and step
  ///   no longer than that; checked in release builds too.
  init(dimension: Int, low: Int, step: Int) {
    let limit = LatticePrecision(dimension: dimension).limit
    precondition(Self.columns.contains(dimension))
    precondition(abs(low) <= limit && step > 0 && step <= 2 * limit)
    (self.dimension, self.low, self.step) = (dimension, Double(low), Double(step))
  }

  /// Whether a whole number is close to a multiple of another.
  private static func isNear(_ number: Int, _ step: Int) -> Bool {
    let rest = number % step
    return min(rest, step - rest) * 8 <= step
  }

  private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }

  var tileSize: Int { (dimension + 1) / 2 * 2 * LatticePoints.tileWidth }
}

/// A window on compact points.
struct CompactTiles: Sendable {
  let shape: CompactShape
  fileprivate let bytes: DisjointWindow<UInt8>
  fileprivate let displacements: DisjointWindow<Float>

  /// Whether a round should read them: not where it reads all rows too, as that takes the memory all the time that is
  /// gained; but where tiles are still to be made of the rows.
  ///
  /// - Parameter besideRows: Whether it reads all rows.
  func isWorthReading(besideRows: Bool) -> Bool {
    !besideRows || displacements.update(0..<1) { $0[0] < 0 }
  }

  /// Gives the body the open tile and how far a point of it is at most from what its bytes stand for, in steps of the
  /// lattice; it is made first where it was not.
  ///
  /// - Precondition: There is such a tile; checked in release builds too.
  @inline(__always)
  func withTile<Result>(
    _ tile: borrowing TileReader, _ body: (_ bytes: UnsafePointer<UInt8>, _ displacement: Double) -> Result
  ) -> Result {
    let (number, size) = (tile.tile, shape.tileSize)
    return displacements.update(number..<number + 1) { displacement in
      bytes.update(number * size..<(number + 1) * size) { bytes in
        if displacement[0] < 0 {
          displacement[0] = distance(tile.points.records.compact(tile.range, shape, into: &bytes))
        }
        return unsafe bytes.withUnsafeMutableBufferPointer { bytes in
          guard let first = bytes.baseAddress else { preconditionFailure("A tile has a coordinate.") }
          return unsafe body(first, Double(displacement[0]))
        }
      }
    }
  }

  /// An upper bound on a distance from its square, a sum of d squares in single precision.
  private func distance(_ square: Float) -> Float {
    // Each of the additions and products rounds by at most 2⁻²⁴ of what it gives.
    let slack = 1 + Double(shape.dimension + 8) * 0x1p-23
    return Float((Double(square) * slack).squareRoot()).nextUp
  }
}
