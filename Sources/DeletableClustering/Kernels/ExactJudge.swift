// The nearest centroids of a few points, exactly.
//
// The points are rows of a matrix and scored by one product in double precision. All
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
    minusTwice = centroids.minusTwiceRows
  }

  var isEmpty: Bool { tags.isEmpty }
  var isFull: Bool { tags.count == Self.capacity }
  var count: Int { tags.count }

  /// Notes a point under a tag, by which it is known when it is decided on.
  ///
  /// - Precondition: Not full.
  mutating func add(tag: Int) {
    precondition(!isFull)
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

  /// Decides on the points that were noted, and forgets them.
  ///
  /// - Parameter fill: Writes the coordinates of the points with the tags, in steps: m × d.
  /// - Complexity: O(m·k·d) for m points, one product.
  mutating func decide(_ fill: (_ tags: [Int], _ rows: inout MutableSpan<Double>) -> Void) -> [Verdict] {
    if rows.isEmpty {
      rows = Array(repeating: 0, count: Self.capacity * centroids.dimension)
      scores = Array(repeating: 0, count: Self.capacity * centroids.count)
    }
    let (tags, used) = (tags, 0..<tags.count * centroids.dimension)
    rows.withDisjointWindow { $0.update(used) { fill(tags, &$0) } }
    score()
    self.tags.removeAll(keepingCapacity: true)
    return tags.indices.map { verdict(place: $0, tag: tags[$0]) }
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
