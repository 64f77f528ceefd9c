// Rows of numbers for the plain arithmetic of an evaluation.
//
// Nothing here decides what a model is. Sums run in a fixed order, eight lanes at a time, so that a figure is
// the same on every machine.

import DeletableClustering

/// n points of d numbers, each row in vectors of eight lanes, filled up with zeros.
struct Points: Sendable {
  let count: Int
  let dimension: Int
  private let width: Int
  private var lanes: [SIMD8<Double>]

  /// Some rows of a data set.
  ///
  /// - Complexity: O(rows · d).
  init(_ data: Dataset, rows: some Collection<Int>) {
    self.init(count: rows.count, dimension: data.dimension)
    for (place, row) in rows.enumerated() { set(place, data.vector(ofRow: row)) }
  }

  init(_ rows: [[Double]], dimension: Int) {
    self.init(count: rows.count, dimension: dimension)
    for (place, row) in rows.enumerated() { set(place, row) }
  }

  private init(count: Int, dimension: Int) {
    self.count = count
    self.dimension = dimension
    width = (dimension + 7) / 8
    lanes = Array(repeating: .zero, count: count * width)
  }

  private mutating func set(_ place: Int, _ row: [Double]) {
    for (column, value) in row.enumerated() { lanes[place * width + column / 8][column % 8] = value }
  }

  /// The point as plain numbers.
  subscript(place: Int) -> [Double] {
    (0..<dimension).map { lanes[place * width + $0 / 8][$0 % 8] }
  }

  /// ‖x − y‖² of a point here and one there.
  ///
  /// - Complexity: O(d).
  func squaredDistance(_ place: Int, _ other: Points, _ otherPlace: Int) -> Double {
    let (first, second) = (place * width, otherPlace * other.width)
    var sum = SIMD8<Double>.zero
    for lane in 0..<width {
      let difference = lanes[first + lane] - other.lanes[second + lane]
      sum += difference * difference
    }
    return Self.sum(sum)
  }

  /// The nearest of some centroids, ties to the lower index, and the squared distance to it.
  ///
  /// - Precondition: There is at least one centroid.
  /// - Complexity: O(k·d).
  func nearest(_ place: Int, among centroids: Points) -> (cluster: Int, squaredDistance: Double) {
    var best = (cluster: 0, squaredDistance: squaredDistance(place, centroids, 0))
    for cluster in 1..<max(1, centroids.count) {
      let distance = squaredDistance(place, centroids, cluster)
      if distance < best.squaredDistance { best = (cluster, distance) }
    }
    return best
  }

  /// The sum of squared distances to the nearest centroid; infinite if there is none.
  ///
  /// - Complexity: O(n·k·d).
  func loss(about centroids: Points) -> Double {
    guard centroids.count > 0 else { return count == 0 ? 0 : .infinity }
    return (0..<count).reduce(0) { $0 + nearest($1, among: centroids).squaredDistance }
  }

  private static func sum(_ lanes: SIMD8<Double>) -> Double {
    let four = lanes.lowHalf + lanes.highHalf
    return (four[0] + four[1]) + (four[2] + four[3])
  }
}
