import TestSupport
import Testing

@testable import DeletableClustering

/// Restarts: each run is a run of its own, and the best is the model.
struct RestartLaws {
  private static let methods = [ClusteringMethod.quantized, .lloyd]
  private static let seeds = TestLevel.seeds(quick: 22, standard: 220, long: 2200)

  private func fit(
    _ method: ClusteringMethod, _ seed: UInt64, restarts: Int
  ) throws -> any DeletableModel {
    let sample = GeneratedCase(seed: seed)
    var settings = sample.settings(method)
    settings.restarts = restarts
    return try settings.fit(sample.data)
  }

  @Test(
    "More restarts add runs, leave the first ones as they are and never raise the loss", arguments: methods,
    seeds)
  func restarts(method: ClusteringMethod, seed: UInt64) throws {
    let models = try (1...4).map { try fit(method, seed, restarts: $0) }
    let most = try #require(models[3].flatRuns)
    #expect(most.count == 4)
    for (index, model) in models.enumerated() {
      let runs = try #require(model.flatRuns)
      #expect(runs == Array(most.prefix(index + 1)))
      let losses = runs.map(\.best.loss)
      let best = try #require(losses.firstIndex(of: losses.min() ?? 0))
      #expect(model.resolved.bestRun == best + 1)
      #expect(model.resolved.bestRound == runs[best].bestRound)
      #expect(model.core.structure.publishedRound == runs[best].best)
    }
    let losses = try models.map { try $0.clusterSummary().inertia }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("Runs differ, and another than the first wins at times", arguments: methods)
  func differ(method: ClusteringMethod) throws {
    var winners = Set<Int>()
    for seed in 0..<UInt64(66) {
      let model = try fit(method, seed, restarts: 3)
      winners.insert(model.resolved.bestRun ?? 0)
    }
    #expect(winners == [1, 2, 3])
  }

  @Test(
    "A deletion keeps every run exact where another run becomes the best",
    arguments: methods)
  func winnerChanges(method: ClusteringMethod) throws {
    var found = 0
    let wanted = TestLevel.count(quick: 2, standard: 20, long: 100)
    for seed in 0..<UInt64(4000) where found < wanted {
      let sample = GeneratedCase(seed: seed)
      var settings = sample.settings(method)
      settings.restarts = 3
      let law = DeletionLaw(sample.data, settings)
      let fitted = try law.fit()
      for id in sample.distinctIDs.prefix(12) {
        var after = fitted
        try after.delete([id])
        guard after.recordCount > 0, after.resolved.bestRun != fitted.resolved.bestRun else { continue }
        let checked = try law.checkDeletion(of: [id], from: fitted)
        try checked.after.checkCaches()
        #expect(checked.outcome.isCertified == checked.isCertified, "seed \(seed)")
        #expect(checked.after.flatRuns?.count == 3)
        found += 1
        break
      }
    }
    #expect(found == wanted)
  }
}
