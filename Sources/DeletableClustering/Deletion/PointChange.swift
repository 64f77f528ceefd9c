// How the points of a solve change: some leave, some join. Records only leave; of a node's points, one leaves
// and another joins where a child's centroid moves.

struct PointChange: Sendable {
  let leaving: LoosePoints
  /// For each run and round, the leaving points' labels; nil where no cache has them.
  private let leavingLabels: [[[UInt16]?]]
  private(set) var joining = LoosePoints()
  /// The joining points' places among the points after the change.
  private(set) var joiningPlaces: [Int] = []

  /// - Parameter places: The places of the leaving points among the points before the change, distinct.
  init(leaving places: [Int], of points: SolverPoints) {
    leaving = points.loose(at: places)
    leavingLabels = points.assignments.map { run in
      run.map { assignment in
        assignment.map { assignment in places.map { assignment.labels[$0] } }
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
  func leavingLabels(inRun run: Int, round: Int, _ recorded: Centroids) -> [UInt16] {
    let cached =
      run < leavingLabels.count && round < leavingLabels[run].count ? leavingLabels[run][round] : nil
    return cached ?? leaving.nearest(among: recorded).labels
  }
}
