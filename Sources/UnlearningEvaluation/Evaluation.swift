// An evaluation of methods on one table: fidelity, efficiency, exactness and leakage.
//
// Promise    Every figure but times is a function of the records, the settings and the seed.
// Order      The baseline first, then each method through all experiments. Nothing is saved.

import DeletableClustering

/// What to evaluate.
///
/// ```swift
/// var evaluation = Evaluation([ModelSettings(.quantized, clusters: 8)])
/// evaluation.deletions = 100
/// let card = try evaluation.run(data)
/// print(card.isExact, card.methods[0].fidelity.lossRatio?.mean ?? .nan)
/// ```
public struct Evaluation: Sendable {
  /// The least count of records that the experiments with small models take.
  public static let leastTestRecords = 20

  /// One for each method, with the same clusters, rounds, seed and preparation.
  public var methods: [ModelSettings]
  /// How many seeds fidelity is measured with, from that of the settings on.
  public var seedCount = 5
  /// How many deletions the online benchmark is for; 0 passes it over.
  public var deletions = 1_000
  /// Withdrawal lists that exactness is checked with besides.
  public var lists: [DeletionSet] = []
  /// A reference label of each record, numbered from 0, in row order.
  public var labels: [Int]?
  /// How often the baseline starts from new seeds.
  public var baselineRestarts = 1
  public var budget = EvaluationBudget()
  /// They decide nothing but times.
  public var threads = Parallel.coreCount

  /// - Parameter methods: At least one.
  public init(_ methods: [ModelSettings]) {
    precondition(!methods.isEmpty, "There is a method to evaluate.")
    self.methods = methods
  }

  /// Runs all experiments.
  ///
  /// - Parameters:
  ///   - data: At least one record.
  ///   - observer: Is told what is at work.
  /// - Throws: ``FitError`` for settings that no fit can have; ``DeletionError`` never for records in memory.
  /// - Complexity: About 30 fits of the table for each method, its deletions, and hundreds of small models.
  public func run(
    _ data: Dataset, observer: any EvaluationObserver = SilentObserver()
  ) throws -> ReportCard {
    precondition(data.count > 0, "There are records to evaluate on.")
    precondition(labels.map { $0.count == data.count } ?? true, "There is a label for each record.")
    let draws = EvaluationDraws(seed: methods[0].seed)
    let quality = QualityMeasurement(
      data, labels: labels, seeds: seeds, sampleLimit: budget.silhouetteRecords, sampleSeed: draws.seed,
      isPrepared: !methods[0].preparation.steps.isEmpty, threads: threads)
    let baselineSettings = KMeansPlusPlusBaseline.settings(like: methods[0], restarts: baselineRestarts)
    let baseline = try observer.stage("Baseline") {
      try quality.figures(of: baselineSettings, progress: observer.update)
    }
    let control = observer.stage("Control of the test") {
      SeedingControl(
        seedingCount: budget.controlSeedings, permutations: budget.permutations, draws)
    }
    var card = ReportCard(
      recordCount: data.count, participantCount: data.participantCount, dimension: data.dimension,
      seeds: seeds, deletionCount: deletions, budget: budget,
      silhouetteCount: min(data.count, budget.silhouetteRecords), baselineSettings: baselineSettings,
      baseline: baseline, control: control)
    let participants = draws.participants(of: data)
    let pools = try Pools(data, baselineSettings, budget, draws, threads: threads)
    for settings in methods {
      let figures = try observer.stage("Fidelity of \(settings.method.rawValue)") {
        try quality.figures(of: settings, progress: observer.update)
      }
      card.methods.append(
        MethodCard(
          settings: settings, fidelity: Fidelity(figures, over: baseline),
          efficiency: try efficiency(of: settings, data, participants, baseline, observer),
          exactness: try observer.stage("Exactness of \(settings.method.rawValue)") {
            try ExactnessCheck(
              of: settings, data, participants: participants, lists: lists, threads: threads,
              progress: observer.update)
          },
          twoSample: try twoSample(
            of: settings, pools?.test, draws.experiment(settings.method, on: data), observer),
          membership: try membership(
            of: settings, pools?.game, draws.experiment(settings.method, on: data), observer)))
    }
    return card
  }

  private var seeds: [UInt64] { (0..<UInt64(seedCount)).map { methods[0].seed &+ $0 } }

  private func efficiency(
    of settings: ModelSettings, _ data: Dataset, _ participants: [RecordID], _ baseline: QualityFigures,
    _ observer: any EvaluationObserver
  ) throws -> OnlineDeletion? {
    guard deletions > 0, participants.count > 1 else { return nil }
    return try observer.stage("Deletions by \(settings.method.rawValue)") {
      try OnlineDeletion(
        of: settings, data, participants: participants, asked: deletions,
        run: budget.deletions(deletions, of: settings, data),
        baselineFitSeconds: baseline.fitSeconds, threads: threads, progress: observer.update)
    }
  }

  private func twoSample(
    of settings: ModelSettings, _ pool: Pool?, _ draws: EvaluationDraws, _ observer: any EvaluationObserver
  ) throws -> TwoSampleTest? {
    guard let pool else { return nil }
    return try observer.stage("Two-sample test of \(settings.method.rawValue)") {
      try TwoSampleTest(
        of: settings, pool, modelCount: budget.testModels, permutations: budget.permutations, draws,
        progress: observer.update)
    }
  }

  private func membership(
    of settings: ModelSettings, _ pool: Pool?, _ draws: EvaluationDraws, _ observer: any EvaluationObserver
  ) throws -> MembershipTest? {
    guard let pool else { return nil }
    return try observer.stage("Membership test of \(settings.method.rawValue)") {
      try MembershipTest(
        of: settings, pool, gameCount: budget.games, recordLimit: budget.gameRecords, draws,
        progress: observer.update)
    }
  }
}

/// The samples that the experiments with small models draw from.
private struct Pools {
  let test: Pool
  let game: Pool

  /// Nil where there are too few records.
  init?(
    _ data: Dataset, _ settings: ModelSettings, _ budget: EvaluationBudget, _ draws: EvaluationDraws,
    threads: Int
  ) throws {
    guard data.count >= Evaluation.leastTestRecords else { return nil }
    var prepared = data
    if !settings.preparation.steps.isEmpty {
      prepared = try settings.fit(data, threads: threads).core.preparedRecords()
    }
    test = try Pool(sampling: prepared, limit: budget.testRecords, .pool, draws, threads: threads)
    game = try Pool(sampling: prepared, limit: budget.gamePool, .game, draws, threads: threads)
  }
}
