// One game of the membership test: a few records, a target, and what the attacker says of it.

import DeletableClustering

struct MembershipGame {
  private let pool: Pool
  private let settings: ModelSettings
  /// Places in the pool: whom the attacker is asked about, who leaves instead, and all others.
  private let target: Int
  private let stranger: Int
  private let others: [Int]
  /// Whether a target that does not leave stays in the model, rather than never having been there.
  private let staysInstead: Bool

  init(
    _ index: Int, _ pool: Pool, recordCount: Int, _ settings: ModelSettings, _ draws: EvaluationDraws
  ) throws {
    var places = Array(0..<pool.count)
    for next in 0..<recordCount + 2 {
      places.swapAt(next, next + draws.number(below: places.count - next, .game, index, next))
    }
    self.pool = pool
    self.settings = settings.withoutPreparation(seed: draws.word(.modelSeed, index, 3))
    (target, stranger) = (places[0], places[1])
    others = Array(places[2..<recordCount + 2])
    staysInstead = index % 2 == 1
  }

  /// Plays the game and notes the scores.
  ///
  /// - Parameter isIn: Whether the target was learnt from, and left.
  /// - Returns: Whether it was, and the model after its deletion equals one that never had it.
  func play(_ isIn: Bool, into scores: inout [MembershipTest.Arm.Key: Scores]) throws -> Bool {
    let without = try fit(others)
    let attack = Attack(points: pool.points, others: others)
    var (published, stale) = (without, without)
    if isIn {
      stale = try fit(others + [target])
      published = stale
      try published.delete([RecordID(rowNumber: target)])
    }
    for (view, model) in [(MembershipTest.View.afterDeletion, published), (.rowDropped, stale)] {
      let centroids = points(model)
      note(view, .influence, attack.influence(of: target, on: centroids), isIn, &scores)
      note(view, .distance, attack.distance(of: target, to: centroids), isIn, &scores)
      note(view, .refit, model.core == without.core ? 0 : 1, isIn, &scores)
    }
    let pair = try isIn ? (before: stale, after: published) : strangerLeaves()
    let drop = try pair.before.clusterSummary().inertia - pair.after.clusterSummary().inertia
    let score = attack.difference(of: target, lossDrop: drop, after: points(pair.after))
    note(.beforeAndAfter, .difference, score, isIn, &scores)
    if let before = pair.before.core.recordSum, let after = pair.after.core.recordSum {
      let score = attack.sums(of: target, before: before, after: after)
      note(.beforeAndAfter, .sums, score, isIn, &scores)
    }
    return isIn && published.core == without.core
  }

  /// The models before and after somebody else left.
  private func strangerLeaves() throws -> (before: any DeletableModel, after: any DeletableModel) {
    let before = try fit(others + [stranger] + (staysInstead ? [target] : []))
    var after = before
    try after.delete([RecordID(rowNumber: stranger)])
    return (before, after)
  }

  private func fit(_ places: [Int]) throws -> any DeletableModel {
    try settings.fit(try pool.records(at: places), threads: 1)
  }

  private func points(_ model: any DeletableModel) -> Points {
    Points(model.centroids, dimension: pool.data.dimension)
  }

  private func note(
    _ view: MembershipTest.View, _ attacker: Attacker, _ score: Double, _ isMember: Bool,
    _ scores: inout [MembershipTest.Arm.Key: Scores]
  ) {
    scores[.init(view: view, attacker: attacker), default: Scores()].add(score, isMember: isMember)
  }
}
