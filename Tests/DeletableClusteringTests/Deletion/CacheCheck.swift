// Whether a model's caches are what they would be if they were made anew.

import TestSupport

@testable import DeletableClustering

/// A cache that is not sound.
struct CacheFault: Error {
  let what: String
}

/// A record's id, values and weight; values by their bits, so that a missing one equals itself.
struct RecordContent: Hashable {
  let id: RecordID
  let values: [UInt64]
  let weight: Int
}

extension DeletableModel {
  /// Throws unless lattice points, keys, places, labels and gaps agree with freshly made ones.
  func checkCaches() throws {
    guard let records = core.resident else { throw CacheFault(what: "no records in memory") }
    try records.original.checkIndex()
    try records.prepared.checkIndex()
    let prepared = core.preparation.apply(to: records.original, threads: 1)
    for row in 0..<prepared.count where prepared.content(ofRow: row) != records.prepared.content(ofRow: row) {
      throw CacheFault(what: "prepared records")
    }
    if let fit = core.structure as? FlatFit { try fit.checkCaches(records, core.context) }
    if let fit = core.structure as? TreeFit { try fit.checkCaches(records, core.context) }
  }
}

extension Dataset {
  fileprivate func checkIndex() throws {
    var rows: [RecordID: [Int]] = [:]
    for row in 0..<count { rows[ids[row], default: []].append(row) }
    guard rows.allSatisfy({ self.rows(of: $0.key) == $0.value }), participantCount == rows.count
    else { throw CacheFault(what: "id index") }
  }

  /// All that a record says.
  func content(ofRow row: Int) -> RecordContent {
    RecordContent(id: ids[row], values: vector(ofRow: row).map(\.bitPattern), weight: weight(ofRow: row))
  }

  /// Throws unless the keys are those of the rows; identical records of one id may have swapped theirs.
  fileprivate func checkKeys(_ keys: [Word128], _ context: FitContext) throws {
    let fresh = context.keys(of: self)
    guard keys.count == fresh.count else { throw CacheFault(what: "count of keys") }
    var kept: [RecordContent: Set<Word128>] = [:]
    var made: [RecordContent: Set<Word128>] = [:]
    // Most rows have the key that a fresh look gives, and need no more.
    for row in 0..<count where keys[row] != fresh[row] {
      let content = content(ofRow: row)
      kept[content, default: []].insert(keys[row])
      made[content, default: []].insert(fresh[row])
    }
    guard kept == made else { throw CacheFault(what: "keys") }
  }
}

extension FlatFit {
  fileprivate func checkCaches(_ records: ResidentRecords, _ context: FitContext) throws {
    guard let points else { throw CacheFault(what: "no points") }
    let lattice = points.points.with(.records(PointRecords(data: records.prepared, rows: nil)))
    let fresh = LatticePoints(records.prepared, unit: context.unit, threads: 1)
    guard lattice.isEqual(to: fresh), fresh.count == context.summary.recordCount
    else { throw CacheFault(what: "lattice points") }
    try records.original.checkKeys(points.keys, context)
    try points.checkCaches(solution.runs, lattice)
  }
}

extension SolverPoints {
  /// Throws unless all labels are exact, all gaps lower bounds, and as many as the points.
  ///
  /// - Parameter lattice: The points, with what can be read in their place.
  fileprivate func checkCaches(_ runs: [Run], _ lattice: LatticePoints) throws {
    guard lattice.hasSoundColumns() else { throw CacheFault(what: "occupied columns") }
    guard caches.count == runs.count else { throw CacheFault(what: "count of runs") }
    for (run, cache) in zip(runs, caches) {
      guard let known = cache.assignments else { continue }
      guard known.roundCount == run.rounds.count else { throw CacheFault(what: "count of rounds") }
      for (index, round) in run.rounds.enumerated() where known.isKnown[index] {
        try known.check(index, lattice, round.centroids)
      }
    }
  }
}

extension LatticePoints {
  /// Whether all is the same; no weights are as good as weights of 1.
  fileprivate func isEqual(to other: LatticePoints) -> Bool {
    count == other.count && squaredNorms == other.squaredNorms
      && (keepsTiles ? tiles == other.tiles : tiles.isEmpty)
      && (0..<count).allSatisfy {
        weight(ofPoint: $0) == other.weight(ofPoint: $0)
          && coordinates(ofPoint: $0) == other.coordinates(ofPoint: $0)
      }
  }
}

extension LatticePoints {
  /// Whether the sets of occupied columns are those of the points, or of all columns where points may have left: nothing
  /// else of these stays.
  func hasSoundColumns(mayHaveLeft: Bool = true) -> Bool {
    guard !occupied.sets.isEmpty else { return true }
    let words = (dimension + 63) / 64
    guard occupied.sets.count == 2 * words * tileCount else { return false }
    return (0..<2 * tileCount).allSatisfy { group in
      let first = group * OccupiedColumns.groupWidth
      var set = Array(repeating: UInt64(0), count: words)
      for point in first..<max(first, min(count, first + OccupiedColumns.groupWidth)) {
        for (column, step) in coordinates(ofPoint: point).enumerated() where step != 0 {
          set[column / 64] |= 1 << UInt64(column % 64)
        }
      }
      let kept = Array(occupied.sets[group * words..<(group + 1) * words])
      return kept == set || mayHaveLeft && kept.allSatisfy { $0 == .max }
    }
  }
}

extension Assignments {
  fileprivate func check(_ round: Int, _ points: LatticePoints, _ centroids: Centroids) throws {
    let (labels, gaps) = (labels(ofRound: round), gaps(ofRound: round))
    guard labels.count == points.count, gaps.count == points.count
    else { throw CacheFault(what: "length of an assignment") }
    for point in 0..<points.count {
      let (label, gap) = plainNearest(
        points.coordinates(ofPoint: point).map { Int64($0) }, centroids)
      guard label == Int(labels[point]) else { throw CacheFault(what: "label of point \(point)") }
      guard gap.map({ Double(gaps[point]) <= Double($0) }) ?? true else {
        throw CacheFault(what: "gap of point \(point)")
      }
    }
  }
}

extension TreeFit {
  /// Throws unless the leaves have the records that a fresh distribution gives them, each where `places` says,
  /// and the branches what their children pass on.
  fileprivate func checkCaches(_ records: ResidentRecords, _ context: FitContext) throws {
    let data = records.prepared
    guard let places, places.count == data.count else { throw CacheFault(what: "no places") }
    let fresh = LatticePoints(data, unit: context.unit, threads: 1)
    var keys: [Word128] = []
    for (row, place) in places.enumerated() {
      guard let contents = leaves[Int(place.leaf)].contents,
        contents.rows.indices.contains(Int(place.index)), Int(contents.rows[Int(place.index)]) == row
      else { throw CacheFault(what: "place of row \(row)") }
      let points = contents.points
      guard points.points.coordinates(ofPoint: Int(place.index)) == fresh.coordinates(ofPoint: row),
        points.points.weight(ofPoint: Int(place.index)) == Double(data.weight(ofRow: row))
      else { throw CacheFault(what: "point of row \(row)") }
      keys.append(points.keys[Int(place.index)])
      guard Int(place.leaf) == leaf(of: keys[row], context.random) else {
        throw CacheFault(what: "leaf of row \(row)")
      }
    }
    try records.original.checkKeys(keys, context)
    try checkLeaves(count: data.count)
    try checkBranches(context)
  }

  private func leaf(of key: Word128, _ random: KeyedRandom) -> Int {
    let word = Philox.block(counter: key, key: random.key(.leaf)).low
    return Int((UInt128(word) * UInt128(leaves.count)) >> 64)
  }

  private func checkLeaves(count: Int) throws {
    guard leaves.reduce(0, { $0 + ($1.contents?.rows.count ?? 0) }) == count else {
      throw CacheFault(what: "leaf sizes")
    }
    for leaf in leaves {
      guard let solution = leaf.node.solution else { continue }
      if let points = leaf.contents?.points { try points.checkCaches(solution.runs, points.points) }
    }
  }

  /// Throws unless each branch that has its points has those of its children, whatever their order.
  private func checkBranches(_ context: FitContext) throws {
    for level in inner.indices {
      for index in inner[level].indices {
        let branch = inner[level][index]
        guard let contents = branch.contents, let solution = branch.node.solution else { continue }
        try contents.points.checkCaches(solution.runs, contents.points.points)
        let children = shape.children(of: index, level: level)
        let keys = BranchKeys(context, level: level + 1, firstChild: children.lowerBound)
        var expected: [UInt64: Contribution.Entry] = [:]
        for (child, place) in children.enumerated() {
          let passed = contribution(level: level + 1, index: place, context)
          for (cluster, entry) in passed.entries.enumerated() {
            expected[keys.tag(child: child, cluster: cluster)] = entry
          }
        }
        guard Set(contents.tags) == Set(expected.keys), contents.tags.count == expected.count else {
          throw CacheFault(what: "tags of a branch")
        }
        for (place, tag) in contents.tags.enumerated() {
          guard contents.points.keys[place] == keys.key(ofTag: tag),
            Int(contents.places[keys.slot(ofTag: tag)]) == place,
            contents.points.points.coordinates(ofPoint: place) == expected[tag]?.steps.map({ Float($0) }),
            Int(contents.points.points.weight(ofPoint: place)) == expected[tag]?.weight
          else { throw CacheFault(what: "point of a branch") }
        }
      }
    }
  }
}

/// The nearest centroid, ties to the lower index, and by how much the second is farther; nil if there is none.
func plainNearest(_ point: [Int64], _ centroids: Centroids) -> (label: Int, gap: Int64?) {
  var label = 0
  var least = plainDistance(point, centroids, 0)
  var second: Int64?
  for cluster in 1..<max(1, centroids.count) {
    let distance = plainDistance(point, centroids, cluster)
    if distance < least {
      (label, least, second) = (cluster, distance, least)
    } else {
      second = min(distance, second ?? distance)
    }
  }
  return (label, second.map { $0 - least })
}

/// A loop over places, as debug builds take it for all points of many models.
private func plainDistance(_ point: [Int64], _ centroids: Centroids, _ cluster: Int) -> Int64 {
  let range = centroids.range(of: cluster)
  precondition(range.count == point.count)
  var sum: Int64 = 0
  var column = 0
  while column < point.count {
    let apart = point[column] - Int64(centroids.steps[range.lowerBound + column])
    sum += apart * apart
    column += 1
  }
  return sum
}
