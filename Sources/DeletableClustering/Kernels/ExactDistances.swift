// Squared distances of a tile's points to a few centroids, exactly.
//
// ‖x‖² − 2x·c + ‖c‖² of whole numbers, in double precision; at most 2⁵³, so nothing rounds. Seeding lives
// on these.

import CLinearAlgebra

struct ExactDistances: Sendable {
  let count: Int
  private let dimension: Int
  /// −2c, d × k.
  private let minusTwice: [Double]
  private let squaredNorms: [Double]
  /// The distances of the tile that was computed last: k × 64, in steps squared; places past the last point mean
  /// nothing.
  private(set) var distances: [Double]

  private static let width = LatticePoints.tileWidth

  init(_ centroids: CentroidOperand) {
    count = centroids.count
    dimension = centroids.dimension
    minusTwice = centroids.minusTwiceColumns(Double.self)
    squaredNorms = centroids.squaredNorms
    distances = Array(repeating: 0, count: centroids.count * Self.width)
  }

  /// Computes the distances of the open tile's points.
  ///
  /// - Complexity: O(64·k·d); no allocation.
  mutating func compute(_ tile: inout TileReader) {
    precondition(tile.points.dimension == dimension)
    tile.make()
    unsafe tile.withCoordinates { coordinates, following in
      unsafe tile.withSquaredNorms { norms in
        unsafe la_exact_distances(
          coordinates, following, dimension, minusTwice, squaredNorms, count, norms, &distances)
      }
    }
  }
}
