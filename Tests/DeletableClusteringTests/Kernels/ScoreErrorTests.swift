import TestSupport
import Testing

@testable import DeletableClustering

struct ScoreErrorTests {
  @Test("No difference of two scores in single precision errs by more", arguments: UInt64(0)..<120)
  func bounds(seed: UInt64) {
    var random = SplitMix(seed)
    let dimension = random.element([1, 2, 3, 33, 70, 130])
    // Where numbers are small, that points are not rounded is the larger part.
    let limit = min(random.element([2, 100, 1 << 23]), LatticePrecision(dimension: dimension).limit)
    let base = random.element([0, limit - 2, 2 - limit])
    let centroids = Centroids(
      dimension: dimension,
      steps: (0..<8 * dimension).map { _ in
        Int32(seed % 2 == 0 ? base + random.int(-2...2) : random.int(-limit...limit))
      })
    let operand = ScoreOperand(CentroidOperand(centroids), as: .rows)
    for _ in 0..<50 {
      let point = (0..<dimension).map { _ in random.int(-limit...limit) }
      let row = point.map { random.displaced($0, limit: limit) }
      let scores = (0..<centroids.count).map { cluster in
        (
          single: single(row, cluster, operand, isForward: seed % 2 == 0),
          exact: exact(point, cluster, centroids)
        )
      }
      let norm = point.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
      let bound = operand.error.slope * norm + operand.error.offset
      for first in scores {
        for second in scores {
          let error = (Double(first.single) - Double(second.single)) - Double(first.exact - second.exact)
          #expect(abs(error) <= bound)
        }
      }
    }
  }

  /// The worst order is unknown; forward and backward summation are two honest ones.
  private func single(_ row: [Float], _ cluster: Int, _ operand: ScoreOperand, isForward: Bool) -> Float {
    guard cluster > 0 else { return 0 }
    let first = (cluster - 1) * operand.dimension
    let terms = zip(operand.minusTwice[first..<first + operand.dimension], row).map { $0 * $1 }
    return (isForward ? terms : terms.reversed()).reduce(Float(0), +) + operand.norms[cluster - 1]
  }

  private func exact(_ point: [Int], _ cluster: Int, _ centroids: Centroids) -> Int {
    zip(centroids.steps[centroids.range(of: cluster)], point).reduce(0) {
      $0 + Int($1.0) * (Int($1.0) - 2 * $1.1)
    }
  }

  @Test("The bound is what the argument says, and hardly more")
  func coefficients() {
    let error = ScoreError(length: 3, norm: 5, dimension: 7)
    let slope = 12 * ScoreError.gamma(8)
    let offset = 6 * 7.0.squareRoot() * (1 + ScoreError.gamma(8)) + 10 * ScoreError.gamma(2)
    #expect(error.slope >= slope && error.slope <= slope * (1 + 0x1p-38))
    #expect(error.offset >= offset && error.offset <= offset * (1 + 0x1p-38))
  }

  @Test("What rows that are not rounded add is reached, or nearly", arguments: [1, 2, 33, 784])
  func displacement(dimension: Int) {
    let steps = [0, 1_000, -1_000].flatMap { Array(repeating: Int32($0), count: dimension) }
    let operand = ScoreOperand(
      CentroidOperand(Centroids(dimension: dimension, steps: steps)), as: .rows)
    let row = Array(repeating: Float(0.501), count: dimension)
    let scores = (1...2).map { Double(single(row, $0, operand, isForward: true)) }
    let error = abs((scores[0] - scores[1]) - Double(-4 * 1_000 * dimension))
    let bound = operand.error.slope * Double(dimension).squareRoot() + operand.error.offset
    #expect(error <= bound && error >= 0.98 * bound)
  }

  @Test("The bound grows with dimension, and is endless where γ is undefined")
  func gamma() {
    #expect(ScoreError.gamma(1) > 0x1p-24 && ScoreError.gamma(1) < 0x1.0001p-24)
    #expect(ScoreError.gamma(1000) > 1000 * ScoreError.gamma(1))
    #expect(ScoreError.gamma(1 << 24) == .infinity)
  }

  @Test("Stored gaps are rounded down")
  func gapsRoundDown() {
    var random = SplitMix(1)
    for _ in 0..<10_000 {
      let gap = Double(random.next() >> UInt64(random.int(10...62))) * 0x1p-4
      #expect(Double(Float(boundingGap: gap)) <= gap)
    }
    #expect(Float(boundingGap: .infinity) == .infinity)
  }
}
