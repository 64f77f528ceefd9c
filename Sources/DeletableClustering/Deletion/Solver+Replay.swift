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
  ///   - caches: Theirs, for each run; none while they are not read.
  ///   - survivors: Gives the points after the change, or nil while they are not read. Few replays ask.
  /// - Returns: Whether the replay is complete. Without survivors it stops where it needs them, and the
  ///   solution is then to be thrown away.
  func replay(
    _ solution: inout Solution, _ change: consuming PointChange, count: Int, totalWeight: Int,
    caches: inout [RunCache], _ effect: inout ReplayEffect, survivors: () -> SolverInput?
  ) -> Bool {
    let published = (run: solution.bestRun, round: solution.runs[solution.bestRun].bestRound)
    var replay = RunReplay(change, runSolver(0, count: count, totalWeight: totalWeight))
    for index in solution.runs.indices {
      if index > 0 { replay.goOn(to: index, runSolver(index, count: count, totalWeight: totalWeight)) }
      let hasCache = index < caches.count
      if hasCache { swap(&replay.cache, &caches[index]) }
      defer { if hasCache { swap(&replay.cache, &caches[index]) } }
      guard replay.replaySeeding(&solution.runs[index], survivors),
        replay.replayRounds(&solution.runs[index], &effect, survivors)
      else { return false }
      solution.runs[index].chooseBestRound()
    }
    solution.chooseBestRun()
    // While no centroid has moved, another round's centroids may be the best.
    if effect.isCertified, !solution.publishes(run: published.run, round: published.round) {
      effect.isCertified = false
    }
    return true
  }
}

extension Solution {
  /// Whether the centroids of a round are those of the best.
  fileprivate func publishes(run: Int, round: Int) -> Bool {
    if run == bestRun, round == runs[run].bestRound { return true }
    return centroids == runs[run].rounds.centroids(ofRound: round)
  }
}

/// One run after another, replayed.
struct RunReplay: ~Copyable {
  let change: PointChange
  private(set) var solver: RunSolver
  /// The run's place among the restarts.
  private(set) var index = 0
  /// The run's, of the points after the change.
  var cache = RunCache()
  /// Whether the seeds are those that were recorded.
  var keepsSeeds = true

  /// Begins with run 0.
  init(_ change: consuming PointChange, _ solver: RunSolver) {
    self.change = change
    self.solver = solver
  }

  mutating func goOn(to index: Int, _ solver: RunSolver) {
    self.index = index
    self.solver = solver
    // Each run draws for itself: what is known of one's lattices is wrong for the next.
    cache = RunCache()
    keepsSeeds = true
  }
}
