// How much an evaluation does. All limits are counts: no clock decides what is measured.

import DeletableClustering

/// The sizes of an evaluation's experiments.
public struct EvaluationBudget: Equatable, Sendable {
  /// Records for the silhouette, at most, at least 1; the cost grows with their square.
  public var silhouetteRecords = 2_000
  /// Products of coordinates that deletions by Lloyd's algorithm may cost, one n·k·d a round, at least 0; at least
  /// ``leastDeletions`` are run.
  public var deletionProducts = 5e11
  /// So many deletions by Lloyd's algorithm are run whatever they cost, if so many were asked for; at least 1.
  public var leastDeletions = 20
  /// Records for the two-sample test, at most; at least 2.
  public var testRecords = 500
  /// Models in each of its samples; at least 2.
  public var testModels = 100
  /// Permutations of each test; at least 1.
  public var permutations = 999
  /// Seedings in each sample of the control; at least 1.
  public var controlSeedings = 3_000
  /// Records that the games of the membership test draw from, at most; at least 4.
  public var gamePool = 4_000
  /// Records in a game, beside the target; at least 1.
  public var gameRecords = 300
  /// Games; even, at least 2.
  public var games = 400

  public init() {}

  /// Traps where a size is out of its range.
  func validate() {
    func check(_ size: Int, atLeast least: Int, _ name: String) {
      precondition(size >= least, "The budget's \(name) is at least \(least), not \(size).")
    }
    check(silhouetteRecords, atLeast: 1, "silhouetteRecords")
    precondition(deletionProducts >= 0, "The budget's deletionProducts is at least 0.")
    check(leastDeletions, atLeast: 1, "leastDeletions")
    check(testRecords, atLeast: 2, "testRecords")
    check(testModels, atLeast: 2, "testModels")
    check(permutations, atLeast: 1, "permutations")
    check(controlSeedings, atLeast: 1, "controlSeedings")
    check(gamePool, atLeast: 4, "gamePool")
    check(gameRecords, atLeast: 1, "gameRecords")
    check(games, atLeast: 2, "games")
    precondition(games % 2 == 0, "The budget's games is even, not \(games).")
  }

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
