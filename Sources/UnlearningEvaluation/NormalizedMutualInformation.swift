// How much clusters and reference labels tell of each other.
//
// Method     I(U; V) over the arithmetic mean of H(U) and H(V): 1 where each tells the other, about 0 where
//            they are independent. It is not adjusted for chance: many clusters raise it a little.
// Source     Vinh, Epps and Bailey, "Information Theoretic Measures for Clusterings Comparison", Journal of
//            Machine Learning Research 11, 2010; the normalisation is scikit-learn's default.

import DeletableClustering

/// The information that two labellings of one set of records share, as a part of what they hold.
public enum NormalizedMutualInformation {
  /// The normalised mutual information of two labellings.
  ///
  /// - Parameters:
  ///   - labels: n whole numbers from 0, at least one.
  ///   - reference: n of the other labelling.
  ///   - weights: What each record counts for; nil for 1 each.
  /// - Returns: From 0 to 1. Two labellings of one label each agree: 1.
  /// - Complexity: O(n + c log c), c the count of pairs of labels that occur.
  public static func between(
    _ labels: [Int], _ reference: [Int], weights: [UInt32]? = nil
  ) -> Double {
    precondition(labels.count == reference.count && !labels.isEmpty, "Both label the same records.")
    var pairs: [Pair: Int] = [:]
    var (first, second): ([Int: Int], [Int: Int]) = ([:], [:])
    for row in labels.indices {
      let weight = weights.map { Int($0[row]) } ?? 1
      pairs[Pair(first: labels[row], second: reference[row]), default: 0] += weight
      first[labels[row], default: 0] += weight
      second[reference[row], default: 0] += weight
    }
    if first.count == 1, second.count == 1 { return 1 }
    let total = Double(first.values.reduce(0, +))
    let information = pairs.keys.sorted().reduce(0.0) { sum, pair in
      let (joint, left, right) = (
        Double(pairs[pair, default: 0]), Double(first[pair.first, default: 0]),
        Double(second[pair.second, default: 0])
      )
      return sum + joint / total * RaceDraw.logarithm(total * joint / (left * right))
    }
    let entropies = entropy(first, total) + entropy(second, total)
    return min(1, max(0, 2 * information / entropies))
  }

  /// −Σ p ln p, in the order of the labels.
  private static func entropy(_ counts: [Int: Int], _ total: Double) -> Double {
    counts.keys.sorted().reduce(0.0) { sum, label in
      let share = Double(counts[label, default: 0]) / total
      return sum - share * RaceDraw.logarithm(share)
    }
  }

  private struct Pair: Hashable, Comparable {
    let first: Int
    let second: Int

    static func < (left: Pair, right: Pair) -> Bool {
      (left.first, left.second) < (right.first, right.second)
    }
  }
}
