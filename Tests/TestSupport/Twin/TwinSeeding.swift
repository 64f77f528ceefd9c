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

  /// The count of seeds that each point of the sample lay on one of; nil if it never did.
  package private(set) var sampleEnd: Int?

  init(_ points: TwinPoints, _ solve: TwinSolve, seed: UInt64) {
    let limit = 2 * (2 + Int(log(Double(solve.clusters))))
    // What races, and what each weighs in it: all points, then those of the sample, then all again.
    var racing = points
    while steps.count < solve.clusters {
      let isFirst = steps.isEmpty
      let distances = Self.distances(of: racing, to: steps.map(\.seed.point))
      let order = Self.race(racing, distances, step: steps.count, seed: seed)
      let candidates = order.prefix(isFirst ? 1 : limit).map { row in
        Candidate(
          row: racing.rows[row], key: racing.keys[row], point: racing.places[row],
          potential: isFirst ? 0 : Self.potential(racing.places[row], racing, distances))
      }
      guard let least = candidates.map(\.potential).min(),
        let chosen = candidates.firstIndex(where: { $0.potential == least })
      else {
        guard sample != nil, sampleEnd == nil else { break }
        sampleEnd = steps.count
        racing = points
        continue
      }
      steps.append(Step(candidates: candidates, chosen: chosen))
      guard isFirst else { continue }
      let toSeed = Self.distances(of: points, to: [steps[0].seed.point])
      sample = TwinSample(points, toSeed, solve)
      guard let members = sample?.members(points, toSeed, seed: seed) else { continue }
      racing = points.selecting(members.map(\.row), weights: members.map(\.weight))
    }
  }

  /// Of each point to the nearest seed; 1 before there is one.
  private static func distances(of points: TwinPoints, to seeds: [[Int128]]) -> [Int128] {
    points.places.map { place in seeds.map { TwinLattice.squaredDistance(place, $0) }.min() ?? 1 }
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
