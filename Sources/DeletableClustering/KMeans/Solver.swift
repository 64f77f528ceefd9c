// A solve: R runs from seeds of their own, of which the one of least exact loss counts.
//
// Every model is made of solves: a flat one of a single solve, a tree of one for each node.

struct Solver: Sendable {
  let settings: SolverSettings
  /// The draws of this solve.
  let random: KeyedRandom
  let unit: LatticeUnit
  let dimension: Int
  let threads: Int
  /// Whether caches have labels and gaps; without, they are made again where a deletion needs them.
  var keepsAssignments = true

  /// Solves, and gives for each run what a replay can start from.
  ///
  /// - Parameter opening: Of run 0, where it is known.
  /// - Complexity: R times that of a run.
  func solve(
    _ input: SolverInput, opening: consuming SeedingOpening? = nil, progress: ((Double) -> Void)? = nil
  ) -> (solution: Solution, caches: [RunCache]) {
    var solution = Solution()
    guard input.points.count > 0 else { return (solution, []) }
    let (count, weight) = (input.points.count, input.points.totalWeight)
    var caches: [RunCache] = []
    for index in 0..<settings.restarts {
      let share = 1 / Double(settings.restarts)
      let solver = runSolver(index, count: count, totalWeight: weight)
      let result = solver.run(input, opening: opening.take()) { done in
        progress?((Double(index) + done) * share)
      }
      solution.runs.append(result.run)
      caches.append(result.cache)
    }
    solution.chooseBestRun()
    return (solution, caches)
  }

  /// The solver of one run: run 0 draws as a solve without restarts does.
  func runSolver(_ index: Int, count: Int, totalWeight: Int) -> RunSolver {
    let random =
      index == 0
      ? random : KeyedRandom(seed: random.word(.restart, index: UInt64(index), position: 0))
    return RunSolver(
      settings: settings, random: random, unit: unit, dimension: dimension, count: count,
      totalWeight: totalWeight, threads: threads, keepsAssignments: keepsAssignments)
  }
}
