// The rounds, replayed after some points left and others joined.
//
// Promise    Every round's centroids, statistics and loss are those of a solve of the points after the change.
// Method     Every round loses the leaving points' counts, sums and squares, and gains those of the joining ones. Then
//            the means of the clusters touched are looked at; most surely stay, and so do the next round's centroids.
//            Where one may not, they are rounded again, as are those under the balance threshold of the old or the new n.
//            From a round whose centroids move, assignments are brought up to date.

extension RunReplay {
  /// - Returns: Whether the replay is complete; without survivors it stops where a centroid moves.
  mutating func replayRounds(
    _ run: inout Run, _ effect: inout ReplayEffect, _ survivors: () -> SolverInput?
  ) -> Bool {
    if run.seeding.steps.count != run.rounds.clusterCount { return rerunRounds(&run, &effect, survivors) }
    let labels = change.labels(inRun: index, run.rounds, &cache)
    let last = solver.settings.iterations
    var round = 0
    // Nil while they are those that are recorded.
    var centroids = keepsSeeds ? nil : run.seeding.seeds(dimension: solver.dimension)
    var keepsCell = true
    var check: RoundCheck?
    run.rounds.takeIn(change.points, labels, threads: solver.threads)
    while true {
      var state: RoundChange?
      if let moved = centroids, !run.rounds.areCentroids(moved, ofRound: round) {
        guard let survivors = survivors() else { return false }
        state = RoundChange(run.rounds, round, labels, change, hasMoved: true)
        reassign(&run.rounds[round], round, to: moved, survivors, &effect)
      }
      if round == 0 { keepsCell = resolveCellAgain(&run) }
      if keepsCell, state == nil {
        round = lastToStay(&run, from: round, labels, &check)
      }
      guard round < last else { return true }
      state = state ?? RoundChange(run.rounds, round, labels, change, hasMoved: false)
      centroids = nextCentroids(of: run, after: round, keepsCell ? state : nil)
      round += 1
    }
  }

  /// From a round on, the first whose means may become other centroids than the next round has; the last if there is none.
  private mutating func lastToStay(
    _ run: inout Run, from round: Int, _ labels: [UInt16], _ check: inout RoundCheck?
  ) -> Int {
    let known = check ?? makeRoundCheck(run)
    check = known
    if cache.lattices.lastCell != run.cell {
      cache.lattices = RoundLattices(lastCell: run.cell, cells: solver.cells(last: run.cell))
    }
    let reached = run.rounds.lastToStay(change.points, labels, from: round, known, cache.lattices)
    guard reached < solver.settings.iterations, !cache.lattices.knowEnds else { return reached }
    // It may have been a centroid at the end of the range.
    let roundings = (1...solver.settings.iterations).map { solver.rounding(intoRound: $0, cell: run.cell) }
    cache.lattices.findEnds(roundings, dimension: solver.dimension)
    return run.rounds.lastToStay(change.points, labels, from: reached, known, cache.lattices)
  }

  /// Runs all rounds again, where the count of seeds is another.
  private mutating func rerunRounds(
    _ run: inout Run, _ effect: inout ReplayEffect, _ survivors: () -> SolverInput?
  ) -> Bool {
    guard let survivors = survivors() else { return false }
    cache.assignments = solver.runRounds(of: &run, survivors)
    effect.noteMove(inRound: 0, reassigned: survivors.points.count * run.rounds.count)
    return true
  }

  /// Resolves ε again; false if it is another.
  private func resolveCellAgain(_ run: inout Run) -> Bool {
    let cell = solver.resolvedCell(run.rounds, recorded: run.cell)
    defer { run.cell = cell }
    return cell == run.cell
  }

  /// Puts other centroids into a round that the change was taken into.
  private mutating func reassign(
    _ recorded: inout Run.Round, _ round: Int, to centroids: Centroids, _ survivors: SolverInput,
    _ effect: inout ReplayEffect
  ) {
    var statistics = recorded.statistics
    let keeps = solver.keepsAssignments
    // Taken out, so that the arrays have one owner and change in place.
    var assignments =
      cache.assignments.take()
      ?? Assignments(
        rounds: keeps ? solver.settings.iterations + 1 : 1, count: survivors.points.count,
        clusters: solver.settings.clusters)
    let place = keeps ? round : 0
    let isKnown = keeps && assignments.isKnown[round]
    let update = isKnown ? gapUpdate(from: recorded.centroids, to: centroids, survivors) : nil
    let readsTooMuch = update?.readsTooMuch(survivors.points) ?? false
    if let update, !readsTooMuch, !update.opensTooMuch(assignments, round: place, of: survivors.points) {
      let result = update.apply(
        to: &assignments, round: place, of: survivors.points, threads: solver.threads)
      for part in result.changes { statistics.merge(part) }
      effect.noteMove(inRound: round, reassigned: result.reassignedCount)
      effect.columnsRead += result.columnsRead
    } else {
      statistics = assignments.assign(
        survivors.points, to: centroids, round: place,
        after: isKnown ? (round, statistics) : nil, threads: solver.threads)
      effect.noteMove(inRound: round, reassigned: survivors.points.count)
      // It took as long as to read so many.
      if let update, readsTooMuch { effect.columnsRead += max(1, update.columnLimit) }
    }
    if keeps { cache.assignments = assignments }
    let loss = statistics.loss(about: centroids)
    recorded = .init(centroids: centroids, statistics: statistics, loss: loss)
  }

  /// How labels and gaps follow; nil where so much moved that assigning all is less work.
  private func gapUpdate(
    from old: Centroids, to new: Centroids, _ survivors: SolverInput
  ) -> GapUpdate? {
    guard let change = ScoreChange(from: old, to: new) else { return nil }
    return GapUpdate(
      change: change, centroids: CentroidOperand(new), origin: survivors.origin,
      rounding: LatticeRounding(solver.unit, dimension: solver.dimension))
  }

  /// What tells that centroids stay, without a look at each of them.
  private func makeRoundCheck(_ run: Run) -> RoundCheck {
    let thresholds = thresholds(clusterCount: run.rounds.clusterCount)
    return RoundCheck(
      rule: solver.rounding(intoRound: 1, cell: run.cell).meanRule(clusterCount: run.rounds.clusterCount),
      leastCount: max(thresholds.now, thresholds.before + change.joiningWeight),
      joiningWeight: change.joiningWeight)
  }

  /// The least weight of a cluster that takes the plain mean, now and before the change.
  private func thresholds(clusterCount: Int) -> (now: Int, before: Int) {
    let balance = solver.settings.balance
    return (
      balance.threshold(totalWeight: solver.totalWeight, clusterCount: clusterCount),
      balance.threshold(totalWeight: solver.totalWeight - change.weightGain, clusterCount: clusterCount)
    )
  }

  /// The centroids that follow a round, by looking only at clusters that may have changed.
  ///
  /// - Parameter state: Nil where all are to be rounded again.
  /// - Complexity: O(d) for each cluster touched, and O(d) divisions for each that the check leaves open.
  private func nextCentroids(of run: Run, after round: Int, _ state: RoundChange?) -> Centroids {
    let rounding = solver.rounding(intoRound: round + 1, cell: run.cell)
    let statistics = run.rounds.statistics(ofRound: round)
    let previous = run.rounds.centroids(ofRound: round)
    guard let state else { return rounding.centroids(statistics, previous: previous) }
    let thresholds = thresholds(clusterCount: statistics.clusterCount)
    var next = run.rounds.centroids(ofRound: round + 1)
    for (cluster, before) in state.clusters.enumerated() {
      let count = statistics.counts[cluster]
      let isPlain = count >= thresholds.now && before.count >= thresholds.before
      if isPlain, !before.isTouched { continue }
      // One that was empty kept a centroid that is no mean of this round.
      let isMean = count > 0 && before.count > 0
      if isMean, rounding.surelyKeeps(next, cluster: cluster, statistics, previous: previous) { continue }
      rounding.update(&next, cluster: cluster, statistics, previous: previous, mostlyStays: isMean)
    }
    return next
  }
}

/// What is to be known of a round before a change, to tell which of the centroids that follow may move.
private struct RoundChange {
  let clusters: [Cluster]

  struct Cluster {
    /// Its weight before the change.
    var count: Int
    /// Whether it has other points than before.
    var isTouched: Bool
  }

  /// - Parameters:
  ///   - rounds: After the change was taken into the round.
  ///   - hasMoved: Whether the round gets other centroids than recorded.
  init(_ rounds: Rounds, _ round: Int, _ labels: [UInt16], _ change: PointChange, hasMoved: Bool) {
    var clusters = rounds.counts(ofRound: round).map { Cluster(count: $0, isTouched: hasMoved) }
    let (members, first) = (change.points.members, round * change.points.count)
    for place in members.indices {
      let cluster = Int(labels[first + place])
      clusters[cluster].count -= Int(members[place].weight)
      clusters[cluster].isTouched = true
    }
    self.clusters = clusters
  }
}
