// The nearest centroids of a few points, exactly.
//
// The points are gathered as rows of a matrix and scored by one product in double precision. All
// numbers are whole and at most 2⁵³, so nothing rounds.

struct ExactJudge: Sendable {
  /// Points that one product takes at most.
  static let capacity = 64

  private let centroids: CentroidOperand
  /// −2c, k × d.
  private let minusTwice: [Double]
  private var tags: [Int] = []
  /// The gathered points: capacity × d.
  private var rows: [Double] = []
  /// Scores: capacity × k.
  private var scores: [Double] = []

  init(_ centroids: CentroidOperand) {
    self.centroids = centroids
    minusTwice = centroids.minusTwiceRows(Double.self)
  }

  var isEmpty: Bool { tags.isEmpty }
  var isFull: Bool { tags.count == Self.capacity }
  var count: Int { tags.count }

  /// Gathers a point under a tag that the decision will be given with.
  ///
  /// - Parameter fill: Writes the point's d coordinates, in steps.
  /// - Precondition: Not full.
  mutating func add(tag: Int, _ fill: (inout MutableSpan<Double>) -> Void) {
    precondition(!isFull)
    let dimension = centroids.dimension
    if rows.isEmpty {
      rows = Array(repeating: 0, count: Self.capacity * dimension)
      scores = Array(repeating: 0, count: Self.capacity * centroids.count)
    }
    let first = tags.count * dimension
    rows.withDisjointWindow { $0.update(first..<first + dimension, fill) }
    tags.append(tag)
  }

  /// What the judge says of one point.
  struct Verdict {
    let tag: Int
    let label: Int
    /// The score of the second best centroid less that of the best, rounded down.
    let gap: Float
    /// Where in `rows` the point is.
    fileprivate let place: Int
  }

  /// Decides on the gathered points, and forgets them with the next one gathered.
  ///
  /// - Complexity: O(m·k·d) for m points, one product.
  mutating func decide() -> [Verdict] {
    score()
    let verdicts = tags.enumerated().map { place, tag in verdict(place: place, tag: tag) }
    tags.removeAll(keepingCapacity: true)
    return verdicts
  }

  private mutating func score() {
    let (centroids, rows, minusTwice, count) = (centroids, rows, minusTwice, tags.count)
    var out = scores.mutableSpan
    MatrixProduct.multiplyTransposed(
      rows.span, minusTwice.span, into: &out,
      m: count, n: centroids.count, k: centroids.dimension)
  }

  private func verdict(place: Int, tag: Int) -> Verdict {
    var best = Double.infinity
    var second = Double.infinity
    var label = 0
    for centroid in 0..<centroids.count {
      let score = scores[place * centroids.count + centroid] + centroids.squaredNorms[centroid]
      if score < best {
        second = best
        best = score
        label = centroid
      } else if score < second {
        second = score
      }
    }
    return Verdict(tag: tag, label: label, gap: Float(boundingGap: second - best), place: place)
  }

  /// The coordinates of a point just decided on, in steps.
  func steps(of verdict: Verdict) -> ArraySlice<Double> {
    rows[verdict.place * centroids.dimension..<(verdict.place + 1) * centroids.dimension]
  }
}
