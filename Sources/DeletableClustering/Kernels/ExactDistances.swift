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

  init(_ centroids: CentroidOperand) {
    count = centroids.count
    dimension = centroids.dimension
    minusTwice = centroids.minusTwiceColumns
    squaredNorms = centroids.squaredNorms
  }

  /// Room for the distances of a tile's points: k × 64.
  var room: [Double] { Array(repeating: 0, count: count * LatticePoints.tileWidth) }

  /// Computes the distances of the open tile's points.
  ///
  /// - Parameter distances: k × 64, in steps squared, overwritten; places past the last point mean nothing.
  /// - Complexity: O(64·k·d); no allocation.
  func compute(_ tile: inout TileReader, into distances: inout [Double]) {
    tile.make()
    computeMade(tile, &distances)
  }

  /// Apart, since closures copy a reader that may change.
  private func computeMade(_ tile: borrowing TileReader, _ distances: inout [Double]) {
    precondition(tile.points.dimension == dimension && distances.count == count * LatticePoints.tileWidth)
    unsafe distances.withUnsafeMutableBufferPointer { distances in
      unsafe tile.withCoordinates { coordinates, following in
        unsafe tile.withSquaredNorms { norms in
          unsafe tile.withOccupiedColumns { occupied in
            unsafe la_exact_distances(
              coordinates, following, dimension, occupied, minusTwice, squaredNorms, count, norms,
              distances.baseAddress)
          }
        }
      }
    }
  }
}
