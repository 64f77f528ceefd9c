// How well each record lies within its cluster.
//
// Method     s = (b − a) / max(a, b), with a the mean distance to the other records of the own cluster and b
//            the least, over the other clusters, of the mean distance to its records. A record that is alone in
//            its cluster has s = 0. Distances are Euclidean.
// Sampling   Distances between all pairs cost n²·d, so above a limit both the records and those that they are
//            compared with are a keyed sample without replacement. All models of a comparison share it.
// Source     Rousseeuw, "Silhouettes: a Graphical Aid to the Interpretation and Validation of Cluster
//            Analysis", Journal of Computational and Applied Mathematics 20, 1987.

import DeletableClustering

/// The silhouette of clusterings of one set of records.
public struct Silhouette: Sendable {
  /// The rows that were taken, ascending: all, or a sample.
  public let rows: [Int]
  /// The records' weights; a record of weight w counts as w records at one place.
  private let weights: [Double]
  /// Distances of all pairs, m × m.
  private let distances: [Double]

  /// Measures the distances.
  ///
  /// - Parameters:
  ///   - data: n records of d coordinates.
  ///   - limit: At most so many are taken, at least 1.
  ///   - seed: What the sample is drawn by.
  ///   - threads: They decide nothing.
  /// - Complexity: O(n·d + n log n + m²·d) with m the lesser of n and the limit; m² numbers of memory.
  public init(
    of data: Dataset, limit: Int = 2_000, seed: UInt64 = 0, threads: Int = Parallel.coreCount
  ) {
    precondition(limit >= 1, "A sample has at least one record, not \(limit).")
    self.init(of: data, rows: Self.sample(of: data, limit: limit, seed: seed, threads: threads))
  }

  /// Measures the distances between the given rows, ascending.
  init(of data: Dataset, rows: [Int]) {
    self.rows = rows
    weights = rows.map { Double(data.weight(ofRow: $0)) }
    distances = Self.distances(Points(data, rows: rows))
  }

  /// The rows of a sample, ascending.
  static func sample(of data: Dataset, limit: Int, seed: UInt64, threads: Int) -> [Int] {
    guard data.count > limit else { return Array(0..<data.count) }
    return EvaluationDraws(seed: seed).rows(of: data, .silhouetteSample, threads: threads)
      .prefix(limit).sorted()
  }

  private static func distances(_ points: Points) -> [Double] {
    let count = points.count
    var distances = Array(repeating: 0.0, count: count * count)
    for first in 0..<count {
      for second in 0..<first {
        let distance = points.squaredDistance(first, points, second).squareRoot()
        distances[first * count + second] = distance
        distances[second * count + first] = distance
      }
    }
    return distances
  }

  /// The mean of s over the records, each times its weight.
  ///
  /// - Parameter labels: A cluster from 0 for each of the n records, not of the sample alone.
  /// - Returns: From −1 to 1; nil where fewer than two clusters have a record that was taken.
  /// - Complexity: O(m·(m + k)).
  public func mean(labels: [Int]) -> Double? {
    let own = rows.map { labels[$0] }
    let clusterCount = (own.max() ?? -1) + 1
    var clusterWeights = Array(repeating: 0.0, count: clusterCount)
    for (place, cluster) in own.enumerated() { clusterWeights[cluster] += weights[place] }
    guard clusterWeights.count(where: { $0 > 0 }) >= 2 else { return nil }
    var sum = 0.0
    for place in own.indices {
      sum += weights[place] * width(of: place, own, clusterWeights)
    }
    return sum / weights.reduce(0, +)
  }

  /// s of one record.
  private func width(of place: Int, _ labels: [Int], _ clusterWeights: [Double]) -> Double {
    let own = labels[place]
    guard clusterWeights[own] > 1 else { return 0 }
    var sums = Array(repeating: 0.0, count: clusterWeights.count)
    let row = place * labels.count
    for other in labels.indices { sums[labels[other]] += weights[other] * distances[row + other] }
    let within = sums[own] / (clusterWeights[own] - 1)
    let beyond = sums.indices.reduce(Double.infinity) { least, cluster in
      guard cluster != own, clusterWeights[cluster] > 0 else { return least }
      return min(least, sums[cluster] / clusterWeights[cluster])
    }
    let scale = max(within, beyond)
    return scale > 0 ? (beyond - within) / scale : 0
  }
}
