// The points of a change: few, and apart from the tiles that the others lie in.

struct LoosePoints: Sendable {
  struct Point: Sendable {
    let key: Word128
    /// d whole numbers.
    let steps: [Double]
    private(set) var weight: Int
    let squaredNorm: Double

    init(key: Word128, steps: [Double], weight: Int) {
      self.key = key
      self.steps = steps
      self.weight = weight
      squaredNorm = steps.reduce(0) { $0 + $1 * $1 }
    }

    /// The same with another weight.
    func weighing(_ weight: Int) -> Point {
      var copy = self
      copy.weight = weight
      return copy
    }

    /// ‖x − c‖², exact.
    func squaredDistance(to centroid: Int, of centroids: Centroids) -> Double {
      LooseDistance.squared(steps, centroids.steps, from: centroid * centroids.dimension)
    }

    /// ‖x − c‖² to the point of a candidate, exact.
    func squaredDistance(to place: [Int32]) -> Double {
      LooseDistance.squared(steps, place, from: 0)
    }
  }

  var points: [Point] = []

  /// The sum of the points' weights.
  var weight: Int { points.reduce(0) { $0 + $1.weight } }

  /// The labels that exact arithmetic gives the points, and their gaps.
  ///
  /// - Complexity: O(m·k·d) for m points.
  func nearest(among centroids: Centroids) -> (labels: [UInt16], gaps: [Float]) {
    var labels = Array(repeating: UInt16(0), count: points.count)
    var gaps = Array(repeating: Float(0), count: points.count)
    guard !points.isEmpty else { return (labels, gaps) }
    var judge = ExactJudge(CentroidOperand(centroids))
    for (index, point) in points.enumerated() {
      judge.add(tag: index) { row in
        for column in point.steps.indices { row[column] = point.steps[column] }
      }
      guard judge.isFull || index == points.count - 1 else { continue }
      for verdict in judge.decide() {
        labels[verdict.tag] = UInt16(verdict.label)
        gaps[verdict.tag] = verdict.gap
      }
    }
    return (labels, gaps)
  }
}
