// How the gaps of points change, tile by tile, with a few coordinates of a few centroids.
//
// A point's gap shrinks by what its own score rose and by what the others' fell most. The changes of
// scores are exact; what the sums of a gap and two changes may round is taken off.

import CLinearAlgebra

struct TileScoreChange: Sendable {
  private let moves: [la_move]
  private let terms: [la_term]

  init(_ change: ScoreChange) {
    var moves: [la_move] = []
    var terms: [la_term] = []
    for move in change.moves {
      moves.append(
        la_move(
          norm_change: move.normChange, cluster: Int32(move.cluster), first_term: Int32(terms.count),
          term_count: Int32(move.terms.count)))
      for term in move.terms {
        terms.append(la_term(twice_change: term.twiceChange, column: Int64(term.column)))
      }
    }
    self.moves = moves
    self.terms = terms
  }

  /// Lowers the gaps of some tiles' points to what they are at least after the move.
  ///
  /// - Parameters:
  ///   - known: Lower bounds before the move; afterwards lower bounds again where they are positive.
  ///   - range: The points of the tiles.
  ///   - open: A word for each tile, overwritten: a bit for each point whose label is no longer proved.
  /// - Complexity: O(64·m) a tile for m coordinates that moved; no allocation.
  func lower(
    _ known: PackedAssignment, _ range: Range<Int>, _ points: LatticePoints, tiles: Range<Int>,
    open: inout [UInt64]
  ) {
    precondition(tiles.lowerBound >= 0 && tiles.upperBound <= points.tileCount && tiles.count <= open.count)
    precondition(range.count <= tiles.count * LatticePoints.tileWidth)
    precondition(terms.allSatisfy { $0.column < points.dimension })
    let width = known.labelWidth
    unsafe points.tiles.withUnsafeBufferPointer { all in
      known.gaps.update(range) { gaps in
        known.labels.update(range.lowerBound * width..<range.upperBound * width) { labels in
          unsafe gaps.withUnsafeMutableBufferPointer { gaps in
            unsafe labels.withUnsafeMutableBufferPointer { labels in
              guard let all = all.baseAddress else { return }
              unsafe la_lower_gaps(
                gaps.baseAddress, labels.baseAddress, gaps.count, width,
                all + tiles.lowerBound * points.tileSize, points.tileSize, moves, moves.count, terms, &open)
            }
          }
        }
      }
    }
  }
}
