// What replays changed, gathered over runs and nodes.

struct ReplayEffect: Equatable, Sendable {
  /// Whether no recorded and no published centroid changed.
  var isCertified = true
  /// The first round in which a centroid moved; nil if none did.
  var firstMovedRound: Int?
  /// How many points had their nearest centroid computed again.
  var reassignedCount = 0
  /// How many nodes of a tree have other centroids than before.
  var changedNodeCount = 0
  /// How many columns of all points were read from records, as there are no tiles that have them together.
  var columnsRead = 0
  /// Whether everything was fitted anew.
  var isRefitted = false

  mutating func noteMove(inRound round: Int, reassigned count: Int) {
    isCertified = false
    firstMovedRound = min(firstMovedRound ?? round, round)
    reassignedCount += count
  }
}
