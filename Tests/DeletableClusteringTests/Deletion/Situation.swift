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
  case deletedOutsideTheSample, sampleDrawnOtherwise, sampleHalved, noSecondSeedInTheSample
  case sampleEndStands, sampleEndsOtherwise, seedAfterTheSampleDeleted, everyPointOnASeedAfterTheSample
  case bestRunChanges, heavyRecordDeleted, everyWeightLeftIsOne
}

/// A deletion from a flat model, and the models before and after it. What is asked of rounds holds in some run.
struct DeletionView {
  let before: any DeletableModel
  let after: any DeletableModel
  let outcome: DeletionOutcome
  let ids: [RecordID]
  private let rows: [Int]
  private let keys: Set<Word128>

  init(_ checked: DeletionLaw.Checked, ids: [RecordID]) throws {
    before = checked.before
    after = checked.after
    outcome = checked.outcome
    self.ids = ids
    let data = try before.records()
    rows = ids.flatMap { data.rows(of: $0) }
    let all = before.core.context.keys(of: data)
    keys = Set(rows.map { all[$0] })
  }

  private var old: [Run] { before.flatRuns ?? [] }
  private var new: [Run] { after.flatRuns ?? [] }

  /// The runs before and after, where both have the same unit.
  private var pairs: [(old: Run, new: Run)] {
    sameUnit ? zip(old, new).map { ($0, $1) } : []
  }

  private var survivorCount: Int { after.recordCount }

  func shows(_ situation: Situation) throws -> Bool {
    switch situation {
    case .nothingMoves: outcome.isCertified && !rows.isEmpty
    case .centroidMoves: outcome.firstMovedRound != nil && !outcome.isRefitted
    case .centroidMovesAndReturns: pairs.contains { movesAndReturns($0, $1) }
    case .seedDeleted: deletedSeedCount > 0
    case .severalSeedsDeleted: ids.count > 1 && deletedSeedCount > 1 && survivorCount > 0
    case .seedReplacedByItsLike:
      zip(old, new).contains { old, new in
        deletedSeedCount(old) > 0 && old.rounds.first?.centroids == new.rounds.first?.centroids
      }
    case .candidateDeleted: candidateDeleted
    case .bestCandidateChanges: bestCandidateChanges
    case .clusterEmpties: pairs.contains { clusterEmpties($0, $1) }
    case .fewerSeeds:
      survivorCount > 0 && zip(old, new).contains { $1.seeding.steps.count < $0.seeding.steps.count }
    case .everythingDeleted: survivorCount == 0
    case .unitChanges: before.core.summary.unit != after.core.summary.unit && survivorCount > 0
    case .cellChanges: pairs.contains { $0.cell != $1.cell }
    case .bestRoundChanges: pairs.contains { $0.bestRound != $1.bestRound }
    case .bestRunChanges: sameUnit && before.resolved.bestRun != after.resolved.bestRun
    case .onlyThePublishedRoundChanges: sameRounds && before.centroids != after.centroids
    case .balanceCrossedByCountAlone: pairs.contains { !balanceCrossings($0, $1).isEmpty }
    case .balanceMovesUntouchedCluster: pairs.contains { balanceMovesUntouchedCluster($0, $1) }
    case .duplicateVectorDeleted: try survivorsHaveVectorOfDeleted
    case .identicalRecordsDeleted: try identicalRecordsDeleted
    case .severalRecordsOfOneID: ids.count == 1 && rows.count > 1 && survivorCount > 0
    case .centroidAtTheEndOfTheRange: !outcome.isRefitted && touchesEndOfRange
    case .gapsUpdated:
      (outcome.firstMovedRound ?? 0) > 0 && !outcome.isRefitted
        && outcome.reassignedCount < survivorCount
    case .deletedOutsideTheSample: sampledPairs.contains { leavesSampleAlone($0, $1) }
    case .sampleDrawnOtherwise:
      sampledPairs.contains { !$0.seeding.sample.isDrawn(like: $1.seeding.sample) && !isHalved($0, $1) }
    case .sampleHalved: survivorCount > 0 && zip(old, new).contains { isHalved($0, $1) }
    case .noSecondSeedInTheSample: sampledPairs.contains { $1.seeding.sampleEnd == 1 }
    case .sampleEndStands:
      sampledPairs.contains { old, new in
        leavesSampleAlone(old, new) && (new.seeding.sampleEnd ?? .max) < new.seeding.steps.count
      }
    case .sampleEndsOtherwise: sampledPairs.contains { $0.seeding.sampleEnd != $1.seeding.sampleEnd }
    case .seedAfterTheSampleDeleted:
      sampledPairs.contains { old, new in
        guard let end = new.seeding.sampleEnd, old.seeding.sampleEnd == end else { return false }
        return old.seeding.steps[end...].contains { keys.contains($0.seed.key) }
      }
    case .everyPointOnASeedAfterTheSample:
      sampledPairs.contains {
        $1.seeding.sampleEnd != nil && $1.seeding.steps.count < after.settings.clusters
      }
    case .heavyRecordDeleted:
      try survivorCount > 0 && rows.contains { try before.records().weight(ofRow: $0) > 1 }
    case .everyWeightLeftIsOne:
      try survivorCount > 0 && before.records().weights != nil && after.records().weights == nil
    }
  }

  private var sameUnit: Bool {
    before.core.summary.unit == after.core.summary.unit && survivorCount > 0
  }

  private var sameRounds: Bool {
    sameUnit && before.recordedCentroids == after.recordedCentroids
  }

  /// The runs before and after, where the seeding looked at a sample both times.
  private var sampledPairs: [(old: Run, new: Run)] {
    pairs.filter { $0.old.seeding.sample.halvings > 0 && $0.new.seeding.sample.halvings > 0 }
  }

  private func isHalved(_ old: Run, _ new: Run) -> Bool {
    old.seeding.sample.halvings != new.seeding.sample.halvings
  }

  /// A record away from the first seed left, and nothing of the later steps changed.
  private func leavesSampleAlone(_ old: Run, _ new: Run) -> Bool {
    old.seeding.steps.count > 1 && old.seeding.steps == new.seeding.steps
      && old.seeding.sample.total != new.seeding.sample.total
  }

  private func movesAndReturns(_ old: Run, _ new: Run) -> Bool {
    let moved = zip(old.rounds, new.rounds).map { $0.centroids != $1.centroids }
    return zip(moved, moved.dropFirst()).contains { $0 && !$1 }
  }

  /// In the run that lost most of them.
  private var deletedSeedCount: Int {
    old.map { deletedSeedCount($0) }.max() ?? 0
  }

  private func deletedSeedCount(_ run: Run) -> Int {
    run.seeding.steps.count { keys.contains($0.seed.key) }
  }

  private var candidateDeleted: Bool {
    deletedSeedCount == 0
      && old.contains { run in
        run.seeding.steps.contains { step in step.candidates.contains { keys.contains($0.key) } }
      }
  }

  /// No candidate left, and yet another one is the best of some step.
  private var bestCandidateChanges: Bool {
    guard deletedSeedCount == 0, !candidateDeleted else { return false }
    return pairs.contains { old, new in
      zip(old.seeding.steps, new.seeding.steps).contains { $0.chosen != $1.chosen }
    }
  }

  private func clusterEmpties(_ old: Run, _ new: Run) -> Bool {
    old.seeding.steps.count == new.seeding.steps.count
      && zip(old.rounds, new.rounds).contains { old, new in
        zip(old.statistics.counts, new.statistics.counts).contains { $0 > 0 && $1 == 0 }
      }
  }

  /// Rounds and clusters that lost nothing, and yet are on the other side of the threshold.
  private func balanceCrossings(_ old: Run, _ new: Run) -> [(round: Int, cluster: Int)] {
    guard old.seeding.steps.count == new.seeding.steps.count else { return [] }
    return old.rounds.indices.dropLast().flatMap { round -> [(round: Int, cluster: Int)] in
      guard old.rounds[...round].map(\.centroids) == new.rounds[...round].map(\.centroids) else { return [] }
      let (first, second) = (old.rounds[round].statistics, new.rounds[round].statistics)
      return (0..<first.clusterCount).filter { cluster in
        first.counts[cluster] == second.counts[cluster] && first.counts[cluster] > 0
          && first.squares[cluster] == second.squares[cluster]
          && isBalanced(before, first, cluster) != isBalanced(after, second, cluster)
      }.map { (round, $0) }
    }
  }

  private func isBalanced(
    _ model: any DeletableModel, _ statistics: ClusterStatistics, _ cluster: Int
  ) -> Bool {
    let balance = model.settings.balance
    return statistics.counts[cluster] * balance.denominator * statistics.clusterCount
      < balance.numerator * model.core.summary.totalWeight
  }

  private func balanceMovesUntouchedCluster(_ old: Run, _ new: Run) -> Bool {
    balanceCrossings(old, new).contains { round, cluster in
      let next = new.rounds[round + 1].centroids
      return old.rounds[round + 1].centroids.steps[next.range(of: cluster)]
        != next.steps[next.range(of: cluster)]
    }
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
      return ids.count == 1 && Set(rows.map { data.content(ofRow: $0) }).count < rows.count
        && survivorCount > 0
    }
  }

  private var touchesEndOfRange: Bool {
    let limit = Int32(before.core.precision.limit)
    return new.contains { run in
      run.rounds.dropFirst().contains { $0.centroids.steps.contains { abs($0) == limit } }
    }
  }
}
