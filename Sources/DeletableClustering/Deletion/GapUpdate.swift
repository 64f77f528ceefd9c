// Labels and gaps after a few coordinates of a few centroids moved.
//
// Promise    Labels are again those of exact arithmetic, and gaps are lower bounds.
// Method     A point's gap shrinks by what its own score rose and by what the others' fell most. While it
//            stays positive the label is proved. The other points are judged again, exactly, as one
//            product for many of them.

struct GapUpdate: Sendable {
  let change: ScoreChange
  let centroids: CentroidOperand
  /// What the points were made of. A record's coordinates lie together as they were given, where a tile spreads
  /// them over d runs of memory.
  let origin: PointOrigin
  let rounding: LatticeRounding

  /// How many columns may be read from records before that takes longer than to assign all points: to gather one
  /// takes about 2 ns a point, to assign it d·(0.1 + 0.02·k) ns.
  var columnLimit: Int { centroids.dimension * (5 + centroids.count) / 100 }

  /// Whether to gather the columns that moved from records takes longer than to assign all points.
  func readsTooMuch(_ points: LatticePoints) -> Bool {
    !points.keepsTiles && change.columns.count > columnLimit
  }

  /// Whether so many points would have to be judged that to assign all of them is less work, going by a few tiles.
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
    // A point that is judged alone takes about ten times as long as one that is assigned among all.
    return opened * 10 > seen
  }

  /// Brings a round's labels and gaps, which are known, up to date.
  ///
  /// - Returns: How the statistics change, how many points were judged again, and how many columns were read from records.
  /// - Complexity: O(n·m) for m coordinates that moved, and O(k·d) for each point judged.
  func apply(
    to assignments: inout Assignments, round: Int, of points: LatticePoints, threads: Int
  ) -> (changes: [StatisticsChange], judgedCount: Int, columnsRead: Int) {
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
      workers.compactMap(\.statistics), workers.reduce(0) { $0 + $1.judgedCount },
      points.keepsTiles ? 0 : change.columns.count
    )
  }
}

/// One thread's share of an update.
private struct GapUpdateWorker: Sendable {
  private let update: GapUpdate
  private var judge: ExactJudge
  private var change: TileScoreChange
  /// Empty for points that are no records, and for those of records that may be beyond the lattice's range: reading rows
  /// holds nothing within it, and sums are to lose what they gained.
  private let rows: RecordRows
  /// A word for each tile of a run: the points to judge.
  private var open: [UInt64] = []
  private(set) var statistics: StatisticsChange?
  private(set) var judgedCount = 0

  init(_ update: GapUpdate) {
    self.update = update
    judge = ExactJudge(update.centroids)
    change = TileScoreChange(update.change)
    rows =
      switch update.origin {
      case .records(let records) where records.areWithinRange: RecordRows(records, update.rounding)
      case .records, .nodes: RecordRows()
      }
  }

  mutating func update(_ points: LatticePoints, _ tiles: Range<Int>, _ known: PackedAssignment) {
    let width = LatticePoints.tileWidth
    let range = tiles.lowerBound * width..<min(points.count, tiles.upperBound * width)
    if open.count < tiles.count { open = Array(repeating: 0, count: tiles.count) }
    change.lower(known, range, points, tiles: tiles, open: &open)
    for tile in tiles {
      var bits = open[tile - tiles.lowerBound]
      while bits != 0 {
        judge.add(tag: tile * width + bits.trailingZeroBitCount)
        bits &= bits - 1
        if judge.isFull { decide(points, known) }
      }
    }
  }

  /// Judges the points noted so far.
  mutating func decide(_ points: LatticePoints, _ known: PackedAssignment) {
    guard !judge.isEmpty else { return }
    judgedCount += judge.count
    let verdicts = judge.decide { tags, coordinates in
      if rows.isEmpty {
        points.copy(points: tags, into: &coordinates)
      } else {
        rows.steps(ofPoints: tags, into: &coordinates)
      }
    }
    for verdict in verdicts {
      let old = known.exchange(verdict.tag, label: verdict.label, gap: verdict.gap)
      if old != verdict.label { note(verdict, points, from: old) }
    }
  }

  private mutating func note(_ verdict: ExactJudge.Verdict, _ points: LatticePoints, from old: Int) {
    if statistics == nil {
      statistics = StatisticsChange(
        clusterCount: update.centroids.count, dimension: update.centroids.dimension)
    }
    statistics?.move(judge.steps(of: verdict), point: verdict.tag, of: points, from: old, to: verdict.label)
  }
}
