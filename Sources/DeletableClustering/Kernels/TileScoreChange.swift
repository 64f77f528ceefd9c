// How the scores of a tile's points change with a few coordinates of a few centroids.

struct TileScoreChange: Sendable {
  private let change: ScoreChange
  /// The change of each moved cluster's score: moves × 64.
  private var changes: [Double]

  private static let width = LatticePoints.tileWidth

  init(_ change: ScoreChange) {
    self.change = change
    changes = Array(repeating: 0, count: change.moves.count * Self.width)
  }

  /// Computes the changes for a tile: ‖c′‖² − ‖c‖² − 2x·(c′ − c), exact.
  ///
  /// - Complexity: O(64·m) for m coordinates that moved; no allocation.
  mutating func compute(_ points: LatticePoints, tile: Int) {
    precondition(tile >= 0 && tile < points.tileCount)
    unsafe points.tiles.withUnsafeBufferPointer { tiles in
      unsafe changes.withUnsafeMutableBufferPointer { changes in
        for (index, move) in change.moves.enumerated() {
          let out = index * Self.width
          for lane in 0..<Self.width { unsafe changes[out + lane] = move.normChange }
          for term in move.terms {
            let row = tile * points.tileSize + term.column * Self.width
            for lane in 0..<Self.width {
              unsafe changes[out + lane] -= term.twiceChange * Double(tiles[row + lane])
            }
          }
        }
      }
    }
  }

  /// A lower bound on a point's gap after the move.
  ///
  /// - Parameters:
  ///   - gap: A lower bound before it.
  ///   - label: The point's cluster.
  ///   - lane: The point's place in the tile.
  func newGap(_ gap: Float, label: Int, lane: Int) -> Double {
    guard gap < .infinity else { return .infinity }
    let own = change.moveOfCluster[label]
    var ownChange = 0.0
    var othersChange = 0.0
    for move in change.moves.indices {
      let score = changes[move * Self.width + lane]
      if move == own { ownChange = score } else { othersChange = min(othersChange, score) }
    }
    let old = Double(gap)
    // More than the two additions can round.
    let slack = (old + abs(ownChange) - othersChange) * 0x1p-51
    return old - ownChange + othersChange - slack
  }
}
