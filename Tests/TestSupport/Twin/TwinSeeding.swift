// Greedy k-means++ by keyed races: each race sorts all its points.

import Foundation

package struct TwinSeeding {
  package struct Candidate {
    /// The point's place among all points.
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

  /// Nil where the seeding looks at all points.
  package private(set) var sample: TwinSample?

  init(_ points: TwinPoints, _ solve: TwinSolve, seed: UInt64) {
    let limit = 2 * (2 + Int(log(Double(solve.clusters))))
    var points = points
    var distances = Array(repeating: Int128(1), count: points.count)
    while steps.count < solve.clusters {
      let order = Self.race(points, distances, step: steps.count, seed: seed)
      let isFirst = steps.isEmpty
      let candidates = order.prefix(isFirst ? 1 : limit).map { row in
        Candidate(
          row: points.rows[row], key: points.keys[row], point: points.places[row],
          potential: isFirst ? 0 : Self.potential(points.places[row], points, distances))
      }
      guard let least = candidates.map(\.potential).min(),
        let chosen = candidates.firstIndex(where: { $0.potential == least })
      else { break }
      let step = Step(candidates: candidates, chosen: chosen)
      steps.append(step)
      distances = distances.indices.map { row in
        let distance = TwinLattice.squaredDistance(points.places[row], step.seed.point)
        return isFirst ? distance : min(distances[row], distance)
      }
      guard isFirst, let sample = TwinSample(points, distances, solve) else { continue }
      self.sample = sample
      let members = sample.members(points, distances, seed: seed)
      points = points.selecting(members.map(\.row), weights: members.map(\.weight))
      distances = members.map { distances[$0.row] }
    }
  }

  private static func potential(
    _ place: [Int128], _ points: TwinPoints, _ distances: [Int128]
  ) -> Int128 {
    distances.indices.reduce(0) { sum, row in
      sum + points.weights[row] * min(distances[row], TwinLattice.squaredDistance(points.places[row], place))
    }
  }

  /// All points of positive distance, by (−ln U / (distance · weight), rank).
  private static func race(
    _ points: TwinPoints, _ distances: [Int128], step: Int, seed: UInt64
  ) -> [Int] {
    let key = TwinPhilox.word(seed: seed, purpose: 4, index: UInt64(step / 2))
    let entries = distances.indices.filter { distances[$0] > 0 }.map { row in
      let block = TwinPhilox.block(counter: points.keys[row], key: key)
      let word = UInt64(truncatingIfNeeded: step % 2 == 0 ? block : block >> 64)
      let rate = Double(distances[row]) * Double(points.weights[row])
      return (row: row, time: exponential(bits: word >> 12) / rate)
    }
    return entries.sorted { left, right in
      left.time == right.time ? points.ranks[left.row] < points.ranks[right.row] : left.time < right.time
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
