// How the points of a solve change: some leave, some join. Records only leave; of a node's points, one leaves
// and another joins where a child's centroid moves.

struct PointChange: Sendable {
  /// Those that leave, with negative weights, and after them those that join.
  private(set) var points: LoosePoints
  /// How many leave.
  let leavingCount: Int
  /// The leaving points' labels in every round of every run, one round after another; 0 where no cache has them.
  private let labels: [UInt16]
  /// Rounds of a run in `labels`.
  private let roundCount: Int
  /// For each round in `labels`, whether it is known; empty where all are.
  private let isKnown: [Bool]
  /// The joining points' places among the points after the change.
  private(set) var joiningPlaces: [Int] = []

  /// - Parameters:
  ///   - places: The places of the leaving points among the points before the change, distinct.
  ///   - all: They are only read, but in place, as the caches' optional parts would be copied first.
  ///   - rows: The points' own records, where these are to be read in the points' place.
  init(leaving places: [Int], of all: inout SolverPoints, rows: RecordRows? = nil, threads: Int = 1) {
    points = LoosePoints(all.points, keys: all.keys, at: places, rows: rows, sign: -1)
    leavingCount = places.count
    (labels, isKnown, roundCount) = all.caches.labels(ofPoints: places, threads: threads)
  }

  /// Lets a point join at a place where it is now.
  mutating func join(_ point: LoosePoints.Point, at place: Int) {
    points.append(point)
    joiningPlaces.append(place)
  }

  /// By how much the weight of all points grows.
  var weightGain: Int { points.members.reduce(0) { $0 + Int($1.weight) } }

  /// What joins weighs.
  var joiningWeight: Int { points.members[leavingCount...].reduce(0) { $0 + Int($1.weight) } }

  /// The labels of the points in all rounds of a run, m in each, as they would be were no centroid to move; those of joining
  /// points go to the cache too.
  ///
  /// - Complexity: O(m) a round for points with a cached label; O(m·k·d) for others.
  func labels(inRun run: Int, _ rounds: Rounds, _ cache: inout RunCache) -> [UInt16] {
    if joiningPlaces.isEmpty, isKnown.isEmpty, roundCount == rounds.count {
      let size = roundCount * leavingCount
      return labels.count == size ? labels : Array(labels[run * size..<(run + 1) * size])
    }
    return rounds.indices.flatMap { round in
      let centroids = rounds.centroids(ofRound: round)
      let leaving = leavingLabels(inRun: run, round, centroids)
      let joining = points.nearest(leavingCount..<points.count, among: centroids)
      for (point, place) in joiningPlaces.enumerated() {
        cache.assignments?.set(joining.labels[point], joining.gaps[point], ofPoint: place, inRound: round)
      }
      return leaving + joining.labels[...]
    }
  }

  private func leavingLabels(inRun run: Int, _ round: Int, _ centroids: Centroids) -> ArraySlice<UInt16> {
    let place = run * roundCount + round
    guard round < roundCount, isKnown.isEmpty || isKnown[place] else {
      return points.nearest(0..<leavingCount, among: centroids).labels[...]
    }
    return labels[place * leavingCount..<(place + 1) * leavingCount]
  }
}

extension [RunCache] {
  /// The labels of some points in every round of every run, one round after another; how many rounds a run has there; and for
  /// each round whether it is known, empty where all are.
  ///
  /// - Complexity: O(R·T) a point.
  fileprivate mutating func labels(
    ofPoints places: [Int], threads: Int
  ) -> (labels: [UInt16], isKnown: [Bool], roundCount: Int) {
    var (roundCount, isComplete) = (0, true)
    for run in indices {
      roundCount = Swift.max(roundCount, self[run].assignments?.roundCount ?? 0)
      isComplete = isComplete && self[run].isComplete
    }
    let size = roundCount * places.count
    var labels: [UInt16] = []
    labels.reserveCapacity(count * size)
    labels.append(contentsOf: repeatElement(0, count: count * size))
    var isKnown: [Bool] = []
    for run in indices {
      self[run].assignments?.copyLabels(ofPoints: places, to: &labels, at: run * size, threads: threads)
      guard !isComplete else { continue }
      isKnown += self[run].assignments?.isKnown ?? []
      isKnown += repeatElement(false, count: (run + 1) * roundCount - isKnown.count)
    }
    return (labels, isKnown, roundCount)
  }
}
