// Labels and gaps after a few coordinates of a few centroids moved.
//
// Promise    Labels are again those of exact arithmetic, and gaps are lower bounds.
// Method     A point's gap shrinks by what its own score rose and by what the others' fell most. While it
//            stays positive the label is proved. The other points are scored again: in single precision,
//            and exactly where that proves nothing, as one product for many of them.

struct GapUpdate: Sendable {
  let change: ScoreChange
  let centroids: CentroidOperand
  /// What the points were made of: a record's coordinates lie together as they were given, where a tile spreads them
  /// over d runs of memory. Empty for points that are no records, and for those of records that may be beyond the
  /// lattice's range: reading rows holds nothing within it, and sums are to lose what they gained.
  let rows: RecordRows

  init(change: ScoreChange, centroids: CentroidOperand, origin: PointOrigin, rounding: LatticeRounding) {
    self.change = change
    self.centroids = centroids
    rows =
      switch origin {
      case .records(let records) where records.areWithinRange: RecordRows(records, rounding)
      case .records, .nodes: RecordRows()
      }
  }

  /// How many columns may be read from records before that takes longer than to assign all points: to gather one
  /// takes about 2 ns a point, to assign it d·(0.1 + 0.02·k) ns.
  var columnLimit: Int { centroids.dimension * (5 + centroids.count) / 100 }

  /// Whether to gather the columns that moved from records takes longer than to assign all points.
  func readsTooMuch(_ points: LatticePoints) -> Bool {
    !points.keepsTiles && change.columns.count > columnLimit
  }

  /// Whether so many points would have to be scored alone that to assign all of them is less work, going by a few tiles.
  /// Either way gives the same labels.
  func opensTooMuch(_ assignments: Assignments, round: Int, of points: LatticePoints) -> Bool {
    // Of fewer points, the look would be a good part of the work.
    guard points.tileCount >= 64 else { return false }
    var (seen, opened) = (0, 0)
    var scores = TileScoreChange(change)
    for tile in stride(from: 0, to: points.tileCount, by: points.tileCount / (points.tileCount < 512 ? 4 : 8))
    {
      var known = assignments.copy(of: points.points(ofTile: tile), inRound: round)
      var open = [UInt64(0)]
      let all = 0..<known.count
      known.write(0, reading: 0) { _, known in
        scores.lower(known, all, points, tiles: tile..<tile + 1, open: &open)
      }
      seen += all.count
      opened += open[0].nonzeroBitCount
    }
    // A point that is scored alone takes about three times as long as one that is assigned among all, and ten times
    // where it needs an exact product.
    return opened * (LooseFilter.serves(centroids, rows) ? 4 : 10) > seen
  }

  /// Brings a round's labels and gaps, which are known, up to date.
  ///
  /// - Returns: How the statistics change, how many points were assigned again, and how many columns were read from records.
  /// - Complexity: O(n·m) for m coordinates that moved, and O(k·d) for each point assigned again.
  func apply(
    to assignments: inout Assignments, round: Int, of points: LatticePoints, threads: Int
  ) -> (changes: [StatisticsChange], reassignedCount: Int, columnsRead: Int) {
    // A thread is worth its start only where there is much to do.
    let work = points.count * (4 + change.moves.reduce(0) { $0 + $1.terms.count })
    let threads = work < 1 << 18 ? 1 : threads
    let workers = assignments.write(round, reading: round) { _, known in
      Parallel.reduce(
        count: points.tileCount, grain: 64, threads: threads,
        worker: GapUpdateWorker(self)
      ) { worker, tiles in
        worker.update(points, tiles, known)
        worker.decide(points, known)
      }
    }
    return (
      workers.compactMap(\.statistics), workers.reduce(0) { $0 + $1.reassignedCount },
      points.keepsTiles ? 0 : change.columns.count
    )
  }
}
