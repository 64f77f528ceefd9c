// The records as points of the lattice, laid out for the kernels.
//
// Points lie in tiles of 64. A tile is d × 64 with the coordinate as the row: one small product
// scores all its points against all centroids, and one coordinate of 64 points is one run of
// memory. Both the points and their norms are derived from the records: a cache that can be rebuilt.

struct LatticePoints: Sendable {
  /// Points in a tile.
  static let tileWidth = 64

  let dimension: Int
  private(set) var count: Int
  /// The tiles, d × 64 whole numbers each; places past the last point are zero.
  private(set) var tiles: [Float]
  /// ‖x‖² of each point, in steps squared; whole tiles, zero past the last point.
  private(set) var squaredNorms: [Double]

  var tileCount: Int { (count + Self.tileWidth - 1) / Self.tileWidth }

  /// The number of floats in a tile.
  var tileSize: Int { dimension * Self.tileWidth }

  /// The points of a tile that are there.
  func points(ofTile tile: Int) -> Range<Int> {
    let first = tile * Self.tileWidth
    return first..<min(count, first + Self.tileWidth)
  }

  /// Where a point's first coordinate is; the next one is 64 places on.
  func position(ofPoint point: Int) -> Int {
    point / Self.tileWidth * tileSize + point % Self.tileWidth
  }

  /// Writes a point's coordinates, d of them.
  func copy(point: Int, into row: inout MutableSpan<Double>) {
    var position = position(ofPoint: point)
    for column in 0..<dimension {
      row[column] = Double(tiles[position])
      position += Self.tileWidth
    }
  }

  /// A point's coordinates, d of them.
  func coordinates(ofPoint point: Int) -> [Float] {
    let first = position(ofPoint: point)
    return (0..<dimension).map { tiles[first + $0 * Self.tileWidth] }
  }

  /// Puts the last point in the place of the given one and drops the last.
  ///
  /// - Complexity: O(d).
  mutating func removeSwapping(point: Int) {
    let last = count - 1
    let source = position(ofPoint: last)
    let target = position(ofPoint: point)
    for row in stride(from: 0, to: tileSize, by: Self.tileWidth) {
      tiles[target + row] = tiles[source + row]
      tiles[source + row] = 0
    }
    squaredNorms[point] = squaredNorms[last]
    squaredNorms[last] = 0
    count = last
    if last % Self.tileWidth == 0 {
      tiles.removeLast(tileSize)
      squaredNorms.removeLast(Self.tileWidth)
    }
  }
}

extension LatticePoints {
  /// Rounds the records to the lattice; coordinates beyond its range are held at its ends.
  ///
  /// - Complexity: O(n·d).
  init(_ data: Dataset, unit: LatticeUnit, threads: Int) {
    dimension = data.dimension
    count = data.count
    let tileCount = (data.count + Self.tileWidth - 1) / Self.tileWidth
    let size = data.dimension * Self.tileWidth
    var tiles = [Float](repeating: 0, count: tileCount * size)
    var norms = [Double](repeating: 0, count: tileCount * Self.tileWidth)
    let rounding = LatticeRounding(unit, dimension: data.dimension)
    tiles.withDisjointWindow { tileWindow in
      norms.withDisjointWindow { normWindow in
        Parallel.forEach(count: tileCount, grain: 16, threads: threads) { range in
          for tile in range {
            let rows = tile * Self.tileWidth..<min(data.count, (tile + 1) * Self.tileWidth)
            tileWindow.update(tile * size..<(tile + 1) * size) { points in
              normWindow.update(tile * Self.tileWidth..<(tile + 1) * Self.tileWidth) { norms in
                switch data.coordinates {
                case .float(let values):
                  Self.fill(&points, &norms, values.span, rows, rounding) { Double($0) }
                case .double(let values):
                  Self.fill(&points, &norms, values.span, rows, rounding) { $0 }
                }
              }
            }
          }
        }
      }
    }
    self.tiles = tiles
    self.squaredNorms = norms
  }

  /// Fills one tile from the rows of a matrix.
  @inline(__always)
  private static func fill<Value>(
    _ tile: inout MutableSpan<Float>, _ norms: inout MutableSpan<Double>,
    _ values: Span<Value>, _ rows: Range<Int>, _ rounding: LatticeRounding,
    _ widen: (Value) -> Double
  ) {
    let dimension = tile.count / tileWidth
    for (lane, row) in rows.enumerated() {
      var norm = 0.0
      for column in 0..<dimension {
        let steps = rounding.steps(widen(values[row * dimension + column]))
        tile[column * tileWidth + lane] = Float(steps)
        norm += steps * steps
      }
      norms[lane] = norm
    }
  }
}
