// Squared distances of a tile's points to a few centroids, exactly.
//
// ‖x‖² − 2x·c + ‖c‖² of whole numbers, by one product in double precision; at most 2⁵³, so nothing
// rounds. Seeding lives on these.

import CLinearAlgebra

struct ExactDistances: Sendable {
  private let centroids: CentroidOperand
  /// The tile in double precision, d × 64.
  private var tile: [Double]

  private static let width = LatticePoints.tileWidth

  init(_ centroids: CentroidOperand) {
    self.centroids = centroids
    tile = Array(repeating: 0, count: centroids.dimension * Self.width)
  }

  /// Computes the distances of a tile's points.
  ///
  /// - Parameter distances: k × 64, overwritten, in steps squared; places past the last point mean nothing.
  /// - Complexity: O(64·k·d); no allocation.
  mutating func compute(
    _ points: LatticePoints, tile index: Int, into distances: inout MutableSpan<Double>
  ) {
    precondition(index >= 0 && index < points.tileCount)
    precondition(distances.count == centroids.count * Self.width)
    widen(points.tiles, from: index * points.tileSize)
    MatrixProduct.multiply(
      centroids.minusTwiceDouble.span, tile.span, into: &distances,
      m: centroids.count, n: Self.width, k: centroids.dimension, stride: Self.width)
    addNorms(points.squaredNorms, from: index * Self.width, to: &distances)
  }

  private mutating func widen(_ tiles: [Float], from start: Int) {
    precondition(start + tile.count <= tiles.count)
    unsafe tiles.withUnsafeBufferPointer { tiles in
      unsafe tile.withUnsafeMutableBufferPointer { tile in
        guard let tiles = tiles.baseAddress else { return }
        unsafe la_widen(tiles + start, tile.baseAddress, tile.count)
      }
    }
  }

  private func addNorms(_ norms: [Double], from start: Int, to distances: inout MutableSpan<Double>) {
    precondition(start + Self.width <= norms.count)
    unsafe norms.withUnsafeBufferPointer { norms in
      unsafe distances.withUnsafeMutableBufferPointer { distances in
        for centroid in 0..<centroids.count {
          let norm = centroids.squaredNorms[centroid]
          for lane in 0..<Self.width {
            unsafe distances[centroid * Self.width + lane] += norm + norms[start + lane]
          }
        }
      }
    }
  }
}
