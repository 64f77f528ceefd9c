// The nearest centroids of a few points, exactly.
//
// The points are gathered as columns of a matrix and scored by one product in double precision. All
// numbers are whole and at most 2⁵³, so nothing rounds.

struct ExactJudge: Sendable {
  /// Points that one product takes at most.
  static let capacity = 64

  private let centroids: CentroidOperand
  private var tags: [Int] = []
  /// The gathered points, row after row, `capacity` apart as columns: d × capacity.
  private var columns: [Double] = []
  private var scores: [Double] = []

  init(_ centroids: CentroidOperand) {
    self.centroids = centroids
  }

  var isEmpty: Bool { tags.isEmpty }
  var isFull: Bool { tags.count == Self.capacity }
  var count: Int { tags.count }

  /// Gathers a point under a tag that the decision will be given with.
  ///
  /// - Precondition: Not full.
  mutating func add(_ points: LatticePoints, point: Int, tag: Int) {
    let first = points.position(ofPoint: point)
    let lane = beginColumn(tag: tag)
    for row in 0..<centroids.dimension {
      columns[row * Self.capacity + lane] = Double(points.tiles[first + row * LatticePoints.tileWidth])
    }
  }

  /// As above, for a point given by its coordinates in steps.
  mutating func add(_ coordinates: some Collection<Double>, tag: Int) {
    let lane = beginColumn(tag: tag)
    for (row, value) in coordinates.enumerated() { columns[row * Self.capacity + lane] = value }
  }

  private mutating func beginColumn(tag: Int) -> Int {
    precondition(!isFull)
    if columns.isEmpty {
      columns = Array(repeating: 0, count: centroids.dimension * Self.capacity)
      scores = Array(repeating: 0, count: centroids.count * Self.capacity)
    }
    tags.append(tag)
    return tags.count - 1
  }

  /// Reports tag, label and gap of each gathered point, then forgets them.
  ///
  /// - Complexity: O(64·k·d), one product.
  mutating func decide(_ report: (Int, UInt16, Float) -> Void) {
    let (centroids, columns, count) = (centroids, columns, tags.count)
    var out = scores.mutableSpan
    MatrixProduct.multiply(
      centroids.minusTwiceDouble.span, columns.span, into: &out,
      m: centroids.count, n: count, k: centroids.dimension, stride: Self.capacity)
    for (lane, tag) in tags.enumerated() {
      let (label, gap) = nearest(lane: lane)
      report(tag, UInt16(label), Float(roundingDown: gap))
    }
    tags.removeAll(keepingCapacity: true)
  }

  private func nearest(lane: Int) -> (label: Int, gap: Double) {
    var best = Double.infinity
    var second = Double.infinity
    var label = 0
    for centroid in 0..<centroids.count {
      let score = scores[centroid * Self.capacity + lane] + centroids.squaredNorms[centroid]
      if score < best {
        second = best
        best = score
        label = centroid
      } else if score < second {
        second = score
      }
    }
    return (label, second - best)
  }
}
