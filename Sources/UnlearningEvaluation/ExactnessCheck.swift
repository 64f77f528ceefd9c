// Whether deletions equal refits, set by set.
//
// Method     Delete each set from a copy of one fitted model, fit the original records of the others, and
//            compare the whole state with ==: not the digest, and no tolerance.

import DeletableClustering

/// The outcomes of deleting several sets, each from the same model.
public struct ExactnessCheck: Equatable, Sendable {
  /// What became of one set.
  public struct Outcome: Equatable, Sendable {
    /// What the set is for.
    public let kind: DeletionSet.Kind
    /// What tells it from others of its kind; empty where there are none.
    public let name: String
    /// Participants who were found and removed.
    public let participants: Int
    /// Their records.
    public let records: Int
    /// Ids that the table does not have.
    public let unknown: Int
    /// Whether no centroid moved.
    public let isCertified: Bool
    /// Whether the model equals the refit.
    public let isExact: Bool
  }

  /// One for each set: those that were generated, then those that were given.
  public let outcomes: [Outcome]

  /// Whether the model equals the refit after every set.
  public var isExact: Bool { outcomes.allSatisfy(\.isExact) }
}

extension ExactnessCheck {
  /// Deletes generated and given sets.
  ///
  /// - Complexity: A deletion and a fit for each set.
  init(
    of settings: ModelSettings, _ data: Dataset, participants: [RecordID], lists: [DeletionSet],
    threads: Int, progress: (Double) -> Void
  ) throws {
    let model = try settings.fit(data, threads: threads)
    let sets =
      try DeletionSet.generated(for: model, of: data, participants: participants) + lists
    var outcomes: [Outcome] = []
    for set in sets {
      outcomes.append(try Self.outcome(of: set, model, data, threads: threads))
      progress(Double(outcomes.count) / Double(sets.count))
    }
    self.outcomes = outcomes
  }

  static func outcome(
    of set: DeletionSet, _ model: any DeletableModel, _ data: Dataset, threads: Int
  ) throws -> Outcome {
    var copy = model
    let deletion = try copy.delete(set.ids)
    let refit = try model.settings.fit(data.removing(set.ids), threads: threads)
    return Outcome(
      kind: set.kind, name: set.name, participants: deletion.withdrawnCount,
      records: deletion.recordCount, unknown: deletion.unknownIDs.count,
      isCertified: deletion.isCertified, isExact: copy.core == refit.core)
  }
}
