// Clusters in the units of the records as they were given.

/// The cluster centres, and how well they fit, before any preparation.
public struct DataUnitClusters: Equatable, Sendable {
  /// At most k centres of d numbers each.
  public let centroids: [[Double]]
  /// The sum of squared distances of the records, missing values filled, to the centres of their clusters, each
  /// times the record's weight.
  public let inertia: Double
}

extension ModelCore {
  func clustersInDataUnits() throws(DeletionError) -> DataUnitClusters {
    guard !settings.preparation.steps.isEmpty else {
      return DataUnitClusters(centroids: centroids, inertia: try clusterSummary().inertia)
    }
    let data = preparation.filled(try records(), threads: threads)
    let rows = Self.rows(ofClusters: try labels(), count: centroids.count)
    let moments = rows.map { FeatureMoments(of: data, rows: $0, threads: threads) }
    let centers =
      preparation.inverse(centroids) ?? roundedMeans(moments, of: FeatureMoments(of: data, threads: threads))
    let inertia = zip(moments, centers).reduce(0.0) { $0 + Self.inertia($1.0, about: $1.1) }
    return DataUnitClusters(centroids: centers, inertia: inertia)
  }

  private static func rows(ofClusters labels: [Int], count: Int) -> [[Int]] {
    var rows = Array(repeating: [Int](), count: count)
    for (row, label) in labels.enumerated() { rows[label].append(row) }
    return rows
  }

  /// Means in coarse cells, so that they are not those of exact sums, which would tell who left.
  private func roundedMeans(_ clusters: [FeatureMoments], of all: FeatureMoments) -> [[Double]] {
    clusters.enumerated().map { cluster, moments in
      moments.features.indices.map { column in
        let (mean, deviation) = (moments.features[column].mean, all.features[column].deviation)
        guard deviation > 0 else { return mean }
        let word = context.random.word(.clusterMean, index: UInt64(cluster), position: UInt32(column))
        return KeyedCell.middle(
          of: mean, size: KeyedCell.powerOfTwo(below: deviation, dividedBy: 5),
          phase: KeyedCell.phase(of: word))
      }
    }
  }

  /// Σw(x − c)² = Σw·(variance + (mean − c)²), feature by feature.
  private static func inertia(_ moments: FeatureMoments, about center: [Double]) -> Double {
    zip(moments.features, center).reduce(0.0) { sum, pair in
      let (feature, center) = pair
      let offset = feature.mean - center
      return sum + Double(feature.weight) * (feature.deviation * feature.deviation + offset * offset)
    }
  }
}

extension FittedPreparation {
  /// Records with their missing values filled, and nothing else done to them.
  fileprivate func filled(_ data: Dataset, threads: Int) -> Dataset {
    guard settings.fillsMissing, let step = steps.first else { return data }
    return step.apply(to: data, threads: threads)
  }

  /// Points that come out, as they were when they went in; nil where that cannot be told.
  fileprivate func inverse(_ points: [[Double]]) -> [[Double]]? {
    var points = points
    for step in steps.reversed() {
      guard let step = step as? any InvertibleStep else { return nil }
      points = points.map(step.inverse)
    }
    return points
  }
}
