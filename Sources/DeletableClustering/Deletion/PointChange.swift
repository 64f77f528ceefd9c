// How the points of a solve change: some leave, some join. Records only leave; of a node's points, one leaves
// and another joins where a child's centroid moves.

struct PointChange: Sendable {
  let leaving: LoosePoints
  /// The leaving points' labels in the rounds whose caches have them, one round after another.
  private var labels: [UInt16] = []
  /// For each run, where its rounds are in `labelStarts`.
  private var runStarts: [Int] = []
  /// For each run and round, where its labels begin; −1 where no cache has them.
  private var labelStarts: [Int] = []
  private(set) var joining = LoosePoints()
  /// The joining points' places among the points after the change.
  private(set) var joiningPlaces: [Int] = []

  /// - Parameter places: The places of the leaving points among the points before the change, distinct.
  init(leaving places: [Int], of points: SolverPoints) {
    leaving = points.loose(at: places)
    for cache in points.caches {
      runStarts.append(labelStarts.count)
      labelStarts.reserveCapacity(labelStarts.count + cache.assignments.count)
      labels.reserveCapacity(labels.count + cache.assignments.count * places.count)
      for round in cache.assignments.indices {
        guard let assignment = cache.assignments[round] else {
          labelStarts.append(-1)
          continue
        }
        labelStarts.append(labels.count)
        for place in places { labels.append(assignment.labels[place]) }
      }
    }
  }

  /// Lets a point join at a place where it is now.
  mutating func join(_ point: LoosePoints.Point, at place: Int) {
    joining.points.append(point)
    joiningPlaces.append(place)
  }

  /// By how much the weight of all points grows.
  var weightGain: Int { joining.weight - leaving.weight }

  /// The leaving points' labels in a round of a run.
  ///
  /// - Complexity: O(m·k·d) without a cache.
  func leavingLabels(inRun run: Int, round: Int, _ recorded: Centroids) -> ArraySlice<UInt16> {
    let place = run < runStarts.count ? runStarts[run] + round : labelStarts.count
    if place < labelStarts.count, labelStarts[place] >= 0 {
      return labels[labelStarts[place]..<labelStarts[place] + leaving.points.count]
    }
    return leaving.nearest(among: recorded).labels[...]
  }
}
