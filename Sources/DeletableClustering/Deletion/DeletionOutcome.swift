// What a deletion did.

/// What a deletion found, removed and changed. It holds no id that was found, and no coordinate.
public struct DeletionOutcome: Equatable, Sendable {
  /// Distinct ids that were asked for.
  public let requestedCount: Int
  /// Records that were removed.
  public let recordCount: Int
  /// Ids that no record carries, in the order of the request.
  public let unknownIDs: [RecordID]
  /// Ids that were found, and whose records are gone.
  public var withdrawnCount: Int { requestedCount - unknownIDs.count }
  /// Whether no recorded and no published centroid changed.
  public internal(set) var isCertified = true
  /// The first round, from 0 for the seeds, in which a centroid moved; nil if none did.
  public internal(set) var firstMovedRound: Int?
  /// How many points had their nearest centroid computed again, over all rounds.
  public internal(set) var reassignedCount = 0
  /// Whether the lattice's unit changed, or the last record left, so that the model was fitted anew.
  public internal(set) var isRefitted = false

  init(requestedCount: Int, recordCount: Int, unknownIDs: [RecordID]) {
    self.requestedCount = requestedCount
    self.recordCount = recordCount
    self.unknownIDs = unknownIDs
  }
}
