// Which of some records may be as fast in a race as a bound: most lose without a logarithm.
//
// A record's time is −ln U over its rate, and −ln U ≥ 1 − U, which costs no more than the draw.

import CLinearAlgebra

struct RaceFilter: Sendable {
  private let draw: RaceDraw

  /// Records that are looked at together.
  static let width = 64

  init(_ draw: RaceDraw) {
    self.draw = draw
  }

  /// A bit for each record that may be as fast as the bound, or faster; none for those of rate 0.
  ///
  /// - Parameters:
  ///   - rows: At most 64.
  ///   - keys: One for each record, as are distances and weights. The rate is the product of the two; nil
  ///     stands for ones.
  /// - Complexity: O(64) draws.
  func contenders(
    _ rows: Range<Int>, _ keys: [Word128], _ distances: [Double]?, _ weights: [Double]?, bound: Double
  ) -> UInt64 {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= keys.count && rows.count <= Self.width)
    precondition(rows.upperBound <= distances?.count ?? .max && rows.upperBound <= weights?.count ?? .max)
    return unsafe keys.withUnsafeBytes { keys in
      unsafe distances.withPointer { distances in
        unsafe weights.withPointer { weights in
          let words = unsafe keys.assumingMemoryBound(to: UInt64.self)
          guard let words = words.baseAddress else { return 0 }
          return unsafe la_race_contenders(
            words + 2 * rows.lowerBound, rows.count, draw.key, draw.takesHighWord ? 1 : 0,
            distances.map { unsafe $0 + rows.lowerBound }, weights.map { unsafe $0 + rows.lowerBound },
            bound)
        }
      }
    }
  }

}

extension [Double]? {
  /// Gives the body the numbers' address; nil for no numbers.
  func withPointer<Result>(_ body: (UnsafePointer<Double>?) -> Result) -> Result {
    guard let numbers = self else { return body(nil) }
    return unsafe numbers.withUnsafeBufferPointer { buffer in
      unsafe body(buffer.baseAddress)
    }
  }
}
