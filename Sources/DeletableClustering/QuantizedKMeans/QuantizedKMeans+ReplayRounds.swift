// The rounds, replayed without the records that leave.
//
// Promise    Every round's centroids, statistics and loss are those of a fit of the survivors.
// Method     While no centroid has moved, a round loses the leaving records' counts, sums and squares, and
//            the means of the clusters touched are rounded again, as are those under the balance threshold of
//            the old or the new n. From a round whose centroids move, assignments are brought up to date.

extension QuantizedKMeans {
  /// - Returns: Whether the replay is complete; without survivors it stops where a centroid moves.
  mutating func replayRounds(
    _ removal: Removal, oldCount: Int,
    _ survivors: inout QuantizedKMeansRecords?, _ outcome: inout DeletionOutcome
  ) -> Bool {
    var centroids = state.seeding.seeds(dimension: dimension)
    if centroids.count != state.rounds[0].centroids.count {
      return rerunRounds(&survivors, &outcome)
    }
    var change = RoundChange(
      threshold: configuration.balance.threshold(
        recordCount: state.recordCount, clusterCount: centroids.count),
      oldThreshold: configuration.balance.threshold(
        recordCount: oldCount, clusterCount: centroids.count))
    for round in 0...configuration.iterations {
      let recorded = state.rounds[round].centroids
      change.begin(
        oldCounts: state.rounds[round].statistics.counts, labels: removal.labels(inRound: round, recorded),
        hasMoved: centroids != recorded)
      subtract(removal.records, change.labels, fromRound: round)
      if change.hasMoved {
        guard var records = survivors.take() else { return false }
        outcome.isCertified = false
        outcome.firstMovedRound = outcome.firstMovedRound ?? round
        outcome.reassignedCount += reassign(round: round, to: centroids, &records)
        survivors = records
      }
      if round == 0 { change.keepsCell = resolveCellAgain() }
      guard round < configuration.iterations else { break }
      centroids = nextCentroids(after: round, centroids, change)
    }
    return true
  }

  /// Runs all rounds again, where the count of seeds is another.
  private mutating func rerunRounds(
    _ survivors: inout QuantizedKMeansRecords?, _ outcome: inout DeletionOutcome
  ) -> Bool {
    guard var records = survivors.take() else { return false }
    runRounds(&records)
    survivors = records
    outcome.isCertified = false
    outcome.firstMovedRound = 0
    outcome.reassignedCount += state.recordCount * state.rounds.count
    return true
  }

  /// Takes records out of a round's statistics and loss.
  ///
  /// - Complexity: O(d) a record.
  private mutating func subtract(_ leaving: RemovedPoints, _ labels: [UInt16], fromRound round: Int) {
    for (point, label) in zip(leaving.points, labels) {
      let centroids = state.rounds[round].centroids
      let place = centroids.steps[centroids.range(of: Int(label))]
      state.rounds[round].loss -= Int128(whole: point.squaredDistance(to: place))
      state.rounds[round].statistics.remove(point, from: Int(label))
    }
  }

  /// Resolves ε again; false if it is another.
  private mutating func resolveCellAgain() -> Bool {
    let cell = resolvedCell(state.rounds[0].statistics)
    defer { state.cell = cell }
    return cell == state.cell
  }

  /// Puts other centroids into a round whose statistics no longer have the leaving records.
  ///
  /// - Returns: How many points had their nearest centroid computed.
  private mutating func reassign(
    round: Int, to centroids: Centroids, _ records: inout QuantizedKMeansRecords
  ) -> Int {
    var statistics = state.rounds[round].statistics
    let computed: Int
    if var assignment = records.assignments[round].take(),
      let change = ScoreChange(from: state.rounds[round].centroids, to: centroids)
    {
      let update = GapUpdate(
        change: change, centroids: CentroidOperand(centroids), data: records.data,
        rounding: LatticeRounding(state.unit, dimension: dimension))
      let result = update.apply(to: &assignment, of: records.points, threads: threads)
      for part in result.changes { statistics.merge(part) }
      records.assignments[round] = assignment
      computed = result.judgedCount
    } else {
      let full = Assignment.full(records.points, to: centroids, threads: threads)
      records.assignments[round] = full.assignment
      statistics = full.statistics
      computed = records.points.count
    }
    let loss = statistics.loss(about: centroids)
    state.rounds[round] = .init(centroids: centroids, statistics: statistics, loss: loss)
    return computed
  }

  /// The centroids that follow a round, by looking only at clusters that may have changed.
  ///
  /// - Complexity: O(d) for each cluster touched, and O(d) divisions for each that the check leaves open.
  private func nextCentroids(
    after round: Int, _ centroids: Centroids, _ change: RoundChange
  ) -> Centroids {
    let rounding = rounding(intoRound: round + 1)
    let statistics = state.rounds[round].statistics
    guard change.keepsCell else { return rounding.centroids(statistics, previous: centroids) }
    var next = state.rounds[round + 1].centroids
    for cluster in 0..<centroids.count {
      let isPlain =
        statistics.counts[cluster] >= change.threshold && change.oldCounts[cluster] >= change.oldThreshold
      let isTouched = change.hasMoved || change.touches(cluster)
      if isPlain, !isTouched || rounding.surelyKeeps(next, cluster: cluster, statistics) { continue }
      rounding.update(&next, cluster: cluster, statistics, previous: centroids)
    }
    return next
  }
}

/// What a deletion has changed so far, as the replay goes through the rounds.
private struct RoundChange {
  /// The least count of a cluster that takes the plain mean, now and before the deletion.
  let threshold: Int
  let oldThreshold: Int
  /// Whether ε is what it was.
  var keepsCell = true
  /// Counts of the round's clusters before the deletion.
  private(set) var oldCounts: [Int] = []
  /// The leaving records' labels.
  private(set) var labels: [UInt16] = []
  /// Whether the round's centroids are others than recorded.
  private(set) var hasMoved = false

  init(threshold: Int, oldThreshold: Int) {
    self.threshold = threshold
    self.oldThreshold = oldThreshold
  }

  mutating func begin(oldCounts: [Int], labels: [UInt16], hasMoved: Bool) {
    self.oldCounts = oldCounts
    self.labels = labels
    self.hasMoved = hasMoved
  }

  /// Whether a record left the cluster.
  func touches(_ cluster: Int) -> Bool {
    labels.count > 64 || labels.contains(UInt16(cluster))
  }
}
