// Records on their two axes of greatest variance, to be looked at.
//
// Differs    The preparation's principal components are part of a state, and rounded so that deletions seldom change
//            them. These are not rounded: they show the records that are there now, and are kept nowhere.
// Source     Jolliffe, "Principal Component Analysis", Springer 2002.

/// Scores of records on the first two principal axes, about their mean.
package struct PrincipalPlane: Sendable {
  /// More features than this take too long for a picture.
  package static let greatestDimension = 1024

  /// A place on the two axes, in the units in which records are clustered.
  package typealias Point = (x: Double, y: Double)

  /// n places, in the order of the records.
  package let records: [Point]
  /// The places of the model's centroids.
  package let centroids: [Point]
  /// The share of each axis in the variance of all features together, from 0 to 1.
  package let shares: (x: Double, y: Double)
  /// The standard deviation of the records on each axis.
  package let deviations: (x: Double, y: Double)

  /// - Returns: Nil if there are no records, none differs from another, or there are too many features.
  /// - Complexity: O(n·d² + d³).
  init?(of data: Dataset, unit: LatticeUnit, centroids: [[Double]], threads: Int) {
    let dimension = data.dimension
    guard data.count > 0, dimension <= Self.greatestDimension else { return nil }
    let sums = ProductSums(of: data, unit: unit, threads: threads)
    let matrix = sums.covariance()
    let total = (0..<dimension).reduce(0.0) { $0 + matrix[$1 * dimension + $1] }
    guard total > 0 else { return nil }
    let eigen = SymmetricEigen(of: matrix, dimension: dimension, count: min(2, dimension), threads: threads)
    let first = Self.pointed(eigen.vectors[..<dimension])
    let second =
      dimension > 1 ? Self.pointed(eigen.vectors[dimension...]) : Array(repeating: 0, count: dimension)
    let mean = sums.sums.map { Double($0) / Double(sums.weight) * unit.value }
    let place = { (vector: [Double]) -> Point in
      (Self.score(vector, mean, first), Self.score(vector, mean, second))
    }
    records = (0..<data.count).map { place(data.vector(ofRow: $0)) }
    self.centroids = centroids.map(place)
    let values = (max(0, eigen.values[0]), dimension > 1 ? max(0, eigen.values[1]) : 0)
    shares = (values.0 / total, values.1 / total)
    // Variances are those of steps, times the squared weight.
    let scale = unit.value / Double(sums.weight)
    deviations = (values.0.squareRoot() * scale, values.1.squareRoot() * scale)
  }

  /// Of two opposite vectors, the one whose largest entry is positive; of equal entries the first counts.
  private static func pointed(_ vector: ArraySlice<Double>) -> [Double] {
    let largest = vector.reduce(0.0) { $1.magnitude > $0.magnitude ? $1 : $0 }
    return largest < 0 ? vector.map { -$0 } : Array(vector)
  }

  private static func score(_ vector: [Double], _ mean: [Double], _ axis: [Double]) -> Double {
    axis.indices.reduce(0.0) { $0 + (vector[$1] - mean[$1]) * axis[$1] }
  }
}
