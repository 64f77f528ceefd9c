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
  /// Whether no recorded and no published centroid changed, nor what the records are prepared by. A tree records
  /// the centroids of its nodes.
  public private(set) var isCertified = true
  /// The first round, from 0 for the seeds, in which a centroid of a flat model moved; nil if none did, and for a tree.
  public private(set) var firstMovedRound: Int?
  /// How many points had their nearest centroid computed again, over all rounds.
  public private(set) var reassignedCount = 0
  /// How many nodes of a tree have other centroids than before.
  public private(set) var changedNodeCount = 0
  /// Whether the preparation, the lattice's unit or the tree's shape changed, or the last record left, so that
  /// the records were clustered anew.
  public private(set) var isRefitted = false
  /// The first step of the preparation whose parameters changed, from 0; nil if none did.
  public internal(set) var changedStep: Int?

  init(requestedCount: Int, recordCount: Int, unknownIDs: [RecordID]) {
    self.requestedCount = requestedCount
    self.recordCount = recordCount
    self.unknownIDs = unknownIDs
  }

  mutating func take(_ effect: ReplayEffect) {
    isCertified = effect.isCertified
    firstMovedRound = effect.firstMovedRound
    reassignedCount = effect.reassignedCount
    changedNodeCount = effect.changedNodeCount
    isRefitted = effect.isRefitted
  }

  /// Notes that the survivors were fitted anew.
  mutating func noteRefit(_ method: ClusteringMethod, recordCount: Int) {
    isCertified = false
    isRefitted = true
    firstMovedRound = method == .divideAndConquer ? nil : 0
    reassignedCount = recordCount
  }
}
