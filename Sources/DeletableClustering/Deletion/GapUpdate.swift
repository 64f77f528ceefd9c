// Labels and gaps after a few coordinates of a few centroids moved.
//
// Promise    Labels are again those of exact arithmetic, and gaps are lower bounds.
// Method     A point's gap shrinks by what its own score rose and by what the others' fell most. While it
//            stays positive the label is proved. The other points are judged again, exactly, as one
//            product for many of them.

struct GapUpdate: Sendable {
  let change: ScoreChange
  let centroids: CentroidOperand

  /// Brings an assignment up to date.
  ///
  /// - Returns: How the statistics change, and how many points were judged again.
  /// - Complexity: O(n·m) for m coordinates that moved, and O(k·d) for each point judged.
  func apply(
    to assignment: inout Assignment, of points: LatticePoints, threads: Int
  ) -> (changes: [StatisticsChange], judgedCount: Int) {
    let workers = assignment.labels.withDisjointWindow { labelWindow in
      assignment.gaps.withDisjointWindow { gapWindow in
        Parallel.reduce(
          count: points.tileCount, grain: 64, threads: threads,
          worker: { GapUpdateWorker(self) }
        ) { worker, tiles in
          let range = points.points(ofTile: tiles.lowerBound).lowerBound
            ..< points.points(ofTile: tiles.upperBound - 1).upperBound
          labelWindow.update(range) { labels in
            gapWindow.update(range) { gaps in
              worker.update(points, tiles: tiles, first: range.lowerBound, &labels, &gaps)
            }
          }
        }
      }
    }
    return (
      workers.compactMap(\.statistics), workers.reduce(0) { $0 + $1.judgedCount }
    )
  }
}

/// One thread's share of an update.
private struct GapUpdateWorker: Sendable {
  private let update: GapUpdate
  private var judge: ExactJudge
  /// The change of each moved cluster's score for the points of a tile: moves × 64.
  private var changes: [Double]
  private(set) var statistics: StatisticsChange?
  private(set) var judgedCount = 0

  private static let width = LatticePoints.tileWidth

  init(_ update: GapUpdate) {
    self.update = update
    judge = ExactJudge(update.centroids)
    changes = Array(repeating: 0, count: update.change.moves.count * Self.width)
  }

  mutating func update(
    _ points: LatticePoints, tiles: Range<Int>, first: Int,
    _ labels: inout MutableSpan<UInt16>, _ gaps: inout MutableSpan<Float>
  ) {
    for tile in tiles {
      computeChanges(points, tile: tile)
      for point in points.points(ofTile: tile) {
        let place = point - first
        let gap = newGap(gaps[place], label: Int(labels[place]), lane: point % Self.width)
        if gap > 0 {
          gaps[place] = Float(roundingDown: gap)
        } else {
          judge.add(points, point: point, tag: place)
          if judge.isFull { decide(points, first: first, &labels, &gaps) }
        }
      }
    }
    if !judge.isEmpty { decide(points, first: first, &labels, &gaps) }
  }

  private mutating func computeChanges(_ points: LatticePoints, tile: Int) {
    for (index, move) in update.change.moves.enumerated() {
      let out = index * Self.width
      for lane in 0..<Self.width { changes[out + lane] = move.normChange }
      for term in move.terms {
        let row = tile * points.tileSize + term.column * Self.width
        for lane in 0..<Self.width {
          changes[out + lane] -= term.twiceChange * Double(points.tiles[row + lane])
        }
      }
    }
  }

  /// A lower bound on a point's gap after the move.
  private func newGap(_ gap: Float, label: Int, lane: Int) -> Double {
    guard gap < .infinity else { return .infinity }
    let own = update.change.moveOfCluster[label]
    let ownChange = own < 0 ? 0 : changes[own * Self.width + lane]
    var othersChange = 0.0
    for move in update.change.moves.indices where move != own {
      othersChange = min(othersChange, changes[move * Self.width + lane])
    }
    let old = Double(gap)
    // More than the two additions can round.
    let slack = (old + abs(ownChange) - othersChange) * 0x1p-51
    return old - ownChange + othersChange - slack
  }

  private mutating func decide(
    _ points: LatticePoints, first: Int,
    _ labels: inout MutableSpan<UInt16>, _ gaps: inout MutableSpan<Float>
  ) {
    judgedCount += judge.count
    var moved: [(point: Int, old: Int, new: Int)] = []
    judge.decide { place, label, gap in
      if labels[place] != label {
        moved.append((first + place, Int(labels[place]), Int(label)))
        labels[place] = label
      }
      gaps[place] = gap
    }
    guard !moved.isEmpty else { return }
    var change =
      statistics
      ?? StatisticsChange(
        clusterCount: update.centroids.count, dimension: update.centroids.dimension)
    statistics = nil
    for (point, old, new) in moved { change.move(points, point: point, from: old, to: new) }
    statistics = change
  }
}
