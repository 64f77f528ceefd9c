// The usual check: only the deleted record's own cluster is rounded again.

import DeletableClustering

extension Twin {
  /// Whether the usual check says that no centroid moves when a row is deleted.
  ///
  /// It knows of the new n where it rounds; it does not look at other clusters.
  package func naiveCheckSaysUnchanged(deleting row: Int) -> Bool {
    let point = lattice.points[row]
    let rounding = TwinRounding(
      configuration: configuration, limit: lattice.limit, recordCount: data.count - 1,
      clusterCount: seeding.steps.count, cell: cell)
    guard !seeding.steps.contains(where: { step in step.candidates.contains { $0.row == row } })
    else { return false }
    return rounds.indices.dropLast().allSatisfy { index in
      let round = rounds[index]
      let cluster = round.labels[row]
      let next = rounding.centroid(
        round: index + 1, count: round.counts[cluster] - 1,
        sum: zip(round.sums[cluster], point).map { $0 - $1 }, previous: round.centroids[cluster])
      return next == rounds[index + 1].centroids[cluster]
    }
  }
}
