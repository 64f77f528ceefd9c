// Labels and gaps after a few coordinates of a few centroids moved.
//
// Promise    Labels are again those of exact arithmetic, and gaps are lower bounds.
// Method     A point's gap shrinks by what its own score rose and by what the others' fell most. While it
//            stays positive the label is proved. The other points are judged again, exactly, as one
//            product for many of them.

struct GapUpdate: Sendable {
  let change: ScoreChange
  let centroids: CentroidOperand
  /// The records as they were given: a record's coordinates lie together there, where a tile spreads them
  /// over d runs of memory.
  let data: Dataset
  let rounding: LatticeRounding

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
  private var change: TileScoreChange
  private(set) var statistics: StatisticsChange?
  private(set) var judgedCount = 0

  init(_ update: GapUpdate) {
    self.update = update
    judge = ExactJudge(update.centroids)
    change = TileScoreChange(update.change)
  }

  mutating func update(
    _ points: LatticePoints, tiles: Range<Int>, first: Int,
    _ labels: inout MutableSpan<UInt16>, _ gaps: inout MutableSpan<Float>
  ) {
    for tile in tiles {
      change.compute(points, tile: tile)
      for point in points.points(ofTile: tile) {
        let place = point - first
        let gap = change.newGap(gaps[place], label: Int(labels[place]), lane: point % LatticePoints.tileWidth)
        if gap > 0 {
          gaps[place] = Float(boundingGap: gap)
        } else {
          judge.add(tag: place) { update.rounding.steps(ofRow: point, in: update.data, into: &$0) }
          if judge.isFull { decide(points, first: first, &labels, &gaps) }
        }
      }
    }
    if !judge.isEmpty { decide(points, first: first, &labels, &gaps) }
  }

  private mutating func decide(
    _ points: LatticePoints, first: Int,
    _ labels: inout MutableSpan<UInt16>, _ gaps: inout MutableSpan<Float>
  ) {
    judgedCount += judge.count
    for verdict in judge.decide() {
      let old = Int(labels[verdict.tag])
      if old != verdict.label {
        labels[verdict.tag] = UInt16(verdict.label)
        note(verdict, squaredNorm: points.squaredNorms[first + verdict.tag], from: old)
      }
      gaps[verdict.tag] = verdict.gap
    }
  }

  private mutating func note(_ verdict: ExactJudge.Verdict, squaredNorm: Double, from old: Int) {
    var change =
      statistics.take()
      ?? StatisticsChange(
        clusterCount: update.centroids.count, dimension: update.centroids.dimension)
    change.move(judge.steps(of: verdict), squaredNorm: squaredNorm, from: old, to: verdict.label)
    statistics = change
  }
}
