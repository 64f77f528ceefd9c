import TestSupport
import Testing

@testable import DeletableClustering

/// Every special situation is searched for, found, and equal to a refit.
///
/// A test that found none would show nothing, so it fails.
struct SituationLaws {
  /// How many deletions of each kind must be found.
  private static let wanted = TestLevel.count(quick: 1, standard: 12, long: 100)
  /// Cases that are searched at most.
  private static let searched = TestLevel.count(quick: 400, standard: 4000, long: 40_000)

  @Test("Deletion equals refitting where", arguments: Situation.allCases)
  func holds(situation: Situation) throws {
    var found = 0
    var seed: UInt64 = 0
    while found < Self.wanted, seed < Self.searched {
      found += try search(situation, GeneratedCase(situation.shape(seed), seed: seed))
      seed += 1
    }
    #expect(found >= Self.wanted, "\(situation): \(found) found in \(seed) cases")
  }

  /// Checks deletions of one case until one shows the situation.
  private func search(_ situation: Situation, _ sample: GeneratedCase) throws -> Int {
    let law = DeletionLaw(sample.data, quantized: sample.configuration)
    let fitted = try law.fit()
    var random = SplitMix(UInt64(sample.rows.count))
    for ids in situation.requests(sample, fitted, &random) {
      var after = fitted
      let outcome = try after.delete(ids)
      let view = try DeletionView(.init(before: fitted, after: after, outcome: outcome), ids: ids)
      guard try view.shows(situation) else { continue }
      let checked = try law.checkDeletion(of: ids, from: fitted)
      try checked.after.checkCaches()
      return 1
    }
    return 0
  }
}

extension Situation {
  /// A shape of data in which the situation is likely; all shapes in turn where any will do.
  fileprivate func shape(_ seed: UInt64) -> GeneratedCase.Shape {
    let likely: [GeneratedCase.Shape] =
      switch self {
      case .seedReplacedByItsLike, .duplicateVectorDeleted: [.duplicateVectors, .grid]
      case .fewerSeeds: [.tiny, .fewDistinct, .oneClusterEach]
      case .sampleEndStands, .sampleEndsOtherwise, .seedAfterTheSampleDeleted,
        .everyPointOnASeedAfterTheSample:
        [.fewDistinct, .duplicateVectors, .grid, .identicalRecords]
      case .unitChanges: [.outlier, .tiny, .mixture]
      case .identicalRecordsDeleted: [.identicalRecords]
      case .severalRecordsOfOneID: [.sharedIDs, .identicalRecords]
      case .balanceCrossedByCountAlone, .balanceMovesUntouchedCluster: [.heavyBalance, .mixture, .tiny]
      case .clusterEmpties: [.grid, .duplicateVectors, .coarse, .tiny]
      case .centroidAtTheEndOfTheRange: [.coarse, .largest, .oneClusterEach]
      case .gapsUpdated: [.tileEdges, .wide]
      case .heavyRecordDeleted, .everyWeightLeftIsOne: [.weighted, .tiny]
      default: GeneratedCase.Shape.allCases
      }
    return likely[Int(seed % UInt64(likely.count))]
  }

  /// The deletions that are tried on a case.
  fileprivate func requests(
    _ sample: GeneratedCase, _ fitted: any DeletableModel, _ random: inout SplitMix
  ) -> [[RecordID]] {
    let ids = sample.distinctIDs.shuffled(using: &random)
    switch self {
    case .everythingDeleted: return [ids]
    case .severalSeedsDeleted: return [fitted.seedIDs(sample)]
    case .clusterEmpties, .fewerSeeds, .sampleHalved:
      return ids.map { [$0] } + (0..<8).map { _ in Array(ids.shuffled(using: &random).prefix(ids.count / 2)) }
    default: return ids.map { [$0] }
    }
  }
}

extension DeletableModel {
  /// The ids of the records that became seeds of the first run.
  fileprivate func seedIDs(_ sample: GeneratedCase) -> [RecordID] {
    guard let data = core.resident?.original, let run = flatRuns?.first else { return [] }
    let keys = Set(run.seeding.steps.map(\.seed.key))
    let rows = core.context.keys(of: data).enumerated().filter { keys.contains($0.element) }.map(\.offset)
    return Set(rows.map { data.ids[$0] }).sorted()
  }
}
