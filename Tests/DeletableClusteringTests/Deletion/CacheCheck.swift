// Whether a model's caches are what they would be if they were made anew.

import TestSupport

@testable import DeletableClustering

/// A cache that is not sound.
struct CacheFault: Error {
  let what: String
}

extension QuantizedKMeans {
  /// Throws unless lattice points, keys, index, labels and gaps agree with freshly made ones.
  func checkCaches() throws {
    guard let resident else { throw CacheFault(what: "no records in memory") }
    try checkPoints(resident)
    try checkKeys(resident)
    try checkIndex(resident.data)
    for (round, assignment) in resident.assignments.enumerated() {
      guard let assignment else { continue }
      try checkAssignment(assignment, resident.points, state.rounds[round].centroids, round: round)
    }
  }

  private func checkPoints(_ resident: QuantizedKMeansRecords) throws {
    let fresh = LatticePoints(resident.data, unit: state.unit, threads: 1)
    guard resident.points.count == fresh.count, resident.points.tiles == fresh.tiles,
      resident.points.squaredNorms == fresh.squaredNorms, fresh.count == state.recordCount
    else { throw CacheFault(what: "lattice points") }
  }

  /// Keys row by row; identical records of one id may have swapped theirs.
  private func checkKeys(_ resident: QuantizedKMeansRecords) throws {
    let data = resident.data
    let fresh = RecordKeys(random, dimension: dimension).keys(of: data, threads: 1)
    var kept: [String: Set<Word128>] = [:]
    var made: [String: Set<Word128>] = [:]
    for row in 0..<data.count {
      let record = "\(data.ids[row].bytes) \(data.vector(ofRow: row))"
      kept[record, default: []].insert(resident.keys[row])
      made[record, default: []].insert(fresh[row])
    }
    guard resident.keys.count == data.count, kept == made else { throw CacheFault(what: "keys") }
  }

  private func checkIndex(_ data: Dataset) throws {
    var rows: [RecordID: [Int]] = [:]
    for row in 0..<data.count { rows[data.ids[row], default: []].append(row) }
    guard rows.allSatisfy({ data.rows(of: $0.key) == $0.value }), data.participantCount == rows.count
    else { throw CacheFault(what: "id index") }
  }

  private func checkAssignment(
    _ assignment: Assignment, _ points: LatticePoints, _ centroids: Centroids, round: Int
  ) throws {
    guard assignment.labels.count == points.count, assignment.gaps.count == points.count
    else { throw CacheFault(what: "length of round \(round)") }
    for point in 0..<points.count {
      let (label, gap) = plainNearest(
        points.coordinates(ofPoint: point).map { Int64($0) }, centroids)
      guard label == Int(assignment.labels[point]) else {
        throw CacheFault(what: "label of point \(point) in round \(round)")
      }
      guard gap.map({ Double(assignment.gaps[point]) <= Double($0) }) ?? true else {
        throw CacheFault(what: "gap of point \(point) in round \(round)")
      }
    }
  }
}

/// The nearest centroid, ties to the lower index, and by how much the second is farther; nil if there is none.
func plainNearest(_ point: [Int64], _ centroids: Centroids) -> (label: Int, gap: Int64?) {
  let distances = (0..<centroids.count).map { cluster in
    zip(point, centroids.steps[centroids.range(of: cluster)]).reduce(Int64(0)) { sum, pair in
      sum + (pair.0 - Int64(pair.1)) * (pair.0 - Int64(pair.1))
    }
  }
  let sorted = distances.sorted()
  return (
    distances.firstIndex(of: sorted[0]) ?? 0, sorted.count > 1 ? sorted[1] - sorted[0] : nil
  )
}
