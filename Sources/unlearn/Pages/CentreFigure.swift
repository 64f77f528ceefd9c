// Centres of clusters as a heat map: numbers in the input's units, colours in standard deviations.

import DeletableClustering
import Foundation
import ReportPages

struct CentreFigure {
  let page: ModelPage

  /// More rows or columns than this are not read.
  private static let greatestFeatureCount = 60
  private static let greatestClusterCount = 40
  /// Colours end here.
  private static let limit = 2.0

  init(_ page: ModelPage) {
    self.page = page
  }

  var blocks: [Block] {
    let centers = page.centers.centroids
    guard !centers.isEmpty else { return [.paragraph("There are none.")] }
    let features = shownFeatures
    let clusters = Array(centers.indices.prefix(Self.greatestClusterCount))
    let map = HeatMap(
      title: "Centres of the clusters",
      description: "A row for each feature and a column for each cluster. "
        + "The numbers in it are those that ‘unlearn export --centroids’ writes.",
      rows: features.map { page.stored.model.featureNames[$0] }, columns: clusters.map(String.init),
      values: features.map { feature in clusters.map { deviation(of: centers[$0][feature], feature) } },
      texts: features.map { feature in clusters.map { Self.text(centers[$0][feature]) } },
      scale: .diverging(limit: Self.limit),
      legend: "standard deviations above or below the mean of all records")
    return [.figure(Figure(caption(features.count, clusters.count), .heatMap(map)))]
  }

  private func caption(_ featureCount: Int, _ clusterCount: Int) -> String {
    var caption =
      "Each number is a centre’s coordinate in the input’s units; its colour, how far that is from the mean of all "
      + "records, in standard deviations of the feature. Columns are clusters, from 0."
    let (features, clusters) = (page.stored.model.dimension, page.centers.centroids.count)
    if featureCount < features {
      caption +=
        " Shown are the \(featureCount) of \(Phrase.number(features)) features in which centres differ most."
    }
    if clusterCount < clusters {
      caption += " Shown are the first \(clusterCount) of \(Phrase.number(clusters)) clusters."
    }
    return caption
  }

  /// All features, or those in which centres lie farthest apart, in the order of the table.
  private var shownFeatures: [Int] {
    let features = Array(0..<page.stored.model.dimension)
    guard features.count > Self.greatestFeatureCount else { return features }
    let spreads = features.map { feature in
      let places = page.centers.centroids.compactMap { deviation(of: $0[feature], feature) }
      return (places.max() ?? 0) - (places.min() ?? 0)
    }
    let order = features.sorted { (spreads[$1], $0) < (spreads[$0], $1) }
    return order.prefix(Self.greatestFeatureCount).sorted()
  }

  /// Nil where a feature does not vary.
  private func deviation(of value: Double, _ feature: Int) -> Double? {
    let deviation = page.overview.deviations[feature]
    return deviation > 0 ? (value - page.overview.means[feature]) / deviation : nil
  }

  private static func text(_ value: Double) -> String {
    value.magnitude >= 1000 && value.magnitude < 1e6
      ? Phrase.number(Int(value.rounded())) : String(format: "%.3g", value)
  }
}
