// The replay of a solve after some points left and others joined: each run's seeding, then its rounds.
//
// Promise    Afterwards every stored number is the one that a solve of the points that are there stores.
// Method     Go through the seeding and the recorded rounds with the change taken into potentials and
//            sums. While each rounded centroid stays where it was, only the sums change; from the first
//            one that moves, labels are computed again where the gap no longer proves them.
// Source     Ginart, Guan, Valiant and Zou, "Making AI Forget You", NeurIPS 2019, arXiv:1907.05012.
// Differs    Sums are integers, so the replay is exact; after a failed check it resumes with the same
//            phases instead of starting again with new ones. See Exactness in the documentation.

extension Solver {
  /// Makes the solution that of a solve of the points after a change.
  ///
  /// - Parameters:
  ///   - count: How many points there are after the change, at least one.
  ///   - totalWeight: Theirs.
  ///   - survivors: The points after the change; nil while they are not read.
  ///   - caches: Theirs, for each run.
  /// - Returns: Whether the replay is complete. Without survivors it stops where it needs them, and the
  ///   solution is then to be thrown away.
  func replay(
    _ solution: inout Solution, _ change: PointChange, count: Int, totalWeight: Int,
    survivors: SolverInput?, caches: inout [RunCache], _ effect: inout ReplayEffect
  ) -> Bool {
    let published = solution.best?.centroids
    for index in solution.runs.indices {
      let solver = runSolver(index, count: count, totalWeight: totalWeight)
      var replay = RunReplay(solver, index: index, change, survivors: survivors)
      if survivors != nil { swap(&replay.cache, &caches[index]) }
      defer { if survivors != nil { swap(&replay.cache, &caches[index]) } }
      guard replay.replaySeeding(&solution.runs[index]), replay.replayRounds(&solution.runs[index], &effect)
      else { return false }
      solution.runs[index].chooseBestRound()
    }
    solution.chooseBestRun()
    if solution.best?.centroids != published { effect.isCertified = false }
    return true
  }
}

/// One run that is replayed.
struct RunReplay {
  let solver: RunSolver
  /// The run's place among the restarts.
  let index: Int
  let change: PointChange
  /// The points after the change.
  let survivors: SolverInput?
  /// Theirs.
  var cache = RunCache()

  init(_ solver: RunSolver, index: Int, _ change: PointChange, survivors: SolverInput?) {
    self.solver = solver
    self.index = index
    self.change = change
    self.survivors = survivors
  }
}
