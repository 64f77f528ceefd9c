// Whether models after a deletion are distributed as refits are: a check that needs no trust in our digest.
//
// Method     One sample: models fitted with seeds of their own, from which a dense tenth of the records was
//            deleted. The other: fits of the survivors with other seeds. They are compared by their
//            centroids, as sets, and by the loss of the survivors about them, both computed here from what
//            is published. Equality for every seed makes the two distributions one, so p is uniform.
// Control    Models from which the records were dropped and nothing else was done go through the same test: it
//            has to see them, or it would see nothing.
// Scope      A keyed sample of the table, since the test takes hundreds of models.

import DeletableClustering

/// Models after a deletion beside independent refits.
public struct TwoSampleTest: Equatable, Sendable {
  /// One comparison of two samples of models.
  public struct Comparison: Equatable, Sendable {
    /// The energy distance of the centroids, brought into one order.
    public let centroids: PermutationTest
    /// The Kolmogorov–Smirnov distance of the survivors' losses.
    public let loss: PermutationTest

    /// The lesser p value, times two for the two tests.
    public var pValue: Double { min(1, 2 * min(centroids.pValue, loss.pValue)) }
  }

  /// Models in each sample.
  public let modelCount: Int
  public let recordCount: Int
  public let deletedCount: Int
  /// After a deletion against refits.
  public let deletion: Comparison
  /// The positive control: models that still know what was dropped, against the same refits.
  public let dropped: Comparison
}

extension TwoSampleTest {
  /// Fits the models and compares them.
  ///
  /// - Parameters:
  ///   - settings: The method's; the seed is replaced.
  ///   - modelCount: In each sample, at least 2.
  ///   - progress: Called with the share of the work that is done.
  /// - Complexity: Three times `modelCount` fits and losses, and the tests.
  init(
    of settings: ModelSettings, _ pool: Pool, modelCount: Int, permutations: Int,
    _ draws: EvaluationDraws, progress: (Double) -> Void
  ) throws {
    let gone = Self.region(of: pool, draws)
    let ids = gone.map { RecordID(rowNumber: $0) }
    let survivors = pool.data.removing(ids)
    let survivorPoints = Points(survivors, rows: 0..<survivors.count)
    let direction = (0..<pool.data.dimension).map { draws.signed(.direction, $0) }
    func view(_ model: any DeletableModel) -> View {
      View(model.centroids, survivorPoints, direction: direction, clusters: settings.clusters)
    }
    var (deleted, dropped, refitted): ([View], [View], [View]) = ([], [], [])
    for index in 0..<modelCount {
      func own(_ sample: Int) -> ModelSettings {
        settings.withoutPreparation(seed: draws.word(.modelSeed, index, sample))
      }
      var model = try own(0).fit(pool.data, threads: 1)
      try model.delete(ids)
      deleted.append(view(model))
      dropped.append(view(try own(1).fit(pool.data, threads: 1)))
      refitted.append(view(try own(2).fit(survivors, threads: 1)))
      progress(Double(index + 1) / Double(modelCount))
    }
    self.modelCount = modelCount
    recordCount = pool.count
    deletedCount = gone.count
    deletion = View.compare(deleted, refitted, permutations, draws)
    self.dropped = View.compare(dropped, refitted, permutations, draws)
  }

  /// The tenth of the records nearest to a record that is drawn: what a model must forget visibly.
  private static func region(of pool: Pool, _ draws: EvaluationDraws) -> [Int] {
    let center = draws.number(below: pool.count, .deletionRegion, 0)
    let distances = (0..<pool.count).map { pool.points.squaredDistance($0, pool.points, center) }
    return Array(
      distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
        .prefix(max(1, pool.count / 10)))
  }
}

/// What the test looks at in one model.
private struct View {
  /// The centroids in the order of their products with one direction, which knows nothing of the clusters'
  /// numbers; zeros where a model has fewer than were asked for.
  let centroids: [Double]
  let loss: Double

  init(_ centroids: [[Double]], _ survivors: Points, direction: [Double], clusters: Int) {
    let ordered = centroids.map { center in
      (place: zip(center, direction).reduce(0.0) { $0 + $1.0 * $1.1 }, center: center)
    }.sorted { $0.place < $1.place }.flatMap(\.center)
    self.centroids =
      ordered + Array(repeating: 0.0, count: clusters * direction.count - ordered.count)
    loss = survivors.loss(about: Points(centroids, dimension: direction.count))
  }

  static func compare(
    _ first: [View], _ second: [View], _ permutations: Int, _ draws: EvaluationDraws
  ) -> TwoSampleTest.Comparison {
    TwoSampleTest.Comparison(
      centroids: .energy(
        first.map(\.centroids), second.map(\.centroids), permutations: permutations, draws),
      loss: .kolmogorovSmirnov(first.map(\.loss), second.map(\.loss), permutations: permutations, draws))
  }
}
