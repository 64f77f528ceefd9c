// What a round knows of its clusters: counts, sums and sums of squares, exactly. A record of weight w
// stands for w records in all three.
//
// All are whole numbers, so adding and removing commute and cancel: a record that was taken out
// leaves no trace, and threads merge in any order.

struct ClusterStatistics: Equatable, Sendable {
  let dimension: Int
  /// N, k of them.
  var counts: [Int]
  /// S, k × d, in steps; each at most 2⁵³ for 2³⁰ records.
  var sums: [Int64]
  /// Q, k of them, in steps squared.
  var squares: [Int128]

  init(clusterCount: Int, dimension: Int) {
    self.dimension = dimension
    counts = Array(repeating: 0, count: clusterCount)
    sums = Array(repeating: 0, count: clusterCount * dimension)
    squares = Array(repeating: 0, count: clusterCount)
  }

  init(dimension: Int, counts: [Int], sums: [Int64], squares: [Int128]) {
    self.dimension = dimension
    self.counts = counts
    self.sums = sums
    self.squares = squares
  }

  var clusterCount: Int { counts.count }

  /// Adds what a worker gathered.
  mutating func merge(_ part: StatisticsChange) {
    for cluster in counts.indices {
      counts[cluster] += part.counts[cluster]
      squares[cluster] += part.squares[cluster]
    }
    for index in sums.indices { sums[index] += Int64(part.sums[index]) }
  }

  /// The sum of squared distances of the points to the given centroids of their clusters:
  /// Q − 2c·S + N‖c‖², summed. No pass over the points.
  ///
  /// - Complexity: O(k·d).
  func loss(about centroids: Centroids) -> Int128 {
    var loss: Int128 = 0
    for cluster in counts.indices where counts[cluster] > 0 {
      let first = cluster * dimension
      var products: Int128 = 0
      for column in 0..<dimension {
        let step = Int64(centroids.steps[first + column])
        // |c·S| ≤ 2²³·2⁵³: the product of one coordinate needs more than 64 bits, as does the sum.
        products += Int128(sums[first + column]) * Int128(step)
      }
      loss +=
        squares[cluster] - 2 * products
        + Int128(counts[cluster]) * Int128(whole: centroids.squaredNorm(of: cluster))
    }
    return loss
  }
}

/// What one worker adds to the statistics of a round.
///
/// Sums are kept in `Double`, which is exact here: they are at most 2⁵³.
struct StatisticsChange: Sendable {
  private let dimension: Int
  private(set) var counts: [Int]
  private(set) var sums: [Double]
  private(set) var squares: [Int128]

  init(clusterCount: Int, dimension: Int) {
    self.dimension = dimension
    counts = Array(repeating: 0, count: clusterCount)
    sums = Array(repeating: 0, count: clusterCount * dimension)
    squares = Array(repeating: 0, count: clusterCount)
  }

  /// Adds all points of the open tile to the clusters of their labels.
  ///
  /// - Precondition: Each label is less than k; checked in release builds too.
  /// - Complexity: O(64·d); no allocation.
  @inline(__always)
  mutating func add(_ tile: borrowing TileReader, labels: Span<UInt16>) {
    TileSums.add(tile, labels: labels, counts: &counts, squares: &squares, sums: &sums)
  }

  /// Moves points of the open tile from the clusters of their old labels to those of their new ones.
  ///
  /// - Parameters:
  ///   - lanes: A bit for each point that may have another label.
  /// - Complexity: O(64·d), less where few points move; no allocation.
  @inline(__always)
  mutating func move(
    _ tile: borrowing TileReader, from old: Span<UInt16>, to new: Span<UInt16>, _ lanes: UInt64
  ) {
    TileSums.move(
      tile, from: old, to: new, lanes, counts: &counts, squares: &squares, sums: &sums)
  }

  /// Moves a point from one cluster to another.
  ///
  /// - Parameters:
  ///   - steps: The point's d coordinates.
  ///   - points: Where its norm and its weight are.
  /// - Complexity: O(d).
  mutating func move(
    _ steps: ArraySlice<Double>, point: Int, of points: LatticePoints, from old: Int, to new: Int
  ) {
    let weight = note(point: point, of: points, from: old, to: new)
    TileSums.move(steps, weight: weight, from: old, to: new, in: &sums)
  }
}

extension StatisticsChange {
  /// Moves some of the points of a filter from the clusters of their old labels to those of their new ones.
  ///
  /// - Parameter lanes: A bit for each of them.
  /// - Complexity: O(d) a point; no allocation.
  mutating func move(_ points: LooseFilter, _ lanes: UInt64, from old: [UInt16]) {
    points.move(lanes, from: old, counts: &counts, squares: &squares, sums: &sums)
  }

  /// Moves a point's count and square, and gives its weight.
  private mutating func note(point: Int, of points: LatticePoints, from old: Int, to new: Int) -> Double {
    let weight = points.weight(ofPoint: point)
    let square = Int128(whole: weight) * Int128(whole: points.squaredNorms[point])
    counts[old] -= Int(weight)
    counts[new] += Int(weight)
    squares[old] -= square
    squares[new] += square
    return weight
  }
}

extension Int128 {
  /// A whole number of at most 2⁶² in absolute value; the conversion of any other is far slower.
  @inline(__always)
  init(whole number: Double) {
    self.init(Int64(number))
  }
}
