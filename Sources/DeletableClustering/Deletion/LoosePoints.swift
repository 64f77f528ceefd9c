// The points of a change: few, and apart from the tiles that the others lie in.

struct LoosePoints: Sendable {
  let dimension: Int
  /// What is known of each point beside its coordinates, as kernels read it; the weights of points that leave are
  /// negative.
  private(set) var members: [LooseMember] = []
  /// The points' coordinates, m × d whole numbers.
  private(set) var steps: [Int32] = []

  /// Copies of some points by their places.
  ///
  /// - Parameters:
  ///   - rows: The points' own records, where these are to be read in the points' place.
  ///   - sign: What the weights are taken times.
  /// - Complexity: O(d) a point.
  init(
    _ points: borrowing LatticePoints, keys: borrowing [Word128], at places: [Int], rows: RecordRows?,
    sign: Int
  ) {
    dimension = points.dimension
    steps = rows?.steps(ofPoints: places) ?? points.steps(ofPoints: places)
    members.reserveCapacity(places.count)
    for place in places {
      members.append(
        LooseMember(
          keys[place], weight: Int64(sign) * Int64(points.weight(ofPoint: place)),
          squaredNorm: Int64(points.squaredNorms[place])))
    }
  }

  /// One of them, on its own.
  struct Point: Sendable {
    let key: Word128
    /// d whole numbers.
    let steps: [Int32]
    let weight: Int
  }

  mutating func append(_ point: Point) {
    precondition(point.steps.count == dimension)
    steps += point.steps
    let zero = Array(repeating: Int32(0), count: dimension)
    members.append(
      LooseMember(
        point.key, weight: Int64(point.weight),
        squaredNorm: LooseKernels.squaredDistance(point.steps, from: 0, to: zero)))
  }

  var count: Int { members.count }

  /// The labels that exact arithmetic gives some of the points, and their gaps.
  ///
  /// - Complexity: O(m·k·d) for m points.
  func nearest(_ range: Range<Int>, among centroids: Centroids) -> (labels: [UInt16], gaps: [Float]) {
    var labels = Array(repeating: UInt16(0), count: range.count)
    var gaps = Array(repeating: Float(0), count: range.count)
    guard !range.isEmpty else { return (labels, gaps) }
    var judge = ExactJudge(CentroidOperand(centroids))
    for point in range {
      judge.add(tag: point)
      guard judge.isFull || point == range.upperBound - 1 else { continue }
      for verdict in judge.decide(copy) {
        labels[verdict.tag - range.lowerBound] = UInt16(verdict.label)
        gaps[verdict.tag - range.lowerBound] = verdict.gap
      }
    }
    return (labels, gaps)
  }

  private func copy(points: [Int], into rows: inout MutableSpan<Double>) {
    for (place, point) in points.enumerated() {
      for column in 0..<dimension {
        rows[place * dimension + column] = Double(steps[point * dimension + column])
      }
    }
  }
}
