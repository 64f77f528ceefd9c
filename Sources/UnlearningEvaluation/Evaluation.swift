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

  /// One for each method, all with the same clusters, rounds, seed and preparation.
  public var methods: [ModelSettings]
  /// How many seeds fidelity is measured with, from that of the settings on; at least 1.
  public var seedCount = 5
  /// How many deletions the online benchmark is for, at least 0; 0 passes it over.
  public var deletions = 1_000
  /// Withdrawal lists that exactness is checked with besides.
  public var lists: [DeletionSet] = []
  /// A reference label of each record, numbered from 0, in row order.
  public var labels: [Int]?
  /// How often the baseline starts from new seeds, from 1 to 1,000.
  public var baselineRestarts = 1
  public var budget = EvaluationBudget()
  /// At least 1. They decide nothing but times.
  public var threads = Parallel.coreCount

  /// - Parameter methods: At least one; see ``methods``.
  public init(_ methods: [ModelSettings]) {
    precondition(!methods.isEmpty, "There is a method to evaluate.")
    self.methods = methods
  }

  /// Runs all experiments.
  ///
  /// - Parameters:
  ///   - data: At least one record.
  ///   - observer: Is told what is at work.
  /// - Precondition: All is in the ranges that stand at each property, and there is a label for each record, if for any.
  /// - Throws: `FitError` for settings that no fit can have; `DeletionError` never for records in memory.
  /// - Complexity: About 30 fits of the table for each method, its deletions, and hundreds of small models.
  public func run(
    _ data: Dataset, observer: any EvaluationObserver = SilentObserver()
  ) throws -> ReportCard {
    validate(for: data)
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
    let experiments = try MethodExperiments(self, data, quality, baselineSettings, baseline, observer)
    for settings in methods { card.methods.append(try experiments.card(of: settings)) }
    return card
  }

  private var seeds: [UInt64] { (0..<UInt64(seedCount)).map { methods[0].seed &+ $0 } }
}

extension Evaluation {
  /// Traps where something is out of its range, before anything is fitted.
  func validate(for data: Dataset) {
    precondition(data.count > 0, "There are records to evaluate on.")
    precondition(labels.map { $0.count == data.count } ?? true, "There is a label for each record.")
    precondition(!methods.isEmpty, "There is a method to evaluate.")
    precondition(
      methods.allSatisfy { $0.isComparable(with: methods[0]) },
      "The methods have the same clusters, rounds, seed and preparation.")
    precondition(seedCount >= 1, "Fidelity is measured with at least one seed, not \(seedCount).")
    precondition(deletions >= 0, "There are no \(deletions) deletions.")
    precondition(threads >= 1, "An evaluation needs at least one thread, not \(threads).")
    budget.validate()
  }
}

extension ModelSettings {
  /// Whether one baseline, and one pool of prepared records, serve both.
  fileprivate func isComparable(with other: ModelSettings) -> Bool {
    clusters == other.clusters && iterations == other.iterations && seed == other.seed
      && preparation == other.preparation
  }
}
