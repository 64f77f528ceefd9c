// The clusters of the model's own records, and of new rows.

extension ModelCore {
  func records() throws(DeletionError) -> Dataset {
    if let resident { return resident.original }
    guard let deferred else { preconditionFailure("A model has records.") }
    do { return try deferred.load() } catch { throw DeletionError.unreadableRecords(error) }
  }

  /// The surviving records as they are clustered.
  package func preparedRecords() throws(DeletionError) -> Dataset {
    if let resident { return resident.prepared }
    return preparation.apply(to: try records(), threads: threads)
  }

  func labels() throws(DeletionError) -> [Int] {
    if let labels = structure.publishedLabels { return labels.map { Int($0) } }
    guard let published = structure.published else { return [] }
    let data = try preparedRecords()
    return blocks(of: data).flatMap { assign($0, of: data, to: published).labels.map { Int($0) } }
  }

  func clusterSummary() throws(DeletionError) -> ClusterSummary {
    if let round = structure.publishedRound { return summary(round.statistics.counts, loss: round.loss) }
    guard let published = structure.published else {
      return ClusterSummary(inertia: 0, clusterSizes: [])
    }
    let data = try preparedRecords()
    var loss: Int128 = 0
    var sizes = Array(repeating: 0, count: published.count)
    for block in blocks(of: data) {
      let statistics = assign(block, of: data, to: published).statistics
      loss += statistics.loss(about: published)
      for cluster in sizes.indices { sizes[cluster] += statistics.counts[cluster] }
    }
    return summary(sizes, loss: loss)
  }

  private func summary(_ sizes: [Int], loss: Int128) -> ClusterSummary {
    ClusterSummary(inertia: inertia(ofLoss: loss), clusterSizes: sizes)
  }

  /// A loss in steps squared, in the units in which records are clustered, squared.
  func inertia(ofLoss loss: Int128) -> Double {
    Double(loss) * summary.unit.value * summary.unit.value
  }

  /// Rows in blocks, so that no second copy of all of them is made.
  private func blocks(of rows: Dataset) -> [Range<Int>] {
    let size = 1 << 16
    return stride(from: 0, to: rows.count, by: size).map { $0..<Swift.min(rows.count, $0 + size) }
  }

  private func assign(
    _ block: Range<Int>, of rows: Dataset, to centroids: Centroids
  ) -> (labels: [UInt16], statistics: ClusterStatistics) {
    let points = LatticePoints(
      rows, rows: block.map { Int32($0) }, unit: summary.unit, threads: threads)
    var assignments = Assignments(rounds: 1, count: points.count, clusters: centroids.count)
    let statistics = assignments.assign(points, to: centroids, round: 0, threads: threads)
    return (assignments.labels(ofRound: 0), statistics)
  }

  func predict(_ rows: Dataset) -> [Int] {
    precondition(
      rows.dimension == dimension, "Rows of \(rows.dimension) coordinates for a model of \(dimension).")
    precondition(
      settings.preparation.fillsMissing || rows.firstMissingValue == nil,
      "A value is missing, and the model's preparation does not fill it.")
    guard let published = structure.published else { return [] }
    let rows = preparation.apply(to: rows, threads: threads)
    let labels = blocks(of: rows).flatMap { assign($0, of: rows, to: published).labels }
    let range = Double(precision.limit) * summary.unit.value
    return labels.indices.map { row in
      rows.magnitude(ofRow: row) <= range
        ? Int(labels[row]) : nearest(toFar: rows.vector(ofRow: row), published)
    }
  }

  private func nearest(toFar vector: [Double], _ centroids: Centroids) -> Int {
    let bound = 0x1p400  // keeps products finite
    let steps = vector.map { min(max($0 * summary.unit.scale, -bound), bound) }
    let scores = (0..<centroids.count).map { cluster in
      zip(steps, centroids.steps[centroids.range(of: cluster)]).reduce(0.0) { sum, pair in
        let step = Double(pair.1)
        return sum + step * (step - 2 * pair.0)
      }
    }
    return scores.indices.min { scores[$0] < scores[$1] } ?? 0
  }
}
