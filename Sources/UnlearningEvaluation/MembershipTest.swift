// Whether a model tells that a deleted record was in it.
//
// Design     Many games, each with records, a target and a seed of its own, drawn by keys from a sample of the
//            table. In half of the games, which draws choose, the target was learnt from and then deleted; in
//            the others it was never there. The attacker scores the target; the area under the ROC curve over all games
//            says how well that tells the two kinds apart.
// Arms       The model after an exact deletion: the promise covers it, so no score can beat chance. The model
//            whose row was only dropped from storage: what a wrong deletion leaves. Both models, before and
//            after: not covered by any promise, since they differ by the record.
// Bound      In every game where the target was deleted, the model is compared with one that never had it. If
//            they are the same bits, no attacker whatever can tell, not only ours.
// Scope      Small models, where one record weighs much: a strong case for the attacker. With more records in a
//            cluster a dropped row shows less.

import DeletableClustering

/// What attackers tell of membership.
public struct MembershipTest: Equatable, Sendable {
  /// What the attacker sees.
  public enum View: String, CaseIterable, Sendable {
    /// The model after an exact deletion.
    case afterDeletion = "after deletion"
    /// The model as it was, though the row is gone.
    case rowDropped = "row dropped"
    /// The models before and after a deletion.
    case beforeAndAfter = "before and after"
  }

  /// How well one attacker, who sees one view, tells targets that were learnt from.
  public struct Arm: Equatable, Sendable {
    /// What the attacker sees.
    public let view: View
    /// How the target is scored.
    public let attacker: Attacker
    /// Over all games: ½ is chance, 1 tells every time.
    public let area: AreaUnderROC
  }

  /// Games that were played.
  public let gameCount: Int
  /// Records that a model is fitted to, beside the target.
  public let recordCount: Int
  /// Those that the method has: a tree keeps no sums to attack.
  public let arms: [Arm]
  /// Games in which the target was deleted.
  public let deletedCount: Int
  /// Those of them whose model equals the one that never had the target, the whole state compared.
  public let identicalCount: Int

  /// Whether the bound holds: whether no attacker whatever has more than chance.
  public var isExact: Bool { identicalCount == deletedCount }
}

extension MembershipTest {
  /// Plays the games.
  ///
  /// - Parameters:
  ///   - pool: At least 4 records.
  ///   - recordLimit: At most so many records in a game.
  ///   - gameCount: At least 2, even.
  /// - Complexity: Up to four fits a game, and O(n·k·d) for the attacks.
  init(
    of settings: ModelSettings, _ pool: Pool, gameCount: Int, recordLimit: Int,
    _ draws: EvaluationDraws, progress: (Double) -> Void
  ) throws {
    let recordCount = min(recordLimit, pool.count - 2)
    let isMember = Self.members(gameCount, draws)
    var (scores, identicalCount): ([Arm.Key: Scores], Int) = ([:], 0)
    for index in 0..<gameCount {
      let game = try MembershipGame(index, pool, recordCount: recordCount, settings, draws)
      let isIn = isMember[index]
      if try game.play(isIn, into: &scores) { identicalCount += 1 }
      progress(Double(index + 1) / Double(gameCount))
    }
    self.gameCount = gameCount
    self.recordCount = recordCount
    self.identicalCount = identicalCount
    deletedCount = gameCount / 2
    arms = Arm.Key.all.compactMap { key in
      scores[key].map {
        Arm(
          view: key.view, attacker: key.attacker,
          area: AreaUnderROC(members: $0.members, others: $0.others))
      }
    }
  }

  /// In which games the target is learnt from: half of them.
  private static func members(_ gameCount: Int, _ draws: EvaluationDraws) -> [Bool] {
    draws.permutation(of: gameCount, gameCount).map { $0 < gameCount / 2 }
  }
}

extension MembershipTest.Arm {
  struct Key: Hashable {
    let view: MembershipTest.View
    let attacker: Attacker

    static let all = [
      Key(view: .afterDeletion, attacker: .distance), Key(view: .afterDeletion, attacker: .influence),
      Key(view: .afterDeletion, attacker: .refit),
      Key(view: .rowDropped, attacker: .distance), Key(view: .rowDropped, attacker: .influence),
      Key(view: .rowDropped, attacker: .refit),
      Key(view: .beforeAndAfter, attacker: .difference), Key(view: .beforeAndAfter, attacker: .sums),
    ]
  }
}

/// The scores of an arm's games.
struct Scores {
  var members: [Double] = []
  var others: [Double] = []

  mutating func add(_ score: Double, isMember: Bool) {
    if isMember { members.append(score) } else { others.append(score) }
  }
}
