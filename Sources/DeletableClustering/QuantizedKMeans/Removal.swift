// What a replay must know of the records that leave, gathered before they go.

struct Removal: Sendable {
  let records: RemovedPoints
  /// The largest |coordinate| of each record, in the data's units.
  let magnitudes: [Double]
  /// For each round, the records' labels; nil where no cache has them.
  let labels: [[UInt16]?]

  init(rows: [Int], of survivors: QuantizedKMeansRecords) {
    records = survivors.points(ofRows: rows)
    magnitudes = rows.map { survivors.data.magnitude(ofRow: $0) }
    labels = survivors.assignments.map { assignment in
      assignment.map { assignment in rows.map { assignment.labels[$0] } }
    }
  }

  var count: Int { magnitudes.count }

  /// The records' labels in a round.
  ///
  /// - Complexity: O(m·k·d) without a cache.
  func labels(inRound round: Int, _ recorded: Centroids) -> [UInt16] {
    let cached = round < labels.count ? labels[round] : nil
    return cached ?? records.labels(nearest: recorded)
  }
}
