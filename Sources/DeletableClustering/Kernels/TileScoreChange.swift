// How the gaps of a tile's points change with a few coordinates of a few centroids.
//
// A point's gap shrinks by what its own score rose and by what the others' fell most. The changes of
// scores are exact; what the sums of a gap and two changes may round is taken off.

struct TileScoreChange: Sendable {
  private let change: ScoreChange
  private var scores: [Double]
  private var labels: [Double]
  private var ownChanges: [Double]
  private var othersChanges: [Double]

  private static let width = LatticePoints.tileWidth

  init(_ change: ScoreChange) {
    self.change = change
    scores = Array(repeating: 0, count: Self.width)
    labels = scores
    ownChanges = scores
    othersChanges = scores
  }

  /// Lowers the gaps of a tile's points to what they are at least after the move.
  ///
  /// - Parameters:
  ///   - labels: One for each point of the tile.
  ///   - gaps: Lower bounds before the move; afterwards lower bounds again where they are positive.
  /// - Returns: One bit for each lane whose label is no longer proved.
  /// - Complexity: O(64·m) for m coordinates that moved; no allocation.
  mutating func lower(
    _ gaps: inout MutableSpan<Float>, labels: inout MutableSpan<UInt16>,
    _ points: LatticePoints, tile: Int
  ) -> UInt64 {
    precondition(tile >= 0 && tile < points.tileCount && labels.count == gaps.count)
    begin(&labels)
    for move in change.moves {
      computeScoreChange(move, points, tile: tile)
      fold(cluster: Double(move.cluster))
    }
    return apply(to: &gaps)
  }

  private mutating func begin(_ labels: inout MutableSpan<UInt16>) {
    unsafe labels.withUnsafeMutableBufferPointer { given in
      unsafe self.labels.withUnsafeMutableBufferPointer { labels in
        for lane in given.indices { unsafe labels[lane] = Double(given[lane]) }
      }
    }
    unsafe ownChanges.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: 0) }
    unsafe othersChanges.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: 0) }
  }

  /// ‖c′‖² − ‖c‖² − 2x·(c′ − c) for each lane, exact.
  private mutating func computeScoreChange(_ move: ScoreChange.Move, _ points: LatticePoints, tile: Int) {
    unsafe points.tiles.withUnsafeBufferPointer { tiles in
      unsafe scores.withUnsafeMutableBufferPointer { scores in
        for lane in 0..<Self.width { unsafe scores[lane] = move.normChange }
        for term in move.terms {
          let row = tile * points.tileSize + term.column * Self.width
          for lane in 0..<Self.width {
            unsafe scores[lane] -= term.twiceChange * Double(tiles[row + lane])
          }
        }
      }
    }
  }

  /// Takes one moved cluster into each lane's own change, or into the least of the others'.
  private mutating func fold(cluster: Double) {
    unsafe scores.withUnsafeBufferPointer { scores in
      unsafe labels.withUnsafeBufferPointer { labels in
        unsafe ownChanges.withUnsafeMutableBufferPointer { own in
          unsafe othersChanges.withUnsafeMutableBufferPointer { others in
            for lane in 0..<Self.width {
              let isOwn = unsafe labels[lane] == cluster
              let score = unsafe scores[lane]
              unsafe own[lane] = isOwn ? score : own[lane]
              let least = unsafe score < others[lane] ? score : others[lane]
              unsafe others[lane] = isOwn ? others[lane] : least
            }
          }
        }
      }
    }
  }

  private func apply(to gaps: inout MutableSpan<Float>) -> UInt64 {
    var open: UInt64 = 0
    unsafe gaps.withUnsafeMutableBufferPointer { gaps in
      unsafe ownChanges.withUnsafeBufferPointer { own in
        unsafe othersChanges.withUnsafeBufferPointer { others in
          for lane in gaps.indices {
            // Beyond 2⁶⁰ no change of a score reaches; an infinite gap, of a single cluster, is one such.
            let old = unsafe Swift.min(Double(gaps[lane]), 0x1p60)
            let slack = unsafe (old + abs(own[lane]) - others[lane]) * 0x1p-51
            let gap = unsafe old - own[lane] + others[lane] - slack
            unsafe gaps[lane] = Float(boundingGap: gap)
            open |= (gap > 0 ? 0 : 1) << UInt64(lane)
          }
        }
      }
    }
    return open
  }
}
