// Records in a few groups, for experiments that need some structure.

import DeletableClustering
import TestSupport

enum Mixture {
  /// The coordinates of n records about so many centres, each of its own spread.
  static func rows(_ count: Int, dimension: Int, groups: Int, seed: UInt64) -> [[Double]] {
    var random = SplitMix(seed)
    let centers = (0..<groups).map { _ in (0..<dimension).map { _ in 10 * random.uniform() } }
    return (0..<count).map { row in centers[row % groups].map { $0 + random.bell() } }
  }

  static func dataset(
    _ count: Int, dimension: Int = 3, groups: Int = 3, seed: UInt64 = 1
  ) throws -> Dataset {
    try Dataset(
      rows: rows(count, dimension: dimension, groups: groups, seed: seed),
      ids: (0..<count).map { RecordID("p\($0)") })
  }
}
