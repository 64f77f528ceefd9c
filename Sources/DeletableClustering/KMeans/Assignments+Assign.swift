// The nearest centroid of every point, and the sums of each cluster, in one pass.

/// Tiles that a thread takes at a time.
let tileGrain = 4

extension Assignments {
  /// Assigns all points, and counts and sums them by cluster.
  ///
  /// - Parameters:
  ///   - compact: The same points, where they are compact too.
  ///   - round: Whose labels and gaps are written.
  ///   - previous: A round that is known, it may be the same, and its statistics; where given, only points whose
  ///     label differs are added anew.
  /// - Complexity: O(n·k·d).
  mutating func assign(
    _ points: LatticePoints, as compact: CompactTiles? = nil, to centroids: Centroids, round: Int,
    after previous: (round: Int, statistics: ClusterStatistics)? = nil, threads: Int
  ) -> ClusterStatistics {
    precondition(count == points.count, "\(count) places for \(points.count) points.")
    let plain = NearestCentroid(CentroidOperand(centroids))
    let previous = previous.flatMap {
      isWorthUpdating(round: $0.round, points, plain) ? $0 : nil
    }
    let compact = compact.flatMap { $0.isWorthReading(besideRows: previous == nil) ? $0 : nil }
    let nearest = compact.map { NearestCentroid(plain, $0.shape, of: points.records) } ?? plain
    let workers = write(round, reading: previous?.round ?? round) { before, new in
      Parallel.reduce(
        count: points.tileCount, grain: tileGrain, threads: threads,
        worker: (own: AssignmentWorker(nearest, centroids), reader: TileReader(points), buffers: TileLabels())
      ) { worker, tiles in
        for tile in tiles {
          worker.reader.open(tile)
          worker.own.assign(
            &worker.reader, as: compact, &worker.buffers, before: previous == nil ? nil : before, new)
        }
      }
    }
    var statistics =
      previous?.statistics
      ?? ClusterStatistics(clusterCount: centroids.count, dimension: centroids.dimension)
    for worker in workers { statistics.merge(worker.own.change) }
    return statistics
  }

  /// Whether most labels seem to stay, going by a few tiles: to take points out and add them elsewhere is more
  /// work than to add all.
  private func isWorthUpdating(round: Int, _ points: LatticePoints, _ nearest: NearestCentroid) -> Bool {
    var (reader, nearest) = (TileReader(points), nearest)
    var (seen, changed) = (0, 0)
    for tile in stride(from: 0, to: points.tileCount, by: max(1, points.tileCount / 4)) {
      var labels = points.points(ofTile: tile).map { label(ofPoint: $0, inRound: round) }
      var gaps = Array(repeating: Float(0), count: labels.count)
      seen += labels.count
      var labelSpan = labels.mutableSpan
      var gapSpan = gaps.mutableSpan
      reader.open(tile)
      changed += nearest.assign(&reader, labels: &labelSpan, gaps: &gapSpan).nonzeroBitCount
    }
    return changed * 4 < seen
  }
}

/// One thread's share of a full assignment.
private struct AssignmentWorker: Sendable {
  private var nearest: NearestCentroid
  private(set) var change: StatisticsChange

  init(_ nearest: NearestCentroid, _ centroids: Centroids) {
    self.nearest = nearest
    change = StatisticsChange(clusterCount: centroids.count, dimension: centroids.dimension)
  }

  /// Assigns the open tile.
  ///
  /// - Parameters:
  ///   - compact: The same points, where they are compact too.
  ///   - buffers: Room for its labels and gaps.
  ///   - old: Labels that are known; where given, only points whose label is another are added.
  mutating func assign(
    _ reader: inout TileReader, as compact: CompactTiles?, _ buffers: inout TileLabels,
    before old: PackedAssignment?, _ new: PackedAssignment
  ) {
    let range = reader.range
    buffers.resize(range.count)
    if let old { buffers.load(old, range) }
    let changed = assign(&reader, as: compact, &buffers.labels, &buffers.gaps)
    new.store(range, labels: buffers.labels.span, gaps: buffers.gaps.span)
    if old == nil {
      change.add(reader, labels: buffers.labels.span)
    } else if changed != 0 {
      change.move(reader, from: buffers.before.span, to: buffers.labels.span, changed)
    }
  }

  private mutating func assign(
    _ reader: inout TileReader, as compact: CompactTiles?, _ labels: inout [UInt16], _ gaps: inout [Float]
  ) -> UInt64 {
    var labels = labels.mutableSpan
    var gaps = gaps.mutableSpan
    guard let compact else { return nearest.assign(&reader, labels: &labels, gaps: &gaps) }
    return nearest.assign(&reader, as: compact, labels: &labels, gaps: &gaps)
  }
}

/// The labels and gaps of one tile's points.
private struct TileLabels: Sendable {
  private(set) var before: [UInt16] = []
  var labels: [UInt16] = []
  var gaps: [Float] = []

  mutating func resize(_ count: Int) {
    guard labels.count != count else { return }
    before = Array(repeating: 0, count: count)
    labels = before
    gaps = Array(repeating: 0, count: count)
  }

  /// Starts with the labels that are known.
  mutating func load(_ known: PackedAssignment, _ range: Range<Int>) {
    var span = before.mutableSpan
    known.load(range, labels: &span)
    for lane in before.indices { labels[lane] = before[lane] }
  }
}
