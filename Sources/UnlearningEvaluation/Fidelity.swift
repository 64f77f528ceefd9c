// How well a method clusters, over seeds.
//
// Method     Fit with several seeds. Of each model take the loss, the silhouette of a sample that all models
//            share, and the normalised mutual information with reference labels. The same figures of the
//            baseline stand beside them.

import DeletableClustering

/// What one method's models came to, a value for each seed.
public struct QualityFigures: Equatable, Sendable {
  /// Sums of squared distances to the centroids, in the units in which records are clustered, squared.
  public let loss: Spread
  /// Nil where a model has fewer than two clusters in the sample.
  public let silhouette: Spread?
  /// Nil without reference labels.
  public let mutualInformation: Spread?
  /// How long a fit took, its median.
  public let fitSeconds: Double
}

/// A method's quality over the baseline's.
public struct Fidelity: Equatable, Sendable {
  public let figures: QualityFigures
  /// Each loss over the mean of the baseline's; nil where that is 0.
  public let lossRatio: Spread?
  /// Each silhouette over the mean of the baseline's; nil where that is not above 0.
  public let silhouetteRatio: Spread?
  /// Likewise of the mutual information.
  public let mutualInformationRatio: Spread?

  public init(_ figures: QualityFigures, over baseline: QualityFigures) {
    func ratio(_ spread: Spread?, _ unit: Spread?) -> Spread? {
      guard let spread, let unit, unit.mean > 0 else { return nil }
      return spread.divided(by: unit.mean)
    }
    self.figures = figures
    lossRatio = ratio(figures.loss, baseline.loss)
    silhouetteRatio = ratio(figures.silhouette, baseline.silhouette)
    mutualInformationRatio = ratio(figures.mutualInformation, baseline.mutualInformation)
  }
}

/// Measures the quality of methods on one table.
struct QualityMeasurement {
  private let data: Dataset
  private let labels: [Int]?
  private let seeds: [UInt64]
  private let threads: Int
  private let sampleRows: [Int]
  /// The distances of all models; nil where a preparation gives each seed distances of its own.
  private let silhouette: Silhouette?

  init(
    _ data: Dataset, labels: [Int]?, seeds: [UInt64], sampleLimit: Int, sampleSeed: UInt64,
    isPrepared: Bool, threads: Int
  ) {
    self.data = data
    self.labels = labels
    self.seeds = seeds
    self.threads = threads
    sampleRows = Silhouette.sample(of: data, limit: sampleLimit, seed: sampleSeed, threads: threads)
    silhouette = isPrepared ? nil : Silhouette(of: data, rows: sampleRows)
  }

  /// Fits with each seed.
  ///
  /// - Parameter progress: Called with the share of the fits that are done.
  /// - Complexity: That of the fits, and O(m²) a fit for the silhouette of m records.
  func figures(
    of settings: ModelSettings, progress: (Double) -> Void
  ) throws -> QualityFigures {
    var (losses, silhouettes, informations): ([Double], [Double?], [Double]) = ([], [], [])
    var seconds: [Double] = []
    for (place, seed) in seeds.enumerated() {
      var own = settings
      own.seed = seed
      let (model, time) = try Stopwatch.time { try own.fit(data, threads: threads) }
      seconds.append(time)
      let found = try model.labels()
      losses.append(try model.clusterSummary().inertia)
      silhouettes.append(try measured(model).mean(labels: found))
      if let labels {
        informations.append(NormalizedMutualInformation.between(found, labels, weights: data.weights))
      }
      progress(Double(place + 1) / Double(seeds.count))
    }
    let known = silhouettes.compactMap { $0 }
    return QualityFigures(
      loss: Spread(losses), silhouette: known.count == silhouettes.count ? Spread(known) : nil,
      mutualInformation: labels == nil ? nil : Spread(informations),
      fitSeconds: Percentile.median(seconds))
  }

  private func measured(_ model: any DeletableModel) throws -> Silhouette {
    try silhouette ?? Silhouette(of: try model.core.preparedRecords(), rows: sampleRows)
  }
}
