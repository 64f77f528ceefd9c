// What points that leave or join contribute to the potentials of the seeding's candidates.

import CLinearAlgebra

/// A point's place among the points of a change, what it weighs in the step's sample, negative where it leaves, and its
/// squared distance to the nearest seed so far.
typealias LooseShare = la_share

extension LooseShare {
  /// More than any distance: before there is a seed.
  static let farthest = Int64.max

  /// Those of all points, before there is a seed.
  static func all(of points: borrowing LoosePoints) -> [LooseShare] {
    var shares: [LooseShare] = []
    shares.reserveCapacity(points.count)
    for point in 0..<points.count {
      shares.append(LooseShare(point: point, weight: points.members[point].weight, distance: farthest))
    }
    return shares
  }
}

extension SeedingSteps {
  /// Adds what points contribute to the potentials of one step after another, and lowers their distances to each step's
  /// seed; up to the first step with a candidate that leaves, which is left alone, or whose seed moves.
  ///
  /// - Parameter steps: Those that are meant; the first step of all has no potentials.
  /// - Returns: The step where it stopped, or the end; and whether that step's seed moved.
  /// - Precondition: Steps and points are there, and have one dimension; checked in release builds too.
  /// - Complexity: O(m·L·d) a step for m shares and L candidates; no allocation.
  mutating func takeIn(
    _ shares: inout [LooseShare], of loose: borrowing LoosePoints, _ leaving: LeavingKeys, _ steps: Range<Int>
  ) -> (step: Int, movesSeed: Bool) {
    check(shares, loose)
    precondition(steps.lowerBound >= 0 && steps.upperBound <= count)
    precondition(leaving.count <= loose.members.count)
    precondition(leaving.bits.count & (leaving.bits.count - 1) == 0, "A power of two, or none.")
    let dimension = loose.dimension
    var moves: Int32 = 0
    let reached = unsafe withUnsafeParts { record in
      unsafe shares.withUnsafeMutableBufferPointer { shares in
        unsafe loose.withUnsafeParts { coordinates, members in
          unsafe leaving.bits.withUnsafeBufferPointer { bits in
            var change = unsafe la_seeding_change(
              dimension: dimension, steps: coordinates.baseAddress, members: members.baseAddress,
              leaving: leaving.count, bits: bits.isEmpty ? nil : bits.baseAddress, bit_words: bits.count,
              count: shares.count, shares: shares.baseAddress)
            return unsafe la_take_in_seeding(&record, &change, steps.lowerBound, steps.upperBound, &moves)
          }
        }
      }
    }
    return (reached, moves != 0)
  }

  /// Lowers each distance to that from a step's seed, where that is less.
  ///
  /// - Precondition: As above.
  /// - Complexity: O(m·d); no allocation.
  func lower(_ shares: inout [LooseShare], of loose: borrowing LoosePoints, toSeedOfStep step: Int) {
    check(shares, loose)
    let seed = seedPoint(ofStep: step)
    unsafe seed.withUnsafeBufferPointer { seed in
      unsafe loose.steps.withUnsafeBufferPointer { steps in
        unsafe shares.withUnsafeMutableBufferPointer { shares in
          unsafe la_lower_shares(
            seed.baseAddress, seed.count, steps.baseAddress, shares.baseAddress, shares.count)
        }
      }
    }
  }

  private func check(_ shares: [LooseShare], _ loose: borrowing LoosePoints) {
    precondition(dimension == loose.dimension && loose.steps.count == loose.count * dimension)
    let count = loose.count
    precondition(shares.allSatisfy { $0.point >= 0 && $0.point < count }, "A share is that of a point.")
  }

  /// What is only read is asked for as if it were written: an array that is lent so is not held by a second owner.
  private mutating func withUnsafeParts<Result>(_ body: (inout la_steps) -> Result) -> Result {
    let count = count
    precondition(starts.count == count + 1 && starts.last == keys.count && potentials.count == keys.count)
    return unsafe starts.withUnsafeMutableBufferPointer { starts in
      unsafe keys.withUnsafeMutableBytes { keys in
        unsafe points.withUnsafeMutableBufferPointer { points in
          unsafe potentials.withUnsafeMutableBufferPointer { potentials in
            unsafe chosen.withUnsafeMutableBufferPointer { chosen in
              var steps = unsafe la_steps(
                starts: starts.baseAddress, keys: keys.assumingMemoryBound(to: UInt64.self).baseAddress,
                points: points.baseAddress, potentials: potentials.baseAddress, chosen: chosen.baseAddress)
              return unsafe body(&steps)
            }
          }
        }
      }
    }
  }
}
