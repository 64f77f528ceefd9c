import TestSupport
import Testing

@testable import DeletableClustering

struct ScoreErrorTests {
  @Test("No difference of two scores in single precision errs by more", arguments: UInt64(0)..<60)
  func bounds(seed: UInt64) {
    let sample = WholeNumbers(seed: seed)
    let operand = CentroidOperand(sample.centroids)
    let rows = operand.minusTwiceRows(Float.self)
    for point in 0..<sample.points.count {
      let x = sample.points.coordinates(ofPoint: point)
      let scores = (0..<operand.count).map { cluster -> (single: Float, exact: Double) in
        let range = sample.centroids.range(of: cluster)
        // The worst order is unknown; forward and backward summation are two honest ones.
        let terms = zip(rows[range], x).map { $0 * $1 }
        let dot = (seed % 2 == 0 ? terms : terms.reversed()).reduce(Float(0), +)
        let exact = zip(rows[range], x).reduce(operand.squaredNorms[cluster]) {
          $0 + Double($1.0) * Double($1.1)
        }
        return (dot + Float(operand.squaredNorms[cluster]), exact)
      }
      let norm = sample.points.squaredNorms[point].squareRoot()
      let bound = operand.error.slope * norm + operand.error.offset
      for first in scores {
        for second in scores {
          let error = (Double(first.single) - Double(second.single)) - (first.exact - second.exact)
          #expect(abs(error) <= bound)
        }
      }
    }
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
