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
      Self.isWorthUpdating(labels(ofRound: $0.round), points, operand) ? $0 : nil
    }
    let workers = write(round, reading: previous?.round ?? round) { before, labels, gaps in
      Parallel.reduce(
        count: points.tileCount, grain: tileGrain, threads: threads, worker: AssignmentWorker(operand)
      ) { worker, tiles in
        for tile in tiles {
          let range = points.points(ofTile: tile)
          if previous != nil { before.update(range) { worker.take(before: $0.span) } }
          labels.update(range) { labels in
            gaps.update(range) { gaps in
              worker.assign(points, tile: tile, labels: &labels, gaps: &gaps, updating: previous != nil)
            }
          }
        }
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
  private static func isWorthUpdating(
    _ labels: ArraySlice<UInt16>, _ points: LatticePoints, _ centroids: CentroidOperand
  ) -> Bool {
    var nearest = NearestCentroid(centroids)
    var (seen, changed) = (0, 0)
    for tile in stride(from: 0, to: points.tileCount, by: max(1, points.tileCount / 8)) {
      let range = points.points(ofTile: tile)
      var sample = Array(labels[labels.startIndex + range.lowerBound..<labels.startIndex + range.upperBound])
      var gaps = Array(repeating: Float(0), count: sample.count)
      seen += sample.count
      var sampleSpan = sample.mutableSpan
      var gapSpan = gaps.mutableSpan
      changed += nearest.assign(points, tile: tile, labels: &sampleSpan, gaps: &gapSpan).nonzeroBitCount
    }
    return changed * 3 < seen
  }
}

/// One thread's share of a full assignment.
private struct AssignmentWorker: Sendable {
  private var nearest: NearestCentroid
  private(set) var change: StatisticsChange
  private var before = Array(repeating: UInt16(0), count: LatticePoints.tileWidth)

  init(_ centroids: CentroidOperand) {
    nearest = NearestCentroid(centroids)
    change = StatisticsChange(clusterCount: centroids.count, dimension: centroids.dimension)
  }

  /// Takes in the labels that the tile's points had.
  mutating func take(before labels: Span<UInt16>) {
    for lane in 0..<labels.count { before[lane] = labels[lane] }
  }

  /// - Parameter updating: Whether only points whose label is another than before are added.
  mutating func assign(
    _ points: LatticePoints, tile: Int,
    labels: inout MutableSpan<UInt16>, gaps: inout MutableSpan<Float>, updating: Bool
  ) {
    guard updating else {
      _ = nearest.assign(points, tile: tile, labels: &labels, gaps: &gaps)
      change.add(points, tile: tile, labels: labels.span, sign: 1)
      return
    }
    for lane in 0..<labels.count { labels[lane] = before[lane] }
    let changed = nearest.assign(points, tile: tile, labels: &labels, gaps: &gaps)
    guard changed != 0 else { return }
    let old = before
    change.move(points, tile: tile, from: old.span, to: labels.span, changed)
  }
}
