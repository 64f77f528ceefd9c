// The usual shortcut: keep the k-means++ seeds unless a seed was deleted, else start again.
//
// Two seeds of a few points on a line, by exact enumeration of all draws, so that what the shortcut
// gives can be compared with a refit without any sampling error.

package enum NaiveSeeding {
  /// A pair of points, the first seed first.
  package struct Pair: Hashable, Sendable {
    package let first: Int
    package let second: Int
  }

  /// The probability of each pair when D² seeding draws two of the points in `alive`.
  package static func distribution(_ points: [Double], alive: [Int]) -> [Pair: Double] {
    var result: [Pair: Double] = [:]
    for first in alive {
      let weights = alive.map { (points[$0] - points[first]) * (points[$0] - points[first]) }
      let total = weights.reduce(0, +)
      for (second, weight) in zip(alive, weights) where weight > 0 {
        result[Pair(first: first, second: second), default: 0] +=
          weight / total / Double(alive.count)
      }
    }
    return result
  }

  /// The same after the shortcut has deleted a point.
  package static func afterDeletion(of gone: Int, _ points: [Double]) -> [Pair: Double] {
    let survivors = points.indices.filter { $0 != gone }
    let again = distribution(points, alive: survivors)
    var result: [Pair: Double] = [:]
    for (pair, probability) in distribution(points, alive: Array(points.indices)) {
      if pair.first != gone, pair.second != gone {
        result[pair, default: 0] += probability
      } else {
        for (other, share) in again { result[other, default: 0] += probability * share }
      }
    }
    return result
  }

  package static func totalVariation(_ left: [Pair: Double], _ right: [Pair: Double]) -> Double {
    Set(left.keys).union(right.keys).reduce(0) {
      $0 + abs(left[$1, default: 0] - right[$1, default: 0]) / 2
    }
  }
}
