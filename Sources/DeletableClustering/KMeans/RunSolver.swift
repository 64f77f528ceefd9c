// One run: seeding, then T rounds of assigning, averaging and rounding.

struct RunSolver: Sendable {
  let settings: SolverSettings
  /// The draws of this run.
  let random: KeyedRandom
  let unit: LatticeUnit
  let dimension: Int
  /// How many points there are.
  let count: Int
  /// n, the weight of all points together.
  let totalWeight: Int
  let threads: Int
  /// Whether labels and gaps of each round are kept.
  var keepsAssignments = true

  var precision: LatticePrecision { LatticePrecision(dimension: dimension) }

  /// Solves, and gives what a replay can start from.
  ///
  /// - Parameter opening: The seeding's, where it is known.
  /// - Precondition: There are points.
  /// - Complexity: O(n·d·k·T + m·d·L·k) with L candidates a seed and m points in the sample of the seeding.
  func run(
    _ input: SolverInput, opening: consuming SeedingOpening? = nil, progress: ((Double) -> Void)? = nil
  ) -> (run: Run, cache: RunCache) {
    var run = Run()
    var cache = RunCache()
    seed(&run, input, opening.take(), &cache)
    cache.assignments = runRounds(of: &run, input, progress: progress)
    return (run, cache)
  }

  /// Chooses the seeds; what that takes, 8 bytes a point and more, is given back before the rounds take theirs.
  private func seed(
    _ run: inout Run, _ input: SolverInput, _ opening: consuming SeedingOpening?, _ cache: inout RunCache
  ) {
    var seeder = seeder(over: input, opening: opening)
    seeder.finish(&run.seeding, &cache)
  }

  func seeder(over input: SolverInput, opening: consuming SeedingOpening? = nil) -> Seeder {
    Seeder(
      input, random: random, clusters: settings.clusters, halvings: sampleHalvings, opening: opening,
      threads: threads)
  }

  /// By how many halvings the seeding's sample is smaller than all points.
  var sampleHalvings: Int {
    settings.sampleHalvings(count: count)
  }

  /// Runs all rounds from the seeds on.
  func runRounds(
    of run: inout Run, _ input: SolverInput, progress: ((Double) -> Void)? = nil
  ) -> Assignments? {
    run.rounds = Rounds()
    var assignments = Assignments(
      rounds: keepsAssignments ? settings.iterations + 1 : 1, count: input.points.count,
      clusters: settings.clusters)
    var centroids = run.seeding.seeds(dimension: dimension)
    // Without labels and gaps there is little memory for these either; and few rounds do not make up for them.
    let gains = keepsAssignments && settings.iterations > 1
    var compact = gains ? CompactPoints(input.points, clusters: settings.clusters) : nil
    for round in 0...settings.iterations {
      let place = keepsAssignments ? round : 0
      let before = run.rounds.last.map {
        (round: keepsAssignments ? round - 1 : 0, statistics: $0.statistics)
      }
      let statistics = CompactPoints.withTiles(&compact) { tiles in
        assignments.assign(
          input.points, as: tiles, to: centroids, round: place, after: before, threads: threads)
      }
      let loss = statistics.loss(about: centroids)
      run.rounds.append(.init(centroids: centroids, statistics: statistics, loss: loss))
      progress?(Double(round + 1) / Double(settings.iterations + 1))
      if round == 0 { run.cell = resolvedCell(run.rounds) }
      guard round < settings.iterations else { break }
      centroids = rounding(intoRound: round + 1, cell: run.cell)
        .centroids(statistics, previous: centroids)
    }
    run.chooseBestRound()
    return keepsAssignments ? assignments : nil
  }

  /// ε of the last round in steps: as asked for, or from the loss of the seeds' partition.
  ///
  /// - Parameter recorded: What it was before a change, which it mostly still is.
  func resolvedCell(_ rounds: Rounds, recorded: Int = 1) -> Int {
    switch settings.cells {
    case .steps: 1
    case .shrinking(to: let epsilon?): CellSize.requested(epsilon, unit: unit, precision: precision)
    case .shrinking(to: nil):
      CellSize.automatic(
        loss: rounds.lossAboutMeans(ofRound: 0), totalWeight: totalWeight, dimension: dimension,
        precision: precision, near: recorded)
    }
  }

  /// How the means of one round become the centroids of the next.
  func rounding(intoRound round: Int, cell: Int) -> MeanRounding {
    MeanRounding(
      random: random, round: round, cell: self.cell(ofRound: round, last: cell), precision: precision,
      balance: settings.balance, totalWeight: totalWeight)
  }

  private func cell(ofRound round: Int, last: Int) -> Int {
    settings.cells == .steps
      ? 1
      : CellSize.ofRound(
        round, of: settings.iterations, last: last, coarseness: settings.coarseness, precision: precision)
  }

  /// ε of every round, in steps; 0 for round 0, which rounds nothing.
  func cells(last: Int) -> [Int64] {
    (0...settings.iterations).map { $0 == 0 ? 0 : Int64(cell(ofRound: $0, last: last)) }
  }
}
