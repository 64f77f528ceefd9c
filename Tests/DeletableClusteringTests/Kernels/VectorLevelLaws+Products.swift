// What belongs to the products of tiles: which columns they go through, and what their gaps are at least.

import CLinearAlgebra
import TestSupport
import Testing

@testable import DeletableClustering

extension VectorLevelLaws {
  @Test("The columns of a tile that are not zero, of either sign", arguments: VectorLevel.all, UInt64(0)..<40)
  func occupiedColumns(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let dimension = random.element([1, 5, 63, 64, 65, 128, 130])
    let words = (dimension + 63) / 64
    var tile = Array(repeating: Float(0), count: dimension * 64)
    var plain = Array(repeating: UInt64(0), count: 2 * words)
    for column in 0..<dimension {
      for lane in 0..<64 where random.int(0...40) == 0 {
        tile[column * 64 + lane] = random.element([1, -3, 0x1p-3, -0.0])
        if tile[column * 64 + lane] != 0 {
          plain[lane / 32 * words + column / 64] |= 1 << UInt64(column % 64)
        }
      }
    }
    var sets = plain.map { _ in UInt64.max }
    VectorLevel.limited(to: level) { unsafe la_occupied_columns(tile, dimension, &sets) }
    #expect(sets == plain)
  }

  @Test("Gaps in single precision are true bounds, and near", arguments: VectorLevel.all, UInt64(0)..<200)
  func boundedGaps(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let count = random.element([1, 63, 64])
    let slope = seed % 5 == 0 ? .infinity : random.uniform() * 0x1p10
    let offset = random.element([0, random.uniform() * 0x1p20])
    let norms = (0..<64).map { _ in
      random.element([0, random.uniform() * 0x1p53, random.uniform() * 1000]).rounded()
    }
    let errors = norms.map { $0.squareRoot() * slope + offset }
    let best = errors.map { random.element([0, Float(-$0), Float(-$0 / 4)]) }
    // About as far apart as the error, so that the last bits tell whether a gap is positive.
    let second = zip(best, errors).map { best, error in
      seed % 7 == 0 ? .infinity : Float(Double(best) + error * (1 + Double(random.int(-80...80)) * 0x1p-23))
    }
    let winner = (0..<64).map { _ in Int32(random.int(0...3)) }
    var labels = (0..<count).map { _ in UInt16(random.int(0...3)) }
    let before = labels
    var gaps = Array(repeating: Float(7), count: count)
    var changed: UInt64 = 0
    let open = VectorLevel.limited(to: level) {
      unsafe la_bound_gaps(best, second, winner, norms, slope, offset, count, &labels, &gaps, &changed)
    }
    for lane in 0..<count {
      let bit = UInt64(1) << UInt64(lane)
      let gap = Double(second[lane]) - Double(best[lane]) - errors[lane]
      #expect((open & bit == 0) == (gaps[lane] > 0))
      if gaps[lane] > 0 { #expect(Double(gaps[lane]) <= gap) }
      if gap.isFinite, gap > errors[lane] * 0x1p-17 {
        #expect(Double(gaps[lane]) >= gap - errors[lane] * 0x1p-17)
      }
      #expect(labels[lane] == UInt16(winner[lane]))
      #expect((changed & bit != 0) == (before[lane] != labels[lane]))
    }
    #expect(count == 64 || (open | changed) >> UInt64(count) == 0)
  }
}
