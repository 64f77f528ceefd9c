// What is computed of single points and single means: distances, and whether a mean stays.

import CLinearAlgebra

enum LooseKernels {
  /// Σ (xⱼ − cⱼ)² over d whole numbers of steps: at most 2⁵³, so exact in any order of summation.
  ///
  /// - Parameters:
  ///   - points: Points' coordinates, one after another; the one that is meant begins at `start`.
  ///   - place: d coordinates.
  /// - Precondition: It is there; checked in release builds too.
  /// - Complexity: O(d); no allocation.
  static func squaredDistance(_ points: [Int32], from start: Int, to place: [Int32]) -> Int64 {
    precondition(start >= 0 && start + place.count <= points.count)
    return unsafe points.withUnsafeBufferPointer { points in
      unsafe place.withUnsafeBufferPointer { place in
        guard let point = points.baseAddress, let other = place.baseAddress else { return 0 }
        return unsafe la_squared_distance(point + start, other, place.count)
      }
    }
  }

  /// Whether −εN ≤ 2(S − cN) < εN for each coordinate c of a cluster's centroid, and none is at the limit or beyond.
  ///
  /// - Parameter cell: ε, in steps.
  /// - Precondition: The cluster is there; checked in release builds too.
  /// - Complexity: O(d); no allocation.
  static func meansStay(
    _ statistics: ClusterStatistics, at centroids: Centroids, cluster: Int, cell: Int, limit: Int
  ) -> Bool {
    let range = centroids.range(of: cluster)
    precondition(range.lowerBound >= 0 && range.upperBound <= centroids.steps.count)
    precondition(centroids.steps.count == statistics.sums.count)
    let count = statistics.counts[cluster]
    return unsafe statistics.sums.withUnsafeBufferPointer { sums in
      unsafe centroids.steps.withUnsafeBufferPointer { steps in
        guard let sums = sums.baseAddress, let steps = steps.baseAddress else { return true }
        return unsafe la_means_stay(
          sums + range.lowerBound, steps + range.lowerBound, range.count, Int64(count), Int64(cell), Int64(limit)
        ) != 0
      }
    }
  }
}
