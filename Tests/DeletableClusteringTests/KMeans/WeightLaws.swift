import TestSupport
import Testing

@testable import DeletableClustering

/// A record of weight w is w records that leave together: weight w equals w copies, up to seeding.
struct WeightLaws {
  private static let seeds = TestLevel.seeds(quick: 22, standard: 220, long: 2200)

  /// A generated case with weights of 1 to 6, and each record as many times as it weighs.
  private struct Sample {
    let weighted: Dataset
    let copies: Dataset
    let settings: ModelSettings

    init(seed: UInt64) {
      let sample = GeneratedCase(seed: seed)
      var random = SplitMix(seed)
      let weights = sample.rows.map { _ in UInt32(random.int(1...6)) }
      weighted = GeneratedCase.dataset(sample.rows, sample.ids, weights: weights)
      let rows = sample.rows.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) }
      copies = GeneratedCase.dataset(
        rows.map { sample.rows[$0] }, rows.indices.map { RecordID(rowNumber: $0) })
      var settings = sample.settings(seed % 2 == 0 ? .quantized : .lloyd)
      // A sample of records is another than one of their copies.
      settings.seedingSample = ModelSettings.everyRecord
      self.settings = settings
    }

    private var context: FitContext {
      FitContext(
        settings: settings, dimension: weighted.dimension,
        summary: RecordSummary(of: weighted, threads: 1), threads: 1)
    }

    func input(_ data: Dataset) -> SolverInput {
      SolverInput(
        points: LatticePoints(data, unit: context.unit, threads: 1), keys: context.keys(of: data),
        origin: .records(PointRecords(data: data, rows: nil)))
    }

    var solver: RunSolver {
      RunSolver(
        settings: settings.solver(
          clusters: settings.clusters, restarts: 1, settings.method == .lloyd ? .lloyd : .quantized),
        random: context.random, unit: context.unit, dimension: weighted.dimension,
        count: weighted.count, totalWeight: weighted.totalWeight, threads: 1)
    }
  }

  @Test("From the same seeds, all rounds are those of w copies", arguments: seeds)
  func rounds(seed: UInt64) {
    let sample = Sample(seed: seed)
    #expect(sample.copies.totalWeight == sample.weighted.totalWeight)
    let run = sample.solver.run(sample.input(sample.weighted)).run
    var copied = Run()
    copied.seeding = run.seeding
    _ = sample.solver.runRounds(of: &copied, sample.input(sample.copies))
    #expect(copied.rounds == run.rounds)
    #expect(copied.cell == run.cell && copied.bestRound == run.bestRound)
  }

  @Test("A candidate's potential is a sum over w copies", arguments: seeds)
  func potentials(seed: UInt64) {
    let sample = Sample(seed: seed)
    let steps = sample.solver.run(sample.input(sample.weighted)).run.seeding.steps
    let copies = TwinPoints(
      sample.copies, TwinLattice(sample.copies), keys: TwinKeys.keys(of: sample.copies, seed: 0))
    var distances: [Int128] = copies.places.map { _ in .max }
    for (index, step) in steps.enumerated() {
      for candidate in step.candidates where index > 0 {
        let place = candidate.point.map { Int128($0) }
        let plain = zip(copies.places, distances).reduce(Int128(0)) {
          $0 + min($1.1, TwinLattice.squaredDistance($1.0, place))
        }
        #expect(candidate.potential == plain)
      }
      let place = step.seed.point.map { Int128($0) }
      for index in distances.indices {
        distances[index] = min(distances[index], TwinLattice.squaredDistance(copies.places[index], place))
      }
    }
  }

  @Test("With one cluster, where seeds do not matter after round 1, models agree", arguments: seeds)
  func oneCluster(seed: UInt64) throws {
    let sample = Sample(seed: seed)
    var settings = ModelSettings(sample.settings.method, clusters: 1)
    settings.iterations = 1 + Int(seed % 4)
    settings.seed = seed
    let weighted = try settings.fit(sample.weighted)
    let copied = try settings.fit(sample.copies)
    #expect(weighted.centroids == copied.centroids)
    #expect(weighted.resolved == copied.resolved)
    #expect(try weighted.clusterSummary() == copied.clusterSummary())
  }

  @Test(
    "A heavy record leaves with all of its weight, whatever the method", arguments: ClusteringMethod.allCases)
  func heavyRecord(method: ClusteringMethod) throws {
    let rows = (0..<40).map { [Double($0 % 4), Double($0 * $0 % 11)] }
    let weights = rows.indices.map { $0 == 7 ? UInt32(1 << 20) : UInt32(1 + $0 % 3) }
    let ids = rows.indices.map { RecordID(rowNumber: $0) }
    let law = DeletionLaw(
      GeneratedCase.dataset(rows, ids, weights: weights), ModelSettings(method, clusters: 3))
    let checked = try law.checkDeletion(of: ["7"])
    #expect(try checked.before.clusterSummary().clusterSizes.reduce(0, +) == law.data.totalWeight)
    #expect(
      try checked.after.clusterSummary().clusterSizes.reduce(0, +) == law.data.totalWeight - 1 << 20)
  }
}
