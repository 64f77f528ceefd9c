// Fitting: seeding, then T rounds of assigning, averaging and rounding.

extension QuantizedKMeans {
  /// Fits a model.
  ///
  /// - Parameters:
  ///   - data: n records of d coordinates. Their order decides nothing. None give an empty model.
  ///   - configuration: The settings.
  ///   - threads: How many threads to use; they decide nothing.
  ///   - progress: Called between rounds with the share of the work that is done, from 0 to 1.
  /// - Throws: ``FitError``.
  /// - Complexity: O(n·d·(k·T + L·k)) with L = 2·(2 + ⌊ln k⌋) candidates a seed.
  public static func fit(
    _ data: Dataset,
    _ configuration: Configuration,
    threads: Int = Parallel.coreCount,
    progress: ((Double) -> Void)? = nil
  ) throws(FitError) -> QuantizedKMeans {
    do { try configuration.validate() } catch { throw .configuration(error) }
    guard LinearAlgebra.isSuitable else { throw .unsuitableLinearAlgebra(LinearAlgebra.provider) }
    precondition(threads >= 1, "A fit needs at least one thread, not \(threads).")
    return QuantizedKMeans(trainedOn: data, configuration, threads: threads, progress: progress)
  }

  init(
    trainedOn data: Dataset, _ configuration: Configuration, threads: Int,
    progress: ((Double) -> Void)? = nil
  ) {
    // Everything that is derived from the records starts here, and deletion ends here where nothing of
    // the old model can serve.
    let precision = LatticePrecision(dimension: data.dimension)
    let octaves = OctaveCounts(of: data, threads: threads)
    let unit = LatticeUnit(fitting: octaves, precision: precision)
    self.configuration = configuration
    self.threads = threads
    dimension = data.dimension
    featureNames = data.featureNames
    state = QuantizedKMeansState(
      recordCount: data.count, octaves: octaves, unit: unit, seeding: Seeding(steps: []),
      cell: 1, rounds: [], bestRound: nil)
    var records = QuantizedKMeansRecords(
      data, unit: unit, seed: configuration.seed, threads: threads)
    if data.count > 0 {
      var seeder = seeder(over: records)
      seeder.finish(&state.seeding)
      runRounds(&records, progress: progress)
    }
    resident = records
  }

  /// Runs the seeding's steps over the given records.
  func seeder(over records: QuantizedKMeansRecords) -> Seeder {
    Seeder(
      points: records.points, keys: records.keys, random: random, clusters: configuration.clusters,
      threads: threads, precedes: { records.precedes($0, $1) })
  }

  var random: KeyedRandom { KeyedRandom(seed: configuration.seed) }

  /// Runs all rounds from the seeds on, and leaves their assignments as caches.
  mutating func runRounds(
    _ records: inout QuantizedKMeansRecords, progress: ((Double) -> Void)? = nil
  ) {
    state.rounds = []
    records.assignments = []
    var centroids = state.seeding.seeds(dimension: dimension)
    for round in 0...configuration.iterations {
      let before = records.assignments.last.flatMap { $0 }.map {
        (labels: $0.labels, statistics: state.rounds[round - 1].statistics)
      }
      let (assignment, statistics) = Assignment.full(
        records.points, to: centroids, after: before, threads: threads)
      let loss = statistics.loss(about: centroids)
      state.rounds.append(.init(centroids: centroids, statistics: statistics, loss: loss))
      records.assignments.append(assignment)
      progress?(Double(round + 1) / Double(configuration.iterations + 1))
      if round == 0 { state.cell = resolvedCell(statistics) }
      guard round < configuration.iterations else { break }
      centroids = rounding(intoRound: round + 1).centroids(statistics, previous: centroids)
    }
    state.chooseBestRound()
  }

  /// ε of the last round in steps: as asked for, or from the loss of the seeds' partition.
  func resolvedCell(_ seedStatistics: ClusterStatistics) -> Int {
    if let epsilon = configuration.epsilon {
      return CellSize.requested(epsilon, unit: state.unit, precision: precision)
    }
    return CellSize.automatic(
      loss: seedStatistics.lossAboutMeans, count: state.recordCount, dimension: dimension,
      precision: precision)
  }

  /// How the means of one round become the centroids of the next.
  func rounding(intoRound round: Int) -> MeanRounding {
    MeanRounding(
      random: random, round: round,
      cell: CellSize.ofRound(
        round, of: configuration.iterations, last: state.cell, precision: precision),
      precision: precision, balance: configuration.balance, recordCount: state.recordCount)
  }
}

/// Why there is no model.
public enum FitError: Error, Equatable {
  case configuration(ConfigurationError)
  /// The process's BLAS does not compute products as the exact arithmetic needs them.
  case unsuitableLinearAlgebra(String)
}

extension FitError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .configuration(let error): error.description
    case .unsuitableLinearAlgebra(let provider):
      "The BLAS \(provider) does not multiply whole numbers exactly; use OpenBLAS or reference BLAS."
    }
  }
}
