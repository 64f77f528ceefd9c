// How an attacker scores a record: the higher, the likelier that the model learnt from it.
//
// Influence  Knows all other records and the centroids. In the cluster where the record would be, the centroid is
//            about the mean of the members; so it asks how far from the others' mean towards the record the
//            centroid lies, in units of what one more member would move it. About 1 if the record was
//            learnt from, about 0 if not.
// Distance   Knows the centroids alone: how near the record is to one. The usual threshold on the loss (Yeom et
//            al., CSF 2018).
// Refit      Knows all other records, the settings and the seed, and has the whole model: fits the others, and sees
//            whether that gives the same bits. No attacker can do better on one model.
// Difference Knows the loss and the centroids of the models before and after: the loss fell by about the squared
//            distance of whoever left (in the spirit of Chen et al., CCS 2021).
// Sums       Has both models whole: their sums differ by the record itself. A tree keeps no sums.

import DeletableClustering

/// A way to score a record for membership.
public enum Attacker: String, CaseIterable, Sendable {
  case influence
  case distance
  case refit
  case difference
  case sums
}

/// What the attacks compute.
struct Attack {
  let points: Points
  /// The places of the other records.
  let others: [Int]

  /// The score of one record by the centroids and all other records.
  ///
  /// - Complexity: O(n·k·d).
  func influence(of target: Int, on centroids: Points) -> Double {
    let cluster = points.nearest(target, among: centroids).cluster
    let members = others.filter { points.nearest($0, among: centroids).cluster == cluster }
    // A centroid to which none of the others belong is there for this record's sake.
    guard !members.isEmpty else { return 1 }
    var mean = Array(repeating: 0.0, count: points.dimension)
    for member in members {
      for (column, value) in points[member].enumerated() { mean[column] += value }
    }
    let count = Double(members.count)
    let (record, center) = (points[target], centroids[cluster])
    var (product, square) = (0.0, 0.0)
    for column in mean.indices {
      let toRecord = record[column] - mean[column] / count
      product += (center[column] - mean[column] / count) * toRecord
      square += toRecord * toRecord
    }
    return square > 0 ? (count + 1) * product / square : 0
  }

  /// The score of one record by its distance to the nearest centroid.
  ///
  /// - Complexity: O(k·d).
  func distance(of target: Int, to centroids: Points) -> Double {
    -points.nearest(target, among: centroids).squaredDistance
  }

  /// The score of one record by what the loss fell when somebody left.
  ///
  /// - Complexity: O(k·d).
  func difference(of target: Int, lossDrop: Double, after centroids: Points) -> Double {
    let expected = points.nearest(target, among: centroids).squaredDistance
    return -abs(lossDrop - expected) / (abs(lossDrop) + expected + .leastNormalMagnitude)
  }

  /// The score of one record by what the sum of all records lost when somebody left.
  ///
  /// - Complexity: O(d).
  func sums(of target: Int, before: [Double], after: [Double]) -> Double {
    let record = points[target]
    return -record.indices.reduce(0.0) { sum, column in
      let difference = before[column] - after[column] - record[column]
      return sum + difference * difference
    }
  }
}
