// Greedy k-means++ by keyed races: each race sorts all its records.

import DeletableClustering
import Foundation

package struct TwinSeeding {
  package struct Candidate {
    package let row: Int
    package let key: UInt128
    package let point: [Int128]
    package let potential: Int128
  }

  package struct Step {
    package let candidates: [Candidate]
    package let chosen: Int
    package var seed: Candidate { candidates[chosen] }
  }

  package private(set) var steps: [Step] = []

  package init(
    _ data: Dataset, points: [[Int128]], keys: [UInt128], configuration: QuantizedKMeans.Configuration
  ) {
    var weights = Array(repeating: Int128(1), count: points.count)
    let limit = 2 * (2 + Int(log(Double(configuration.clusters))))
    while steps.count < configuration.clusters {
      let order = Self.race(data, keys, weights, step: steps.count, seed: configuration.seed)
      let isFirst = steps.isEmpty
      let candidates = order.prefix(isFirst ? 1 : limit).map { row in
        Candidate(
          row: row, key: keys[row], point: points[row],
          potential: isFirst ? 0 : Self.potential(points[row], points, weights))
      }
      guard let least = candidates.map(\.potential).min(),
        let chosen = candidates.firstIndex(where: { $0.potential == least })
      else { break }
      let step = Step(candidates: candidates, chosen: chosen)
      steps.append(step)
      weights = points.indices.map { row in
        let distance = TwinLattice.squaredDistance(points[row], step.seed.point)
        return isFirst ? distance : min(weights[row], distance)
      }
    }
  }

  private static func potential(
    _ place: [Int128], _ points: [[Int128]], _ weights: [Int128]
  ) -> Int128 {
    points.indices.reduce(0) { sum, row in
      sum + min(weights[row], TwinLattice.squaredDistance(points[row], place))
    }
  }

  /// All rows of positive weight, by (−ln U / w, id, content).
  private static func race(
    _ data: Dataset, _ keys: [UInt128], _ weights: [Int128], step: Int, seed: UInt64
  ) -> [Int] {
    let key = TwinPhilox.word(seed: seed, purpose: 4, index: UInt64(step / 2))
    let entries = keys.indices.filter { weights[$0] > 0 }.map { row in
      let block = TwinPhilox.block(counter: keys[row], key: key)
      let word = UInt64(truncatingIfNeeded: step % 2 == 0 ? block : block >> 64)
      return (row: row, time: exponential(bits: word >> 12) / Double(weights[row]))
    }
    return entries.sorted { left, right in
      if left.time != right.time { return left.time < right.time }
      let (first, second) = (data.ids[left.row], data.ids[right.row])
      if first != second { return first.bytes.lexicographicallyPrecedes(second.bytes) }
      return data.vector(ofRow: left.row).lexicographicallyPrecedes(data.vector(ofRow: right.row))
    }.map(\.row)
  }

  /// −ln U, U = (h + ½)·2⁻⁵², by thirteen terms of 2·atanh((m − 1)/(m + 1)).
  ///
  /// The same operations in the same order as the library's, since each bit decides.
  package static func exponential(bits: UInt64) -> Double {
    var significand = (Double(bits) + 0.5) / 0x1p52
    var exponent = 0
    while significand < 1 {
      significand *= 2
      exponent -= 1
    }
    if significand > 0x1.6a09e667f3bcdp0 {
      significand /= 2
      exponent += 1
    }
    let z = (significand - 1) / (significand + 1)
    let square = z * z
    var sum = 1.0 / 25
    for odd in stride(from: 23.0, through: 1, by: -2) { sum = sum * square + 1 / odd }
    return -(Double(exponent) * 0x1.62e42fefa39efp-1 + 2 * z * sum)
  }
}
