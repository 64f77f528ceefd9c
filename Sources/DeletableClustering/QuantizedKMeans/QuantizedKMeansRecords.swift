// The surviving records of a model, and what is derived from them.

struct QuantizedKMeansRecords: Sendable {
  /// The records as they were given.
  private(set) var data: Dataset
  /// A cache: the records on the lattice of the state's unit.
  private(set) var points: LatticePoints
  /// A cache: each record's key under the configuration's seed.
  private(set) var keys: [Word128]
  /// A cache: for each round, labels and gaps; nil where they are not known.
  var assignments: [Assignment?]

  init(_ data: Dataset, unit: LatticeUnit, seed: UInt64, threads: Int) {
    self.data = data
    points = LatticePoints(data, unit: unit, threads: threads)
    keys = RecordKeys(KeyedRandom(seed: seed), dimension: data.dimension).keys(of: data, threads: threads)
    assignments = []
  }

  /// The total order of rows that settles every tie: by id, content and key. Only the key tells identical records
  /// of one id apart, and it does not depend on their rows.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    data.precedes(left, right) || (!data.precedes(right, left) && keys[left] < keys[right])
  }

  /// The records of some rows as points, before they go.
  func points(ofRows rows: [Int]) -> RemovedPoints {
    RemovedPoints(
      points: rows.map { row in
        .init(key: keys[row], steps: points.coordinates(ofPoint: row).map(Double.init))
      })
  }

  /// Takes rows out; others get their numbers.
  ///
  /// - Parameter rows: Distinct.
  /// - Complexity: O(d + T) a row.
  mutating func remove(rows: [Int]) {
    for row in rows.sorted(by: >) {
      data.removeSwapping(row: row)
      points.removeSwapping(point: row)
      keys.swapRemove(row)
      for round in assignments.indices { assignments[round]?.removeSwapping(point: row) }
    }
  }
}
