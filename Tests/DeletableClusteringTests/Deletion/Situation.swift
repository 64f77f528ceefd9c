// What a deletion can run into, told from the states before and after.

import TestSupport

@testable import DeletableClustering

/// Something special about a deletion that a test must have seen.
enum Situation: CaseIterable, Sendable {
  case nothingMoves, centroidMoves, centroidMovesAndReturns
  case seedDeleted, severalSeedsDeleted, seedReplacedByItsLike
  case candidateDeleted, bestCandidateChanges
  case clusterEmpties, fewerSeeds, everythingDeleted
  case unitChanges, cellChanges, bestRoundChanges, onlyThePublishedRoundChanges
  case balanceCrossedByCountAlone, balanceMovesUntouchedCluster
  case duplicateVectorDeleted, identicalRecordsDeleted, severalRecordsOfOneID
  case centroidAtTheEndOfTheRange, gapsUpdated
}

/// A deletion, and the models before and after it.
struct DeletionView {
  let before: QuantizedKMeans
  let after: QuantizedKMeans
  let outcome: DeletionOutcome
  let ids: [RecordID]
  private let rows: [Int]
  private let keys: Set<Word128>

  init(_ checked: DeletionLaw<QuantizedKMeans>.Checked, ids: [RecordID]) throws {
    before = checked.before
    after = checked.after
    outcome = checked.outcome
    self.ids = ids
    let data = try before.records()
    rows = ids.flatMap { data.rows(of: $0) }
    keys = Set(rows.compactMap { [before] in before.resident?.keys[$0] })
  }

  private var old: QuantizedKMeansState { before.state }
  private var new: QuantizedKMeansState { after.state }

  func shows(_ situation: Situation) throws -> Bool {
    switch situation {
    case .nothingMoves: outcome.isCertified && !rows.isEmpty
    case .centroidMoves: outcome.firstMovedRound != nil && !outcome.isRefitted
    case .centroidMovesAndReturns: movesAndReturns
    case .seedDeleted: deletedSeedCount > 0
    case .severalSeedsDeleted: ids.count > 1 && deletedSeedCount > 1 && !new.rounds.isEmpty
    case .seedReplacedByItsLike:
      deletedSeedCount > 0 && old.rounds.first?.centroids == new.rounds.first?.centroids
    case .candidateDeleted: candidateDeleted
    case .bestCandidateChanges: bestCandidateChanges
    case .clusterEmpties: clusterEmpties
    case .fewerSeeds: new.seeding.steps.count < old.seeding.steps.count && new.recordCount > 0
    case .everythingDeleted: new.recordCount == 0
    case .unitChanges: new.unit != old.unit && new.recordCount > 0
    case .cellChanges: sameUnit && new.cell != old.cell
    case .bestRoundChanges: sameUnit && new.bestRound != old.bestRound
    case .onlyThePublishedRoundChanges: sameRounds && new.published != old.published
    case .balanceCrossedByCountAlone: !balanceCrossings.isEmpty
    case .balanceMovesUntouchedCluster:
      balanceCrossings.contains { round, cluster in
        let next = new.rounds[round + 1].centroids
        return old.rounds[round + 1].centroids.steps[next.range(of: cluster)]
          != next.steps[next.range(of: cluster)]
      }
    case .duplicateVectorDeleted: try survivorsHaveVectorOfDeleted
    case .identicalRecordsDeleted: try identicalRecordsDeleted
    case .severalRecordsOfOneID: ids.count == 1 && rows.count > 1 && new.recordCount > 0
    case .centroidAtTheEndOfTheRange: !outcome.isRefitted && touchesEndOfRange
    case .gapsUpdated:
      (outcome.firstMovedRound ?? 0) > 0 && !outcome.isRefitted
        && outcome.reassignedCount < new.recordCount
    }
  }

  private var sameUnit: Bool { new.unit == old.unit && new.recordCount > 0 }

  private var sameRounds: Bool {
    sameUnit && new.rounds.map(\.centroids) == old.rounds.map(\.centroids)
  }

  private var movesAndReturns: Bool {
    guard sameUnit, old.rounds.count == new.rounds.count else { return false }
    let moved = zip(old.rounds, new.rounds).map { $0.centroids != $1.centroids }
    return zip(moved, moved.dropFirst()).contains { $0 && !$1 }
  }

  private var deletedSeedCount: Int {
    old.seeding.steps.count { keys.contains($0.seed.key) }
  }

  private var candidateDeleted: Bool {
    deletedSeedCount == 0
      && old.seeding.steps.contains { step in step.candidates.contains { keys.contains($0.key) } }
  }

  /// No candidate left, and yet another one is the best of the first step that differs.
  private var bestCandidateChanges: Bool {
    guard sameUnit, deletedSeedCount == 0, !candidateDeleted else { return false }
    return zip(old.seeding.steps, new.seeding.steps).contains { $0.chosen != $1.chosen }
  }

  private var clusterEmpties: Bool {
    sameUnit && old.rounds.first?.statistics.clusterCount == new.rounds.first?.statistics.clusterCount
      && zip(old.rounds, new.rounds).contains { old, new in
        zip(old.statistics.counts, new.statistics.counts).contains { $0 > 0 && $1 == 0 }
      }
  }

  /// Rounds and clusters that lost nothing, and yet are on the other side of the threshold.
  private var balanceCrossings: [(round: Int, cluster: Int)] {
    guard sameUnit, old.seeding.steps.count == new.seeding.steps.count else { return [] }
    return old.rounds.indices.dropLast().flatMap { round -> [(round: Int, cluster: Int)] in
      guard old.rounds[...round].map(\.centroids) == new.rounds[...round].map(\.centroids) else { return [] }
      let (first, second) = (old.rounds[round].statistics, new.rounds[round].statistics)
      return (0..<first.clusterCount).filter { cluster in
        first.counts[cluster] == second.counts[cluster] && first.counts[cluster] > 0
          && first.squares[cluster] == second.squares[cluster]
          && isBalanced(before, first.counts[cluster])
            != isBalanced(after, second.counts[cluster])
      }.map { (round, $0) }
    }
  }

  private func isBalanced(_ model: QuantizedKMeans, _ count: Int) -> Bool {
    let balance = model.configuration.balance
    return count * balance.denominator * model.state.seeding.steps.count
      < balance.numerator * model.recordCount
  }

  private var survivorsHaveVectorOfDeleted: Bool {
    get throws {
      let data = try before.records()
      let gone = Set(rows.map { data.vector(ofRow: $0) })
      let left = try after.records()
      return (0..<left.count).contains { gone.contains(left.vector(ofRow: $0)) }
    }
  }

  private var identicalRecordsDeleted: Bool {
    get throws {
      let data = try before.records()
      return ids.count == 1 && Set(rows.map { data.vector(ofRow: $0) }).count < rows.count
        && new.recordCount > 0
    }
  }

  private var touchesEndOfRange: Bool {
    let limit = Int32(before.precision.limit)
    return new.rounds.dropFirst().contains { $0.centroids.steps.contains { abs($0) == limit } }
  }
}
