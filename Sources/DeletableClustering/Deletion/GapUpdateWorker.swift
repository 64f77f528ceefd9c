// The labels and gaps of some tiles after a few coordinates moved.

/// One thread's share of an update.
struct GapUpdateWorker: Sendable {
  private let update: GapUpdate
  /// Points whose gaps prove nothing any more, noted until there are enough to score together.
  private var unproved: [Int] = []
  /// Made where there are such, if it serves.
  private var filter: LooseFilter?
  /// The labels that points had before it.
  private var before = Array(repeating: UInt16(0), count: LooseFilter.capacity)
  private var judge: ExactJudge
  private var change: TileScoreChange
  /// A word for each tile of a run, with a bit for each such point.
  private var open: [UInt64] = []
  private(set) var statistics: StatisticsChange?
  private(set) var reassignedCount = 0

  init(_ update: GapUpdate) {
    self.update = update
    judge = ExactJudge(update.centroids)
    change = TileScoreChange(update.change)
  }

  mutating func update(_ points: LatticePoints, _ tiles: Range<Int>, _ known: PackedAssignment) {
    let width = LatticePoints.tileWidth
    let range = tiles.lowerBound * width..<min(points.count, tiles.upperBound * width)
    if open.count < tiles.count { open = Array(repeating: 0, count: tiles.count) }
    change.lower(known, range, points, tiles: tiles, open: &open)
    for tile in tiles {
      var bits = open[tile - tiles.lowerBound]
      while bits != 0 {
        unproved.append(tile * width + bits.trailingZeroBitCount)
        bits &= bits - 1
        if unproved.count == width { decide(points, known) }
      }
    }
  }

  /// Finds labels and gaps of the points noted so far.
  mutating func decide(_ points: LatticePoints, _ known: PackedAssignment) {
    guard !unproved.isEmpty else { return }
    reassignedCount += unproved.count
    if filter == nil { filter = LooseFilter(update.centroids, of: update.rows) }
    if let open = filter?.assign(unproved, of: points) {
      takeOver(exceptFor: open, known)
    } else {
      for point in unproved { judge.add(tag: point) }
    }
    unproved.removeAll(keepingCapacity: true)
    decideExactly(points, known)
  }

  /// Takes what the filter proved, and leaves the others to the judge.
  private mutating func takeOver(exceptFor open: UInt64, _ known: PackedAssignment) {
    guard let filter else { return }
    var left = open
    while left != 0 {
      judge.add(tag: unproved[left.trailingZeroBitCount])
      left &= left - 1
    }
    let proved = ~open & UInt64.max >> UInt64(UInt64.bitWidth - unproved.count)
    let moved = known.exchange(unproved, proved, labels: filter.labels, gaps: filter.gaps, before: &before)
    guard moved != 0 else { return }
    makeStatistics()
    statistics?.move(filter, moved, from: before)
  }

  private mutating func decideExactly(_ points: LatticePoints, _ known: PackedAssignment) {
    guard !judge.isEmpty else { return }
    let verdicts = judge.decide { tags, coordinates in
      if update.rows.isEmpty {
        points.copy(points: tags, into: &coordinates)
      } else {
        update.rows.steps(ofPoints: tags, into: &coordinates)
      }
    }
    for verdict in verdicts {
      let old = known.exchange(verdict.tag, label: verdict.label, gap: verdict.gap)
      if old != verdict.label { note(verdict, points, from: old) }
    }
  }

  private mutating func note(_ verdict: ExactJudge.Verdict, _ points: LatticePoints, from old: Int) {
    makeStatistics()
    statistics?.move(judge.steps(of: verdict), point: verdict.tag, of: points, from: old, to: verdict.label)
  }

  private mutating func makeStatistics() {
    guard statistics == nil else { return }
    statistics = StatisticsChange(
      clusterCount: update.centroids.count, dimension: update.centroids.dimension)
  }
}
