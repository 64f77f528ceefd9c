// The squared distance of one point to one centroid, where few are wanted and a product is not worth its start.

enum LooseDistance {
  /// Σ (xⱼ − cⱼ)² over d whole numbers of steps: at most 2⁵³, so exact in any order of summation.
  ///
  /// - Parameters:
  ///   - point: d numbers.
  ///   - centroids: Their coordinates in steps, row after row; the one that is meant begins at `start`.
  /// - Precondition: It is there; checked in release builds too.
  /// - Complexity: O(d); no allocation.
  static func squared(_ point: [Double], _ centroids: [Int32], from start: Int) -> Double {
    let dimension = point.count
    precondition(start >= 0 && start + dimension <= centroids.count)
    return unsafe point.withUnsafeBytes { point in
      unsafe centroids.withUnsafeBytes { centroids in
        var sums = SIMD4<Double>()
        var column = 0
        while column + 4 <= dimension {
          let x = unsafe point.loadUnaligned(fromByteOffset: 8 * column, as: SIMD4<Double>.self)
          let c = unsafe centroids.loadUnaligned(
            fromByteOffset: 4 * (start + column), as: SIMD4<Int32>.self)
          let difference = x - SIMD4<Double>(c)
          sums += difference * difference
          column += 4
        }
        var sum = sums.sum()
        while column < dimension {
          let x = unsafe point.loadUnaligned(fromByteOffset: 8 * column, as: Double.self)
          let c = unsafe centroids.loadUnaligned(fromByteOffset: 4 * (start + column), as: Int32.self)
          sum += (x - Double(c)) * (x - Double(c))
          column += 1
        }
        return sum
      }
    }
  }
}
