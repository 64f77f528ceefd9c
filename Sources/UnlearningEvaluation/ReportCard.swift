// What an evaluation found, method by method.

import DeletableClustering

/// The figures of an evaluation.
public struct ReportCard: Equatable, Sendable {
  public let recordCount: Int
  public let participantCount: Int
  public let dimension: Int
  /// What fidelity was measured with, in order.
  public let seeds: [UInt64]
  public let deletionCount: Int
  public let budget: EvaluationBudget
  /// Records that the silhouette was measured on.
  public let silhouetteCount: Int
  public let baselineSettings: ModelSettings
  public let baseline: QualityFigures
  /// The test of the test: a wrong deletion that it has to see.
  public let control: SeedingControl
  public internal(set) var methods: [MethodCard] = []

  /// Whether every comparison with a refit, of every method, came out equal.
  public var isExact: Bool { methods.allSatisfy(\.isExact) }
}

/// The figures of one method.
public struct MethodCard: Equatable, Sendable {
  public let settings: ModelSettings
  public let fidelity: Fidelity
  /// Nil where no deletions were asked for, or there is only one participant.
  public let efficiency: OnlineDeletion?
  public let exactness: ExactnessCheck
  /// Nil where there are fewer than ``Evaluation/leastTestRecords`` records.
  public let twoSample: TwoSampleTest?
  /// Likewise.
  public let membership: MembershipTest?

  /// Whether every comparison with a refit came out equal.
  public var isExact: Bool {
    exactness.isExact && efficiency?.isExact ?? true && membership?.isExact ?? true
  }
}
