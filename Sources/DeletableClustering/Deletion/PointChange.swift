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
      guard let assignments = cache.assignments else { continue }
      labelStarts.reserveCapacity(labelStarts.count + assignments.roundCount)
      labels.reserveCapacity(labels.count + assignments.roundCount * places.count)
      for round in 0..<assignments.roundCount {
        guard assignments.isKnown[round] else {
          labelStarts.append(-1)
          continue
        }
        labelStarts.append(labels.count)
        for place in places { labels.append(assignments.label(ofPoint: place, inRound: round)) }
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
    let end = run + 1 < runStarts.count ? runStarts[run + 1] : labelStarts.count
    let place = run < runStarts.count ? runStarts[run] + round : end
    if place < end, labelStarts[place] >= 0 {
      return labels[labelStarts[place]..<labelStarts[place] + leaving.points.count]
    }
    return leaving.nearest(among: recorded).labels[...]
  }
}
