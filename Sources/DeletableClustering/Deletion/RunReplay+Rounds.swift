// The rounds, replayed after some points left and others joined.
//
// Promise    Every round's centroids, statistics and loss are those of a solve of the points after the change.
// Method     While no centroid has moved, a round loses the leaving points' counts, sums and squares, gains those
//            of the joining ones, and the means of the clusters touched are rounded again, as are those under the
//            balance threshold of the old or the new n. From a round whose centroids move, assignments are
//            brought up to date.

extension RunReplay {
  /// - Returns: Whether the replay is complete; without survivors it stops where a centroid moves.
  mutating func replayRounds(_ run: inout Run, _ effect: inout ReplayEffect) -> Bool {
    var centroids = run.seeding.seeds(dimension: solver.dimension)
    if centroids.count != run.rounds[0].centroids.count { return rerunRounds(&run, &effect) }
    let balance = solver.settings.balance
    var touched = RoundChange(
      threshold: balance.threshold(
        totalWeight: solver.totalWeight, clusterCount: centroids.count),
      oldThreshold: balance.threshold(
        totalWeight: solver.totalWeight - change.weightGain, clusterCount: centroids.count))
    for round in 0...solver.settings.iterations {
      let recorded = run.rounds[round].centroids
      touched.begin(oldCounts: run.rounds[round].statistics.counts, hasMoved: centroids != recorded)
      takeIn(&run.rounds[round], round, &touched)
      if touched.hasMoved {
        guard let survivors else { return false }
        reassign(&run.rounds[round], round, to: centroids, survivors, &effect)
      }
      if round == 0 { touched.keepsCell = resolveCellAgain(&run) }
      guard round < solver.settings.iterations else { break }
      centroids = nextCentroids(of: run, after: round, centroids, touched)
    }
    return true
  }

  /// Runs all rounds again, where the count of seeds is another.
  private mutating func rerunRounds(_ run: inout Run, _ effect: inout ReplayEffect) -> Bool {
    guard let survivors else { return false }
    cache.assignments = solver.runRounds(of: &run, survivors)
    effect.noteMove(inRound: 0, reassigned: survivors.points.count * run.rounds.count)
    return true
  }

  /// Takes the change into a round's statistics, loss and assignment, its centroids being as recorded.
  ///
  /// - Complexity: O(d) a leaving point with a cached label; O(k·d) for any other.
  private mutating func takeIn(_ recorded: inout Run.Round, _ round: Int, _ touched: inout RoundChange) {
    let leavingLabels = change.leavingLabels(inRun: index, round: round, recorded.centroids)
    add(change.leaving, leavingLabels, sign: -1, to: &recorded)
    touched.note(leavingLabels)
    guard !change.joining.points.isEmpty else { return }
    let (labels, gaps) = change.joining.nearest(among: recorded.centroids)
    add(change.joining, labels[...], sign: 1, to: &recorded)
    touched.note(labels[...])
    for (point, place) in change.joiningPlaces.enumerated() {
      cache.assignments?.set(labels[point], gaps[point], ofPoint: place, inRound: round)
    }
  }

  private func add(_ loose: LoosePoints, _ labels: ArraySlice<UInt16>, sign: Int, to round: inout Run.Round) {
    for (point, label) in zip(loose.points, labels) {
      let distance = point.squaredDistance(to: Int(label), of: round.centroids)
      round.loss += Int128(sign * point.weight) * Int128(whole: distance)
      round.statistics.add(point, to: Int(label), sign: sign)
    }
  }

  /// Resolves ε again; false if it is another.
  private func resolveCellAgain(_ run: inout Run) -> Bool {
    let cell = solver.resolvedCell(run.rounds[0].statistics)
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
    if isKnown, let change = ScoreChange(from: recorded.centroids, to: centroids) {
      let update = GapUpdate(
        change: change, centroids: CentroidOperand(centroids), origin: survivors.origin,
        rounding: LatticeRounding(solver.unit, dimension: solver.dimension))
      let result = update.apply(
        to: &assignments, round: place, of: survivors.points, threads: solver.threads)
      for part in result.changes { statistics.merge(part) }
      effect.noteMove(inRound: round, reassigned: result.judgedCount)
      effect.columnsRead += result.columnsRead
    } else {
      statistics = assignments.assign(
        survivors.points, to: centroids, round: place,
        after: isKnown ? (round, statistics) : nil, threads: solver.threads)
      effect.noteMove(inRound: round, reassigned: survivors.points.count)
    }
    if keeps { cache.assignments = assignments }
    let loss = statistics.loss(about: centroids)
    recorded = .init(centroids: centroids, statistics: statistics, loss: loss)
  }

  /// The centroids that follow a round, by looking only at clusters that may have changed.
  ///
  /// - Complexity: O(d) for each cluster touched, and O(d) divisions for each that the check leaves open.
  private func nextCentroids(
    of run: Run, after round: Int, _ centroids: Centroids, _ touched: RoundChange
  ) -> Centroids {
    let rounding = solver.rounding(intoRound: round + 1, cell: run.cell)
    let statistics = run.rounds[round].statistics
    guard touched.keepsCell else { return rounding.centroids(statistics, previous: centroids) }
    var next = run.rounds[round + 1].centroids
    for cluster in 0..<centroids.count {
      let isPlain =
        statistics.counts[cluster] >= touched.threshold && touched.oldCounts[cluster] >= touched.oldThreshold
      let isTouched = touched.hasMoved || touched.touches(cluster)
      if isPlain, !isTouched || rounding.surelyKeeps(next, cluster: cluster, statistics) { continue }
      rounding.update(&next, cluster: cluster, statistics, previous: centroids)
    }
    return next
  }
}

/// What has changed so far, as the replay goes through the rounds.
private struct RoundChange {
  /// The least weight of a cluster that takes the plain mean, now and before the change.
  let threshold: Int
  let oldThreshold: Int
  /// Whether ε is what it was.
  var keepsCell = true
  /// Counts of the round's clusters before the change.
  private(set) var oldCounts: [Int] = []
  /// The labels of the points that left or joined.
  private var labels: [UInt16] = []
  /// Whether the round's centroids are others than recorded.
  private(set) var hasMoved = false

  init(threshold: Int, oldThreshold: Int) {
    self.threshold = threshold
    self.oldThreshold = oldThreshold
  }

  mutating func begin(oldCounts: [Int], hasMoved: Bool) {
    // Copied, so that the round's counts keep one owner and change in place.
    self.oldCounts.removeAll(keepingCapacity: true)
    self.oldCounts += oldCounts
    self.hasMoved = hasMoved
    labels.removeAll(keepingCapacity: true)
  }

  mutating func note(_ labels: ArraySlice<UInt16>) {
    self.labels += labels
  }

  /// Whether a point left or joined the cluster.
  func touches(_ cluster: Int) -> Bool {
    labels.count > 64 || labels.contains(UInt16(cluster))
  }
}
