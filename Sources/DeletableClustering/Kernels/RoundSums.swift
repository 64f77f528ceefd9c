// A change of few points, taken into the sums of the recorded rounds.

import CLinearAlgebra

/// What decides whether rounded means stay where they are, in all rounds, while no centroid has moved; beside the rounds'
/// lattices.
struct RoundCheck: Sendable {
  let rule: MeanRule
  /// A weight with which a cluster surely takes the plain mean now, and took it before the change.
  let leastCount: Int
  /// What points that join weigh.
  let joiningWeight: Int
}

extension Rounds {
  /// Takes points into the clusters of their labels in all rounds, or out where their weights are negative.
  ///
  /// - Parameter labels: Of all rounds, m in each.
  /// - Precondition: Labels are those of clusters; checked in release builds too.
  /// - Complexity: O(m·d) a round, each round for itself.
  mutating func takeIn(_ points: borrowing LoosePoints, _ labels: [UInt16], threads: Int) {
    let roundCount = count
    // A thread is worth its start only where there is much to do.
    let threads = points.count * dimension < Self.leastForThreads ? 1 : threads
    unsafe withUnsafeParts(points, labels) { rounds, points in
      guard threads > 1 else { return unsafe la_take_in(&rounds, &points, 0, roundCount) }
      nonisolated(unsafe) let (rounds, points) = unsafe (rounds, points)
      Parallel.forEach(count: roundCount, grain: 1, threads: threads) { range in
        var (rounds, points) = unsafe (rounds, points)
        unsafe la_take_in(&rounds, &points, range.lowerBound, range.upperBound)
      }
    }
  }

  /// How many coordinates of points are worth several threads.
  private static let leastForThreads = 1 << 13

  /// After points were taken in: from a round on, the first whose means may become other centroids than the next round
  /// has; the last if there is none.
  ///
  /// - Precondition: The round is there, and labels as above; checked in release builds too.
  /// - Complexity: O(k + m·d) a round, and O(d) for each cluster under the balance threshold; no allocation.
  mutating func lastToStay(
    _ points: borrowing LoosePoints, _ labels: [UInt16], from round: Int, _ check: RoundCheck,
    _ lattices: borrowing RoundLattices
  ) -> Int {
    precondition(round >= 0 && round < count && lattices.cells.count == count)
    let endCount = lattices.knowEnds ? count * dimension : 0
    precondition(lattices.upper.count == endCount && lattices.lower.count == endCount)
    return unsafe withUnsafeParts(points, labels) { rounds, points in
      unsafe lattices.cells.withUnsafeBufferPointer { cells in
        unsafe lattices.upper.withUnsafeBufferPointer { upper in
          unsafe lattices.lower.withUnsafeBufferPointer { lower in
            var rule = unsafe la_round_rule(
              rule: check.rule.kernel, cells: cells.baseAddress,
              upper: upper.isEmpty ? nil : upper.baseAddress,
              lower: lower.isEmpty ? nil : lower.baseAddress, least_count: check.leastCount,
              joining: check.joiningWeight)
            return unsafe la_last_to_stay(&rounds, &points, &rule, round)
          }
        }
      }
    }
  }

  /// The loss of a round's partition about its own means, before any rounding: Q − ‖S‖²/N of each cluster, rounded
  /// down to whole steps squared, summed.
  ///
  /// - Precondition: The round is there; checked in release builds too.
  /// - Complexity: O(k·d).
  func lossAboutMeans(ofRound round: Int) -> Int128 {
    precondition(round >= 0 && round < count)
    precondition(counts.count == count * clusterCount && squares.count == counts.count)
    precondition(sums.count == counts.count * dimension)
    var loss: Int128 = 0
    unsafe counts.withUnsafeBufferPointer { counts in
      unsafe sums.withUnsafeBufferPointer { sums in
        unsafe squares.withUnsafeBytes { squares in
          guard let counts = counts.baseAddress, let sums = sums.baseAddress,
            let squares = squares.baseAddress
          else { return }
          let first = round * clusterCount
          unsafe la_loss_about_means(
            counts + first, sums + first * dimension, squares + first * MemoryLayout<Int128>.stride,
            clusterCount, dimension, &loss)
        }
      }
    }
    return loss
  }

  private mutating func withUnsafeParts<Result>(
    _ points: borrowing LoosePoints, _ labels: [UInt16], _ body: (inout la_rounds, inout la_change) -> Result
  ) -> Result {
    let (roundCount, clusters, dimension) = (count, clusterCount, dimension)
    precondition(points.dimension == dimension && points.steps.count == points.count * dimension)
    precondition(labels.count == roundCount * points.count)
    precondition(labels.allSatisfy { $0 < clusters }, "A label is that of a cluster.")
    precondition(counts.count == roundCount * clusters && squares.count == counts.count)
    precondition(centroids.count == counts.count * dimension && sums.count == centroids.count)
    // What is only read is asked for as if it were written: an array that is lent so is not held by a second owner.
    return unsafe centroids.withUnsafeMutableBufferPointer { centroids in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          unsafe squares.withUnsafeMutableBufferPointer { squares in
            unsafe losses.withUnsafeMutableBufferPointer { losses in
              unsafe points.withUnsafeParts { steps, members in
                unsafe labels.withUnsafeBufferPointer { labels in
                  var rounds = unsafe la_rounds(
                    count: roundCount, clusters: clusters, dimension: dimension,
                    centroids: centroids.baseAddress,
                    counts: counts.baseAddress, sums: sums.baseAddress, squares: squares.baseAddress,
                    losses: losses.baseAddress)
                  var change = unsafe la_change(
                    count: members.count, steps: steps.baseAddress, members: members.baseAddress,
                    labels: labels.baseAddress)
                  return unsafe body(&rounds, &change)
                }
              }
            }
          }
        }
      }
    }
  }
}

extension LoosePoints {
  /// Gives the body what kernels read.
  func withUnsafeParts<Result>(
    _ body: (_ steps: UnsafeBufferPointer<Int32>, _ members: UnsafeBufferPointer<la_member>) -> Result
  ) -> Result {
    unsafe steps.withUnsafeBufferPointer { steps in
      unsafe members.withUnsafeBufferPointer { members in unsafe body(steps, members) }
    }
  }
}
