// The nearest centroid of every point, and the sums of each cluster, in one pass.

/// Tiles that a thread takes at a time.
let tileGrain = 8

extension Assignments {
  /// Assigns all points, and counts and sums them by cluster.
  ///
  /// - Parameters:
  ///   - round: Whose labels and gaps are written.
  ///   - previous: A round that is known, it may be the same, and its statistics; where given, only points whose
  ///     label differs are added anew.
  /// - Complexity: O(n·k·d).
  mutating func assign(
    _ points: LatticePoints, to centroids: Centroids, round: Int,
    after previous: (round: Int, statistics: ClusterStatistics)? = nil, threads: Int
  ) -> ClusterStatistics {
    precondition(count == points.count, "\(count) places for \(points.count) points.")
    let operand = CentroidOperand(centroids)
    let previous = previous.flatMap {
      isWorthUpdating(round: $0.round, points, operand) ? $0 : nil
    }
    let workers = write(round, reading: previous?.round ?? round) { before, new in
      Parallel.reduce(
        count: points.tileCount, grain: tileGrain, threads: threads, worker: AssignmentWorker(operand)
      ) { worker, tiles in
        for tile in tiles { worker.assign(points, tile: tile, before: previous == nil ? nil : before, new) }
      }
    }
    var statistics =
      previous?.statistics
      ?? ClusterStatistics(clusterCount: centroids.count, dimension: centroids.dimension)
    for worker in workers { statistics.merge(worker.change) }
    return statistics
  }

  /// Whether most labels seem to stay, going by a few tiles: to take points out and add them elsewhere is more
  /// work than to add all.
  private func isWorthUpdating(round: Int, _ points: LatticePoints, _ centroids: CentroidOperand) -> Bool {
    var nearest = NearestCentroid(centroids)
    var (seen, changed) = (0, 0)
    for tile in stride(from: 0, to: points.tileCount, by: max(1, points.tileCount / 8)) {
      var labels = points.points(ofTile: tile).map { label(ofPoint: $0, inRound: round) }
      var gaps = Array(repeating: Float(0), count: labels.count)
      seen += labels.count
      var labelSpan = labels.mutableSpan
      var gapSpan = gaps.mutableSpan
      changed += nearest.assign(points, tile: tile, labels: &labelSpan, gaps: &gapSpan).nonzeroBitCount
    }
    return changed * 3 < seen
  }
}

/// One thread's share of a full assignment.
private struct AssignmentWorker: Sendable {
  private var nearest: NearestCentroid
  private(set) var change: StatisticsChange
  // Of one tile's points.
  private var before: [UInt16] = []
  private var labels: [UInt16] = []
  private var gaps: [Float] = []

  init(_ centroids: CentroidOperand) {
    nearest = NearestCentroid(centroids)
    change = StatisticsChange(clusterCount: centroids.count, dimension: centroids.dimension)
  }

  /// - Parameter old: Labels that are known; where given, only points whose label is another are added.
  mutating func assign(
    _ points: LatticePoints, tile: Int, before old: PackedAssignment?, _ new: PackedAssignment
  ) {
    let range = points.points(ofTile: tile)
    // Taken out, as spans of them are held together.
    var (before, labels, gaps) = takeBuffers(count: range.count)
    if let old {
      var span = before.mutableSpan
      old.load(range, labels: &span)
      for lane in before.indices { labels[lane] = before[lane] }
    }
    let changed = assign(points, tile: tile, &labels, &gaps)
    new.store(range, labels: labels.span, gaps: gaps.span)
    if old == nil {
      change.add(points, tile: tile, labels: labels.span, sign: 1)
    } else if changed != 0 {
      change.move(points, tile: tile, from: before.span, to: labels.span, changed)
    }
    (self.before, self.labels, self.gaps) = (before, labels, gaps)
  }

  private mutating func assign(
    _ points: LatticePoints, tile: Int, _ labels: inout [UInt16], _ gaps: inout [Float]
  ) -> UInt64 {
    var labels = labels.mutableSpan
    var gaps = gaps.mutableSpan
    return nearest.assign(points, tile: tile, labels: &labels, gaps: &gaps)
  }

  private mutating func takeBuffers(count: Int) -> (before: [UInt16], labels: [UInt16], gaps: [Float]) {
    guard labels.count == count else {
      let labels = Array(repeating: UInt16(0), count: count)
      return (Array(repeating: 0, count: count), labels, Array(repeating: 0, count: count))
    }
    defer { (before, labels, gaps) = ([], [], []) }
    return (before, labels, gaps)
  }
}
