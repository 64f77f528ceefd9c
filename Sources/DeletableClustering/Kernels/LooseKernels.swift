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

  /// Whether a rounded mean is the recorded one: −εD ≤ 2(M − cD) < εD for each coordinate c, with M/D the mean, and
  /// none is at the end of the range.
  ///
  /// - Parameters:
  ///   - centroids: The recorded ones.
  ///   - previous: Those of the round before, which a small cluster is drawn to.
  ///   - cell: ε, in steps.
  /// - Precondition: The cluster is there, and not empty; checked in release builds too.
  /// - Complexity: O(d); no allocation.
  static func meanStays(
    _ statistics: ClusterStatistics, at centroids: Centroids, previous: Centroids, cluster: Int, cell: Int,
    _ rule: MeanRule
  ) -> Bool {
    let range = centroids.range(of: cluster)
    precondition(range.lowerBound >= 0 && range.upperBound <= centroids.steps.count)
    precondition(centroids.steps.count == statistics.sums.count)
    precondition(centroids.steps.count == previous.steps.count)
    let count = statistics.counts[cluster]
    precondition(count > 0, "An empty cluster has no mean.")
    var rule = rule.kernel
    return unsafe statistics.sums.withUnsafeBufferPointer { sums in
      unsafe centroids.steps.withUnsafeBufferPointer { steps in
        unsafe previous.steps.withUnsafeBufferPointer { previous in
          guard let sums = sums.baseAddress, let steps = steps.baseAddress,
            let previous = previous.baseAddress
          else { return true }
          return unsafe la_mean_stays(
            sums + range.lowerBound, previous + range.lowerBound, steps + range.lowerBound, range.count,
            Int64(count), Int64(cell), nil, nil, &rule) != 0
        }
      }
    }
  }
}
