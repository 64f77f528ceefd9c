// The experiments of an evaluation that every method goes through.

import DeletableClustering

struct MethodExperiments {
  private let evaluation: Evaluation
  private let data: Dataset
  private let quality: QualityMeasurement
  private let baseline: QualityFigures
  private let observer: any EvaluationObserver
  private let draws: EvaluationDraws
  /// All of them, in the order in which they are to leave.
  private let participants: [RecordID]
  /// Nil where there are too few records.
  private let pools: Pools?

  private var budget: EvaluationBudget { evaluation.budget }

  /// - Parameters:
  ///   - baselineSettings: Those by which the records of the pools are prepared.
  ///   - baseline: What the baseline came to.
  init(
    _ evaluation: Evaluation, _ data: Dataset, _ quality: QualityMeasurement,
    _ baselineSettings: ModelSettings, _ baseline: QualityFigures, _ observer: any EvaluationObserver
  ) throws {
    self.evaluation = evaluation
    self.data = data
    self.quality = quality
    self.baseline = baseline
    self.observer = observer
    draws = EvaluationDraws(seed: baselineSettings.seed)
    participants = draws.participants(of: data)
    pools = try Pools(data, baselineSettings, evaluation.budget, draws, threads: evaluation.threads)
  }

  /// Runs them for one method.
  func card(of settings: ModelSettings) throws -> MethodCard {
    let own = draws.experiment(settings.method, on: data)
    return MethodCard(
      settings: settings, fidelity: try fidelity(of: settings), efficiency: try efficiency(of: settings),
      exactness: try exactness(of: settings), twoSample: try twoSample(of: settings, own),
      membership: try membership(of: settings, own))
  }

  private func fidelity(of settings: ModelSettings) throws -> Fidelity {
    let figures = try observer.stage("Fidelity of \(settings.method.rawValue)") {
      try quality.figures(of: settings, progress: observer.update)
    }
    return Fidelity(figures, over: baseline)
  }

  private func efficiency(of settings: ModelSettings) throws -> OnlineDeletion? {
    let asked = evaluation.deletions
    guard asked > 0, participants.count > 1 else { return nil }
    return try observer.stage("Deletions by \(settings.method.rawValue)") {
      try OnlineDeletion(
        of: settings, data, participants: participants, asked: asked,
        run: budget.deletions(asked, of: settings, data),
        baselineFitSeconds: baseline.fitSeconds, threads: evaluation.threads, progress: observer.update)
    }
  }

  private func exactness(of settings: ModelSettings) throws -> ExactnessCheck {
    try observer.stage("Exactness of \(settings.method.rawValue)") {
      try ExactnessCheck(
        of: settings, data, participants: participants, lists: evaluation.lists,
        threads: evaluation.threads, progress: observer.update)
    }
  }

  private func twoSample(of settings: ModelSettings, _ draws: EvaluationDraws) throws -> TwoSampleTest? {
    guard let pool = pools?.test else { return nil }
    return try observer.stage("Two-sample test of \(settings.method.rawValue)") {
      try TwoSampleTest(
        of: settings, pool, modelCount: budget.testModels, permutations: budget.permutations, draws,
        progress: observer.update)
    }
  }

  private func membership(of settings: ModelSettings, _ draws: EvaluationDraws) throws -> MembershipTest? {
    guard let pool = pools?.game else { return nil }
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
