// The clusters of the model's own records, and of new rows.

extension QuantizedKMeans {
  /// The surviving records, read from the store if they were not yet.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  public func records() throws(DeletionError) -> Dataset {
    try inMemory().data
  }

  /// The cluster of each surviving record, in the order of ``records()``.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  /// - Complexity: O(n) while the records are in memory with their cache; for an opened model each call reads
  ///   all records, and costs O(n·k·d).
  public func labels() throws(DeletionError) -> [Int] {
    guard let best = state.bestRound, let published = state.published else { return [] }
    let records = try inMemory()
    let labels =
      records.assignments[best]?.labels
      ?? Assignment.full(records.points, to: published, threads: threads).assignment.labels
    return labels.map { Int($0) }
  }

  private func inMemory() throws(DeletionError) -> QuantizedKMeansRecords {
    var copy = self
    try copy.readRecords()
    guard let records = copy.resident else { preconditionFailure("A model has records.") }
    return records
  }

  /// The nearest cluster of each row, ties to the lower index; the rows need not be the model's.
  ///
  /// Rows are rounded to the model's lattice first. A row beyond the lattice's range, where exact
  /// arithmetic ends, is compared in plain double precision, in a fixed order.
  ///
  /// - Parameter rows: m rows of d coordinates; their ids do not matter.
  /// - Returns: m clusters from 0; empty if the model is.
  /// - Precondition: `rows.dimension` is d.
  /// - Complexity: O(m·k·d).
  public func predict(_ rows: Dataset) -> [Int] {
    precondition(
      rows.dimension == dimension, "Rows of \(rows.dimension) coordinates for a model of \(dimension).")
    guard let published = state.published else { return [] }
    let points = LatticePoints(rows, unit: state.unit, threads: threads)
    let labels = Assignment.full(points, to: published, threads: threads).assignment.labels
    let range = Double(precision.limit) * state.unit.value
    return labels.indices.map { row in
      rows.magnitude(ofRow: row) <= range
        ? Int(labels[row]) : nearest(toFar: rows.vector(ofRow: row), published)
    }
  }

  private func nearest(toFar vector: [Double], _ centroids: Centroids) -> Int {
    let bound = 0x1p400  // keeps products finite
    let steps = vector.map { min(max($0 * state.unit.scale, -bound), bound) }
    let scores = (0..<centroids.count).map { cluster in
      zip(steps, centroids.steps[centroids.range(of: cluster)]).reduce(0.0) { sum, pair in
        let step = Double(pair.1)
        return sum + step * (step - 2 * pair.0)
      }
    }
    return scores.indices.min { scores[$0] < scores[$1] } ?? 0
  }
}
