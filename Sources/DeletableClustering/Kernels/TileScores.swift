// The two best scores of each point of a tile, by a product of the BLAS.

import CLinearAlgebra

struct TileScores: Sendable {
  private var scores: [Float]
  private(set) var best: [Float]
  private(set) var second: [Float]
  private(set) var winner: [Int32]

  private static let width = LatticePoints.tileWidth

  init(centroidCount: Int) {
    scores = Array(repeating: 0, count: centroidCount * Self.width)
    best = Array(repeating: 0, count: Self.width)
    second = best
    winner = Array(repeating: 0, count: Self.width)
  }

  /// The least and the second least score of each lane of the open tile, and the index of the least; ties to the lower.
  ///
  /// - Parameters:
  ///   - minusTwice: −2c, k × d.
  ///   - norms: ‖c‖², k.
  /// - Complexity: O(64·k·d), one product; no allocation.
  mutating func compute(_ tile: inout TileReader, _ minusTwice: [Float], _ norms: [Float]) {
    precondition(scores.count == norms.count * Self.width)
    tile.make()
    let points = tile.points
    unsafe tile.withCoordinates { coordinates, _ in
      let coordinates = unsafe Span(_unsafeStart: coordinates, count: points.tileSize)
      var out = scores.mutableSpan
      MatrixProduct.multiply(
        minusTwice.span, coordinates, into: &out, m: norms.count, n: Self.width, k: points.dimension,
        stride: Self.width)
    }
    unsafe la_two_best(scores, norms, norms.count, &best, &second, &winner)
  }
}
