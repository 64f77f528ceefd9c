// The nearest centroid of each point of a tile: filter, then judge.
//
// Promise    Labels are those of exact arithmetic, ties to the lower index; each gap is at most the
//            true difference between the second best score and the best.
// Method     Products in single precision score the tile. Where the gap between the two best scores is
//            more than rounding can explain, the label is proved. The other points of the tile are
//            judged together, by one exact product in double precision.
//
// A loop of ours scores few centroids, the BLAS many; which of the two decides nothing. Where there are compact points,
// these are tried first, and single precision does what they leave.

import CLinearAlgebra

/// What a worker needs for one tile after another; allocated once.
struct NearestCentroid: Sendable {
  private let centroids: CentroidOperand
  /// As columns for our own loop, as rows for the BLAS.
  private let operand: ScoreOperand
  /// Nil where our own loop scores.
  private var scores: TileScores?
  private var judge: ExactJudge
  /// What is tried first, and what does single points that it leaves; nil where there are no compact points.
  private var compact: CompactFilter?
  private var single: LooseFilter?

  private static let width = LatticePoints.tileWidth
  /// To score more single points than this takes longer than to score the tile.
  private static let mostSingle = 16

  /// - Parameter productLimit: The BLAS scores more centroids than this.
  init(_ centroids: CentroidOperand, productLimit: Int = la_product_limit()) {
    let usesBLAS = centroids.count > productLimit
    self.centroids = centroids
    operand = ScoreOperand(centroids, as: usesBLAS ? .rows : .columns)
    scores = usesBLAS ? TileScores(centroidCount: centroids.count) : nil
    judge = ExactJudge(centroids)
  }

  /// Another for points that are compact too.
  ///
  /// - Parameter records: Those behind the points; within the lattice's range.
  init(_ plain: NearestCentroid, _ shape: CompactShape, of records: RecordRows) {
    self = plain
    // The two filters after it are loops of ours.
    guard scores == nil else { return }
    single = LooseFilter(centroids, of: records)
    if single != nil { compact = CompactFilter(centroids, shape) }
  }

  /// Finds the nearest centroids of the open tile's points.
  ///
  /// - Parameters:
  ///   - labels: One for each point of the tile, overwritten.
  ///   - gaps: Likewise; in steps squared, infinite if there is one centroid only.
  /// - Returns: A bit for each point whose label may be another than the one that stood there; those without one
  ///   kept theirs.
  /// - Complexity: O(64·k·d); no allocation where nothing is judged.
  mutating func assign(
    _ tile: inout TileReader, labels: inout MutableSpan<UInt16>, gaps: inout MutableSpan<Float>
  ) -> UInt64 {
    scores?.compute(&tile, operand)
    let (open, changed) = filter(tile, labels: &labels, gaps: &gaps)
    guard open != 0 else { return changed }
    decide(open, of: tile, labels: &labels, gaps: &gaps)
    return changed | open
  }

  /// The same of points that are compact too.
  ///
  /// - Parameter points: The same points as the reader's.
  /// - Complexity: O(64·k·d); it allocates where a point is not proved.
  mutating func assign(
    _ tile: inout TileReader, as points: CompactTiles,
    labels: inout MutableSpan<UInt16>, gaps: inout MutableSpan<Float>
  ) -> UInt64 {
    guard compact?.isWorthwhile == true,
      let (open, changed) = compact?.assign(tile, as: points, labels: &labels, gaps: &gaps)
    else { return assign(&tile, labels: &labels, gaps: &gaps) }
    guard open != 0 else { return changed }
    let left =
      open.nonzeroBitCount > Self.mostSingle
      ? filter(tile, labels: &labels, gaps: &gaps).open
      : single?.assign(open, of: tile, labels: &labels, gaps: &gaps) ?? open
    if left != 0 { decide(left, of: tile, labels: &labels, gaps: &gaps) }
    return changed | open
  }

  /// Labels and gaps of some points of a tile, by exact arithmetic.
  private mutating func decide(
    _ lanes: UInt64, of tile: borrowing TileReader, labels: inout MutableSpan<UInt16>,
    gaps: inout MutableSpan<Float>
  ) {
    var open = lanes
    let (points, first) = (tile.points, tile.range.lowerBound)
    while open != 0 {
      let lane = open.trailingZeroBitCount
      open &= open - 1
      judge.add(tag: first + lane)
    }
    for verdict in judge.decide({ points.copy(points: $0, into: &$1) }) {
      labels[verdict.tag - first] = UInt16(verdict.label)
      gaps[verdict.tag - first] = verdict.gap
    }
  }

  /// Labels and gaps as far as single precision proves them.
  ///
  /// - Returns: A bit for each point that is not proved, and for each whose label changed.
  @inline(__always)
  private func filter(
    _ tile: borrowing TileReader, labels: inout MutableSpan<UInt16>, gaps: inout MutableSpan<Float>
  ) -> (open: UInt64, changed: UInt64) {
    precondition(tile.points.dimension == operand.dimension)
    precondition(labels.count == gaps.count && labels.count == tile.range.count)
    let (count, dimension, error) = (labels.count, operand.dimension, operand.error)
    var changed: UInt64 = 0
    let open = unsafe labels.withUnsafeMutableBufferPointer { labels in
      unsafe gaps.withUnsafeMutableBufferPointer { gaps in
        unsafe tile.withSquaredNorms { tileNorms in
          if let scores {
            return unsafe la_bound_gaps(
              scores.best, scores.second, scores.winner, tileNorms, error.slope, error.offset,
              count, labels.baseAddress, gaps.baseAddress, &changed)
          }
          guard tile.points.keepsTiles else {
            return unsafe tile.withRows { rows, following, scale in
              unsafe la_nearest_rows(
                rows, following, dimension, count, Float(scale), operand.minusTwice, operand.norms,
                operand.norms.count, tileNorms, error.slope, error.offset, labels.baseAddress,
                gaps.baseAddress, &changed)
            }
          }
          return unsafe tile.withOccupiedColumns { occupied in
            unsafe tile.withCoordinates { coordinates, following in
              unsafe la_nearest(
                coordinates, following, dimension, occupied, operand.minusTwice, operand.norms,
                operand.norms.count, tileNorms, error.slope, error.offset, count, labels.baseAddress,
                gaps.baseAddress, &changed)
            }
          }
        }
      }
    }
    return (open, changed)
  }
}
