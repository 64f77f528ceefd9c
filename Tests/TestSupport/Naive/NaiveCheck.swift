// The usual check: only the deleted record's own cluster is rounded again.

import DeletableClustering

extension Twin {
  /// Whether the usual check says that no centroid of the first run moves when a row is deleted.
  ///
  /// It knows of the new n where it rounds; it does not look at other clusters.
  package func naiveCheckSaysUnchanged(deleting row: Int) -> Bool {
    let run = solution.runs[0]
    let (point, weight) = (points.places[row], points.weights[row])
    let rounding = TwinRounding(
      TwinSolve(settings), seed: settings.seed, limit: lattice.limit,
      totalWeight: points.totalWeight - weight, clusterCount: run.seeding.steps.count, cell: run.cell)
    guard !run.seeding.steps.contains(where: { step in step.candidates.contains { $0.row == row } })
    else { return false }
    return run.rounds.indices.dropLast().allSatisfy { index in
      let round = run.rounds[index]
      let cluster = round.labels[row]
      let next = rounding.centroid(
        round: index + 1, count: round.counts[cluster] - Int(weight),
        sum: zip(round.sums[cluster], point).map { $0 - weight * $1 }, previous: round.centroids[cluster])
      return next == run.rounds[index + 1].centroids[cluster]
    }
  }
}
