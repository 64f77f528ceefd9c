// The records of a deletion, as points of the lattice.

struct RemovedPoints: Sendable {
  struct Point: Sendable {
    let key: Word128
    /// d whole numbers.
    let steps: [Double]
    let squaredNorm: Double

    init(key: Word128, steps: [Double]) {
      self.key = key
      self.steps = steps
      squaredNorm = steps.reduce(0) { $0 + $1 * $1 }
    }

    /// ‖x − c‖², exact.
    func squaredDistance(to centroid: ArraySlice<Int32>) -> Double {
      var sum = 0.0
      for (step, other) in zip(steps, centroid) {
        let difference = step - Double(other)
        sum += difference * difference
      }
      return sum
    }
  }

  let points: [Point]

  /// The labels that exact arithmetic gives the points.
  ///
  /// - Complexity: O(m·k·d) for m points.
  func labels(nearest centroids: Centroids) -> [UInt16] {
    var labels = Array(repeating: UInt16(0), count: points.count)
    var judge = ExactJudge(CentroidOperand(centroids))
    for (index, point) in points.enumerated() {
      judge.add(tag: index) { row in
        for column in point.steps.indices { row[column] = point.steps[column] }
      }
      guard judge.isFull || index == points.count - 1 else { continue }
      for verdict in judge.decide() { labels[verdict.tag] = UInt16(verdict.label) }
    }
    return labels
  }
}
