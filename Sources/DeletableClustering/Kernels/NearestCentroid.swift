// The nearest centroid of each point of a tile: filter, then judge.
//
// Promise    Labels are those of exact arithmetic, ties to the lower index; each gap is at most the
//            true difference between the second best score and the best.
// Method     One product in single precision scores the tile. Where the gap between the two best
//            scores is more than rounding can explain, the label is proved. The other points of the
//            tile are judged together, by one exact product in double precision.

import CLinearAlgebra

/// What a worker needs for one tile after another; allocated once.
struct NearestCentroid: Sendable {
  private let centroids: CentroidOperand
  private var scores: [Float]
  private var best: [Float]
  private var second: [Float]
  private var winner: [Int32]
  private var provedGap: [Float]
  private var judge: ExactJudge
  private(set) var judgedCount = 0

  private static let width = LatticePoints.tileWidth

  init(_ centroids: CentroidOperand) {
    self.centroids = centroids
    scores = Array(repeating: 0, count: centroids.count * Self.width)
    best = Array(repeating: 0, count: Self.width)
    second = best
    provedGap = best
    winner = Array(repeating: 0, count: Self.width)
    judge = ExactJudge(centroids)
  }

  /// Finds the nearest centroids of a tile's points.
  ///
  /// - Parameters:
  ///   - tile: The tile's number.
  ///   - labels: One for each point of the tile, overwritten.
  ///   - gaps: Likewise; in steps squared, infinite if there is one centroid only.
  /// - Complexity: O(64·k·d), one product; no allocation where nothing is judged.
  mutating func assign(
    _ points: LatticePoints, tile: Int,
    labels: inout MutableSpan<UInt16>, gaps: inout MutableSpan<Float>
  ) {
    score(points, tile: tile)
    findTwoBest()
    boundGaps(points, tile: tile)
    let first = tile * Self.width
    for lane in 0..<labels.count {
      labels[lane] = UInt16(truncatingIfNeeded: winner[lane])
      gaps[lane] = provedGap[lane]
      // A bound that is no number proves nothing either.
      if !(provedGap[lane] > 0) { judge.add(tag: lane) { points.copy(point: first + lane, into: &$0) } }
    }
    guard !judge.isEmpty else { return }
    judgedCount += judge.count
    for verdict in judge.decide() {
      labels[verdict.tag] = UInt16(verdict.label)
      gaps[verdict.tag] = verdict.gap
    }
  }

  /// From each lane's two best scores, what the true gap is at least.
  private mutating func boundGaps(_ points: LatticePoints, tile: Int) {
    let first = tile * Self.width
    precondition(first + Self.width <= points.squaredNorms.count)
    unsafe points.squaredNorms.withUnsafeBufferPointer { norms in
      unsafe best.withUnsafeBufferPointer { best in
        unsafe second.withUnsafeBufferPointer { second in
          unsafe provedGap.withUnsafeMutableBufferPointer { gaps in
            for lane in 0..<Self.width {
              let error = unsafe centroids.error.ofDifference(squaredNorm: norms[first + lane])
              // The difference of two floats may round in double; (1 − 2⁻⁵⁰) makes up for it.
              let gap = unsafe (Double(second[lane]) - Double(best[lane])) * (1 - 0x1p-50) - error
              unsafe gaps[lane] = Float(boundingGap: gap)
            }
          }
        }
      }
    }
  }

  private mutating func score(_ points: LatticePoints, tile: Int) {
    let range = tile * points.tileSize..<(tile + 1) * points.tileSize
    let tileSpan = points.tiles.span.extracting(range)
    let centroids = centroids
    var out = scores.mutableSpan
    MatrixProduct.multiply(
      centroids.minusTwice.span, tileSpan, into: &out,
      m: centroids.count, n: Self.width, k: centroids.dimension, stride: Self.width)
  }

  /// The least and the second least score of each lane, and the index of the least; ties to the lower.
  private mutating func findTwoBest() {
    precondition(scores.count == centroids.count * Self.width)
    unsafe scores.withUnsafeBufferPointer { scores in
      unsafe best.withUnsafeMutableBufferPointer { best in
        unsafe second.withUnsafeMutableBufferPointer { second in
          unsafe winner.withUnsafeMutableBufferPointer { winner in
            unsafe la_two_best(
              scores.baseAddress, centroids.roundedNorms, centroids.count, best.baseAddress,
              second.baseAddress, winner.baseAddress)
          }
        }
      }
    }
  }
}
