// How much an evaluation does. All limits are counts: no clock decides what is measured.

import DeletableClustering

/// The sizes of an evaluation's experiments.
public struct EvaluationBudget: Equatable, Sendable {
  /// Records for the silhouette, at most; the cost grows with their square.
  public var silhouetteRecords = 2_000
  /// Products of coordinates that deletions by Lloyd's algorithm may cost, one n·k·d a round; at least
  /// ``leastDeletions`` are run.
  public var deletionProducts = 5e11
  public var leastDeletions = 20
  /// Records for the two-sample test, at most.
  public var testRecords = 500
  /// Models in each of its samples.
  public var testModels = 100
  /// Permutations of each test.
  public var permutations = 999
  /// Seedings in each sample of the control.
  public var controlSeedings = 3_000
  /// Records that the games of the membership test draw from, at most.
  public var gamePool = 4_000
  /// Records in a game, beside the target.
  public var gameRecords = 300
  /// Games; even.
  public var games = 400

  public init() {}

  /// How many deletions are run of those that were asked for.
  ///
  /// Lloyd's algorithm goes through all records at nearly every deletion; the other methods seldom do.
  func deletions(_ asked: Int, of settings: ModelSettings, _ data: Dataset) -> Int {
    guard settings.method == .lloyd else { return asked }
    let products =
      Double(data.count) * Double(data.dimension) * Double(settings.clusters)
      * Double(settings.iterations * settings.restarts)
    return max(min(asked, leastDeletions), min(asked, Int(min(deletionProducts / products, 1e15))))
  }
}
