// Sums over the points of a tile.

import CLinearAlgebra

enum TileSums {
  private static let width = LatticePoints.tileWidth

  /// Adds each point to its cluster: its weight to the count, and so many times its squared norm and
  /// its coordinates to the sum of squares and the sums.
  ///
  /// - Parameters:
  ///   - labels: One for each point of the tile.
  ///   - counts: k of them, as are squares.
  ///   - sums: k × d whole numbers of at most 2⁵³: exact.
  /// - Precondition: Each label is less than k; checked in release builds too.
  /// - Complexity: O(64·d); no allocation.
  @inline(__always)
  static func add(
    _ tile: borrowing TileReader, labels: Span<UInt16>,
    counts: inout [Int], squares: inout [Int128], sums: inout [Double]
  ) {
    let (dimension, count) = (tile.points.dimension, labels.count)
    precondition(count <= tile.range.count)
    precondition(counts.count * dimension == sums.count && squares.count == counts.count)
    unsafe labels.withUnsafeBufferPointer { labels in
      let largest = unsafe la_largest_label(labels.baseAddress, count)
      precondition(count == 0 || largest < counts.count)
      unsafe tile.withSquaredNorms { norms in
        unsafe tile.withWeights { weights in
          unsafe withTotals(&counts, &squares, &sums) { counts, squares, sums in
            guard !tile.hasRows else {
              return unsafe tile.withRows { rows, _, scale in
                unsafe la_add_rows_by_label(
                  rows, dimension, scale, labels.baseAddress, count, norms, weights, counts, squares, sums)
              }
            }
            unsafe tile.withCoordinates { coordinates, _ in
              unsafe la_add_by_label(
                coordinates, dimension, labels.baseAddress, count, norms, weights, counts, squares, sums)
            }
          }
        }
      }
    }
  }

  /// Gives the body what kernels write. An array that is passed as a pointer itself would be held by a second owner.
  @inline(__always)
  private static func withTotals(
    _ counts: inout [Int], _ squares: inout [Int128], _ sums: inout [Double],
    _ body: (UnsafeMutablePointer<Int>?, UnsafeMutableRawPointer?, UnsafeMutablePointer<Double>?) -> Void
  ) {
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe squares.withUnsafeMutableBytes { squares in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          unsafe body(counts.baseAddress, squares.baseAddress, sums.baseAddress)
        }
      }
    }
  }

  /// Takes points from the clusters of their old labels and adds them to those of their new ones.
  ///
  /// - Parameters:
  ///   - old: A label for each point of the tile; more of them are passed over. So is new.
  ///   - lanes: A bit for each point to look at; those whose two labels are the same stay.
  ///   - counts: k of them, as are squares; sums are k × d.
  /// - Precondition: The labels of these points are less than k; checked in release builds too.
  /// - Complexity: O(64·d), less where few points move; no allocation.
  @inline(__always)
  static func move(
    _ tile: borrowing TileReader, from old: Span<UInt16>, to new: Span<UInt16>, _ lanes: UInt64,
    counts: inout [Int], squares: inout [Int128], sums: inout [Double]
  ) {
    let dimension = tile.points.dimension
    precondition(counts.count * dimension == sums.count && squares.count == counts.count)
    var moved: UInt64 = 0
    var left = lanes
    while left != 0 {
      let lane = left.trailingZeroBitCount
      left &= left - 1
      precondition(max(old[lane], new[lane]) < counts.count && lane < tile.range.count)
      if old[lane] != new[lane] { moved |= 1 << UInt64(lane) }
    }
    guard moved != 0 else { return }
    unsafe old.withUnsafeBufferPointer { old in
      unsafe new.withUnsafeBufferPointer { new in
        unsafe tile.withSquaredNorms { norms in
          unsafe tile.withWeights { weights in
            unsafe withTotals(&counts, &squares, &sums) { counts, squares, sums in
              guard !tile.hasRows else {
                return unsafe tile.withRows { rows, _, scale in
                  unsafe la_move_rows_by_label(
                    rows, dimension, scale, old.baseAddress, new.baseAddress, moved, norms, weights, counts,
                    squares, sums)
                }
              }
              unsafe tile.withCoordinates { coordinates, _ in
                unsafe la_move_by_label(
                  coordinates, dimension, old.baseAddress, new.baseAddress, moved, norms, weights, counts,
                  squares, sums)
              }
            }
          }
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

  /// Writes which columns of a tile have a number that is not zero.
  ///
  /// - Parameters:
  ///   - tiles: d × 64 each.
  ///   - sets: ⌈d/64⌉ words for the first 32 points, with a bit for each column, and as many for the others.
  /// - Precondition: The tile is there; checked in release builds too.
  /// - Complexity: O(64·d).
  static func findOccupiedColumns(
    ofTile tile: Int, in tiles: [Float], dimension: Int, _ sets: inout MutableSpan<UInt64>
  ) {
    let size = dimension * width
    precondition(tile >= 0 && (tile + 1) * size <= tiles.count && sets.count == (dimension + 63) / 64 * 2)
    unsafe tiles.withUnsafeBufferPointer { tiles in
      unsafe sets.withUnsafeMutableBufferPointer { sets in
        guard let first = tiles.baseAddress else { return }
        unsafe la_occupied_columns(first + tile * size, dimension, sets.baseAddress)
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
  /// - Returns: At most 2⁶⁰·2⁵³, as points of a sample weigh up to 2⁶⁰: exact in 128 bits, and in no fewer.
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
