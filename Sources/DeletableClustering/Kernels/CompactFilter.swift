// The nearest centroids of a tile's points, as far as the compact ones prove them.

import CLinearAlgebra

struct CompactFilter: Sendable {
  private let operand: CompactOperand
  /// How many points were looked at, and of how many nothing was proved.
  private var seen = 0
  private var missed = 0

  /// Points after which is known whether it proves much.
  private static let trial = 1024

  init(_ centroids: CentroidOperand, _ shape: CompactShape) {
    operand = CompactOperand(centroids, shape)
  }

  /// Whether it proves more than it costs, going by what it proved so far.
  var isWorthwhile: Bool { seen < Self.trial || missed * 4 < seen }

  /// Finds the nearest centroids of the open tile's points.
  ///
  /// - Parameters:
  ///   - points: The same points as the reader's.
  ///   - labels: One for each point of the tile, overwritten.
  ///   - gaps: Likewise.
  /// - Returns: A bit for each point that is not proved, and for each whose label changed.
  /// - Complexity: O(64·k·d); no allocation.
  mutating func assign(
    _ tile: borrowing TileReader, as points: CompactTiles,
    labels: inout MutableSpan<UInt16>, gaps: inout MutableSpan<Float>
  ) -> (open: UInt64, changed: UInt64) {
    precondition(labels.count == gaps.count && labels.count == tile.range.count)
    precondition(tile.points.dimension == points.shape.dimension)
    let (count, dimension) = (labels.count, points.shape.dimension)
    var changed: UInt64 = 0
    let open = unsafe labels.withUnsafeMutableBufferPointer { labels in
      unsafe gaps.withUnsafeMutableBufferPointer { gaps in
        unsafe tile.withSquaredNorms { norms in
          unsafe points.withTile(tile) { bytes, displacement in
            let error = operand.error(displacement: displacement)
            return unsafe la_nearest_compact(
              bytes, dimension, count, operand.factor, operand.pairs, operand.norms, operand.count, norms,
              error.slope, error.offset, labels.baseAddress, gaps.baseAddress, &changed)
          }
        }
      }
    }
    seen += count
    missed += open.nonzeroBitCount
    return (open, changed)
  }
}
