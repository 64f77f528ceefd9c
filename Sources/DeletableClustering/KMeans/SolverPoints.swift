// The points of a solve, and where they come from.

/// What a solver reads: points on the lattice, a key for each, and what they were made of.
struct SolverInput: Sendable {
  let points: LatticePoints
  /// The 128 bits that stand for each point in every draw.
  let keys: [Word128]
  let origin: PointOrigin

  /// The total order of points that settles every tie.
  var precedes: @Sendable (Int, Int) -> Bool { origin.precedes(keys) }
}

/// What points were made of.
enum PointOrigin: Sendable {
  case records(PointRecords)
  /// Centroids of other solves, each with a number that tells which.
  case nodes(tags: [UInt64])

  /// The total order of points that settles every tie: by id, content and key for records, by origin for others.
  ///
  /// Only the key tells identical records of one id apart, and it does not depend on their rows.
  func precedes(_ keys: [Word128]) -> @Sendable (Int, Int) -> Bool {
    switch self {
    case .nodes(let tags): { tags[$0] < tags[$1] }
    case .records(let records):
      { left, right in
        records.precedes(left, right) || (!records.precedes(right, left) && keys[left] < keys[right])
      }
    }
  }
}

/// The records that points were made of.
struct PointRecords: Sendable {
  let data: Dataset
  /// The row of each point; nil where point i is row i.
  let rows: [Int32]?
  /// Whether they are known to be within the lattice's range, so that they can be read in the points' place.
  var areWithinRange = true

  private func row(ofPoint point: Int) -> Int {
    rows.map { Int($0[point]) } ?? point
  }

  func precedes(_ left: Int, _ right: Int) -> Bool {
    data.precedes(row(ofPoint: left), row(ofPoint: right))
  }
}

/// Points that change. All of it is derived from records or nodes: caches that can be made again.
struct SolverPoints: Sendable {
  private(set) var points: LatticePoints
  private(set) var keys: [Word128]
  /// For each run.
  var caches: [RunCache] = []

  init(_ points: LatticePoints, keys: [Word128]) {
    precondition(points.count == keys.count, "\(points.count) points have \(keys.count) keys.")
    self.points = points
    self.keys = keys
  }

  var count: Int { points.count }

  /// What a solver reads; where points have left, which columns the products go through is found again first.
  mutating func input(_ origin: PointOrigin) -> SolverInput {
    points.refreshOccupiedColumns()
    return SolverInput(points: points.with(origin), keys: keys, origin: origin)
  }

  /// What a replay must know of the points at some places, before they go.
  ///
  /// - Parameters:
  ///   - places: Distinct.
  ///   - rows: The points' own records, where these are to be read in the points' place.
  mutating func change(leaving places: [Int], rows: RecordRows? = nil, threads: Int) -> PointChange {
    PointChange(leaving: places, of: &self, rows: rows, threads: threads)
  }

  /// Takes the caches out, or puts them back.
  mutating func exchange(_ others: inout [RunCache]) {
    swap(&caches, &others)
  }

  /// Keeps tiles from now on.
  mutating func keepTiles(_ origin: PointOrigin, threads: Int) {
    points.keepTiles(of: origin, threads: threads)
  }

  mutating func dropAssignments() {
    for run in caches.indices { caches[run].dropAssignments() }
  }

  /// Takes points out, one after another: the last gets the place of each.
  ///
  /// - Parameter places: Distinct, in descending order.
  /// - Complexity: O(d + R·T) a point.
  mutating func removeSwapping(points places: [Int], threads: Int = 1) {
    points.removeSwapping(points: places)
    keys.swapRemove(places)
    for run in caches.indices {
      caches[run].assignments?.removeSwapping(points: places, threads: threads)
    }
  }

  /// Adds a point after the last. Its labels and gaps are then to be set anew.
  mutating func append(_ new: LoosePoints.Point) {
    points.append(steps: new.steps, weight: new.weight)
    keys.append(new.key)
    for run in caches.indices { caches[run].assignments?.append() }
  }
}
