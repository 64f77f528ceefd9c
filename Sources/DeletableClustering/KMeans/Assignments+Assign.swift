// The nearest centroid of every point, and how safe that is.
//
// A cache: it can be made again from the points and the centroids, and how it looks depends on the
// deletions that came before. So it is never written to disk and never compared.

struct Assignment: Sendable {
  /// Each point's cluster.
  var labels: [UInt16]
  /// A lower bound on each point's gap: the score of its second best cluster less that of its best.
  var gaps: [Float]

  /// Makes room for one more point.
  mutating func append() {
    labels.append(0)
    gaps.append(0)
  }

  /// Puts the last point's entries in the place of the given one's and drops the last.
  mutating func removeSwapping(point: Int) {
    labels.swapRemove(point)
    gaps.swapRemove(point)
  }
}

/// Tiles that a thread takes at a time.
let tileGrain = 8

extension Assignment {
  /// Assigns all points, and counts and sums them by cluster.
  ///
  /// - Parameter previous: Labels and statistics of another assignment of the same points; where given, only
  ///   points whose label differs are added anew.
  /// - Complexity: O(n·k·d).
  static func full(
    _ points: LatticePoints, to centroids: Centroids,
    after previous: (labels: [UInt16], statistics: ClusterStatistics)? = nil, threads: Int
  ) -> (assignment: Assignment, statistics: ClusterStatistics) {
    let operand = CentroidOperand(centroids)
    let previous = previous.flatMap { isWorthUpdating($0.labels, points, operand) ? $0 : nil }
    var labels = previous?.labels ?? Array(repeating: 0, count: points.count)
    var workers: [AssignmentWorker] = []
    let gaps = [Float](count: points.count) { gapWindow in
      workers = labels.withDisjointWindow { labelWindow in
        Parallel.reduce(
          count: points.tileCount, grain: tileGrain, threads: threads,
          worker: AssignmentWorker(operand)
        ) { worker, tiles in
          for tile in tiles {
            let range = points.points(ofTile: tile)
            labelWindow.update(range) { labels in
              gapWindow.update(range) { gaps in
                worker.assign(
                  points, tile: tile, labels: &labels, gaps: &gaps, updating: previous != nil)
              }
            }
          }
        }
      }
    }
    var statistics =
      previous?.statistics
      ?? ClusterStatistics(clusterCount: centroids.count, dimension: centroids.dimension)
    for worker in workers { statistics.merge(worker.change) }
    return (Assignment(labels: labels, gaps: gaps), statistics)
  }

  /// Whether most labels seem to stay, going by a few tiles: to take points out and add them elsewhere is more
  /// work than to add all.
  private static func isWorthUpdating(
    _ labels: [UInt16], _ points: LatticePoints, _ centroids: CentroidOperand
  ) -> Bool {
    var nearest = NearestCentroid(centroids)
    var (seen, changed) = (0, 0)
    for tile in stride(from: 0, to: points.tileCount, by: max(1, points.tileCount / 8)) {
      var sample = Array(labels[points.points(ofTile: tile)])
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

  mutating func assign(
    _ points: LatticePoints, tile: Int,
    labels: inout MutableSpan<UInt16>, gaps: inout MutableSpan<Float>, updating: Bool
  ) {
    guard updating else {
      _ = nearest.assign(points, tile: tile, labels: &labels, gaps: &gaps)
      change.add(points, tile: tile, labels: &labels, sign: 1)
      return
    }
    for lane in 0..<labels.count { before[lane] = labels[lane] }
    var changed = nearest.assign(points, tile: tile, labels: &labels, gaps: &gaps)
    guard changed.nonzeroBitCount < tileWorth else {
      // Whole tiles are added several points at a time.
      var old = Array(before[..<labels.count])
      var oldLabels = old.mutableSpan
      change.add(points, tile: tile, labels: &oldLabels, sign: -1)
      change.add(points, tile: tile, labels: &labels, sign: 1)
      return
    }
    let first = tile * LatticePoints.tileWidth
    while changed != 0 {
      let lane = changed.trailingZeroBitCount
      changed &= changed - 1
      guard labels[lane] != before[lane] else { continue }
      change.move(point: first + lane, of: points, from: Int(before[lane]), to: Int(labels[lane]))
    }
  }
}

/// So many points that move take as long as their tile does.
private let tileWorth = 20
