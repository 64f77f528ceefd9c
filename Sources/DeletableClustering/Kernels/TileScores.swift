// The two best scores of each point of a tile, by a product of the BLAS.

import CLinearAlgebra

struct TileScores: Sendable {
  private var scores: [Float]
  private(set) var best: [Float]
  private(set) var second: [Float]
  private(set) var winner: [Int32]

  private static let width = LatticePoints.tileWidth

  init(centroidCount: Int) {
    scores = Array(repeating: 0, count: (centroidCount - 1) * Self.width)
    best = Array(repeating: 0, count: Self.width)
    second = best
    winner = Array(repeating: 0, count: Self.width)
  }

  /// The least and the second least score of each lane of the open tile, and the index of the least; ties to the lower.
  ///
  /// - Parameter centroids: As rows, as many as there is room for.
  /// - Complexity: O(64·k·d), one product; no allocation.
  mutating func compute(_ tile: inout TileReader, _ centroids: ScoreOperand) {
    let others = centroids.norms.count
    precondition(scores.count == others * Self.width)
    if others > 0 { multiply(&tile, centroids) }
    unsafe la_two_best(scores, centroids.norms, others, &best, &second, &winner)
  }

  private mutating func multiply(_ tile: inout TileReader, _ centroids: ScoreOperand) {
    tile.make()
    let (others, points) = (centroids.norms.count, tile.points)
    unsafe tile.withCoordinates { coordinates, _ in
      let coordinates = unsafe Span(_unsafeStart: coordinates, count: points.tileSize)
      var out = scores.mutableSpan
      MatrixProduct.multiply(
        centroids.minusTwice.span, coordinates, into: &out, m: others, n: Self.width, k: points.dimension,
        stride: Self.width)
    }
  }
}
