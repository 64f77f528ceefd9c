// Sums over the points of a tile.

import CLinearAlgebra

enum TileSums {
  private static let width = LatticePoints.tileWidth

  /// Adds each point's coordinates, times its weight and the sign, to the sums of its cluster.
  ///
  /// - Parameters:
  ///   - labels: One for each point of the tile.
  ///   - sums: k × d whole numbers of at most 2⁵³: exact.
  /// - Precondition: Each label is less than k; checked in release builds too.
  /// - Complexity: O(64·d); no allocation.
  static func add(
    _ points: LatticePoints, tile: Int, labels: inout MutableSpan<UInt16>, sign: Double,
    to sums: inout [Double]
  ) {
    let (dimension, count) = (points.dimension, labels.count)
    precondition(tile >= 0 && tile < points.tileCount && count <= width)
    for lane in 0..<count { precondition(Int(labels[lane]) < sums.count / dimension) }
    unsafe labels.withUnsafeMutableBufferPointer { labels in
      unsafe points.tiles.withUnsafeBufferPointer { tiles in
        guard let tiles = tiles.baseAddress else { return }
        let start = unsafe tiles + tile * points.tileSize
        if let weights = points.weights {
          unsafe weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            unsafe la_add_by_label(
              start, dimension, labels.baseAddress, count, weights + tile * width, sign,
              &sums)
          }
        } else {
          unsafe la_add_by_label(start, dimension, labels.baseAddress, count, nil, sign, &sums)
        }
      }
    }
  }

  /// Takes a row, times a weight, from the sums of one cluster and adds it to those of another.
  ///
  /// - Parameters:
  ///   - steps: d whole numbers.
  ///   - sums: k × d.
  /// - Precondition: Both clusters are among the k, and not the same; checked in release builds too.
  /// - Complexity: O(d).
  static func move(
    _ steps: ArraySlice<Double>, weight: Double, from old: Int, to new: Int, in sums: inout [Double]
  ) {
    let dimension = steps.count
    precondition(min(old, new) >= 0 && (max(old, new) + 1) * dimension <= sums.count && old != new)
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe steps.withUnsafeBufferPointer { steps in
        guard let sums = sums.baseAddress else { return }
        unsafe la_move_row(
          steps.baseAddress, dimension, weight, sums + old * dimension, sums + new * dimension)
      }
    }
  }

  /// The sum of the lesser of two distances for each point: a candidate's potential, as far as this tile goes.
  ///
  /// - Parameters:
  ///   - nearest: One for each point of all tiles.
  ///   - points: The tile's, at most 64.
  ///   - distances: The tile's distances to the candidate begin at `start`.
  /// - Returns: At most 64·2⁵³: exact.
  /// - Complexity: O(64).
  static func lesser(
    of nearest: [Double], _ points: Range<Int>, and distances: [Double], from start: Int
  ) -> Int64 {
    precondition(points.lowerBound >= 0 && points.upperBound <= nearest.count && points.count <= width)
    precondition(start >= 0 && start + points.count <= distances.count)
    return unsafe nearest.withUnsafeBufferPointer { nearest in
      unsafe distances.withUnsafeBufferPointer { distances in
        guard let nearest = nearest.baseAddress, let distances = distances.baseAddress else {
          return 0
        }
        return unsafe la_sum_of_lesser(nearest + points.lowerBound, distances + start, points.count)
      }
    }
  }

  /// Lowers each of at most 64 distances to the one of its place from `start` on, where that is less.
  static func lower(
    _ nearest: inout MutableSpan<Double>, to distances: [Double], from start: Int
  ) {
    let count = nearest.count
    precondition(start >= 0 && start + count <= distances.count)
    unsafe nearest.withUnsafeMutableBufferPointer { nearest in
      unsafe distances.withUnsafeBufferPointer { distances in
        for lane in 0..<count {
          unsafe nearest[lane] = min(nearest[lane], distances[start + lane])
        }
      }
    }
  }

  /// The sum of the lesser of two distances for each point, each times the point's weight.
  ///
  /// - Returns: At most 2³⁰·2⁵³: exact in 128 bits, and in no fewer.
  static func weightedLesser(
    of nearest: [Double], _ points: Range<Int>, and distances: [Double], from start: Int,
    weights: [Double]
  ) -> Int128 {
    var sum: Int128 = 0
    for (lane, point) in points.enumerated() {
      let distance = min(distances[start + lane], nearest[point])
      sum += Int128(whole: distance) * Int128(whole: weights[point])
    }
    return sum
  }
}
