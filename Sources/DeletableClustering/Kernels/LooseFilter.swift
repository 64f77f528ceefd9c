// The nearest centroids of single points, as far as single precision proves them.
//
// A point that its gap no longer proves is mostly nowhere near a border: the gap had been lowered by a bound. The rows
// of the records behind such points are scored as those of a tile are, where they lie, which is far less work than an
// exact product. What stays unproved is for the judge.

import CLinearAlgebra

struct LooseFilter: Sendable {
  /// Points that are scored together at most.
  static let capacity = LatticePoints.tileWidth

  private let centroids: ScoreOperand
  private let records: RecordRows
  private var starts = Array(repeating: Int64(0), count: capacity)
  private var norms = Array(repeating: 0.0, count: capacity)
  private var weights = Array(repeating: 1.0, count: capacity)
  private(set) var labels = Array(repeating: UInt16(0), count: capacity)
  private(set) var gaps = Array(repeating: Float(0), count: capacity)

  /// Whether it does: not for many centroids, nor for records that are not in single precision.
  static func serves(_ centroids: CentroidOperand, _ records: RecordRows) -> Bool {
    records.fitSinglePrecision && centroids.count <= la_product_limit()
  }

  /// Nil where it does not serve.
  ///
  /// - Parameter records: Those behind the points; within the lattice's range.
  /// - Precondition: They have as many coordinates as the centroids; checked in release builds too.
  init?(_ centroids: CentroidOperand, of records: RecordRows) {
    guard Self.serves(centroids, records) else { return nil }
    precondition(records.dimension == centroids.dimension)
    self.centroids = ScoreOperand(centroids, as: .columns)
    self.records = records
  }

  /// Finds the nearest centroids of some points: `labels` and `gaps`, one for each.
  ///
  /// - Returns: A bit for each point that is not proved.
  /// - Precondition: At most `capacity` of them; checked in release builds too.
  /// - Complexity: O(m·k·d) for m points; no allocation.
  mutating func assign(_ tags: [Int], of points: LatticePoints) -> UInt64 {
    let (dimension, scale) = (centroids.dimension, Float(records.scale))
    precondition(tags.count <= Self.capacity && points.dimension == dimension)
    records.findStarts(ofPoints: tags, &starts)
    points.copyNorms(ofPoints: tags, &norms)
    if points.weights != nil { points.copyWeights(ofPoints: tags, &weights) }
    var changed: UInt64 = 0
    return unsafe records.withFloats { rows in
      unsafe la_nearest_loose_rows(
        rows, starts, dimension, tags.count, scale, centroids.minusTwice, centroids.norms,
        centroids.norms.count, norms, centroids.error.slope, centroids.error.offset, &labels, &gaps, &changed)
    }
  }

  /// The same of some points of a tile, whose labels and gaps are overwritten.
  ///
  /// - Parameter lanes: A bit for each of them.
  /// - Returns: A bit for each that is not proved.
  mutating func assign(
    _ lanes: UInt64, of tile: borrowing TileReader, labels out: inout MutableSpan<UInt16>,
    gaps outGaps: inout MutableSpan<Float>
  ) -> UInt64 {
    let first = tile.range.lowerBound
    let places = (0..<tile.range.count).filter { lanes >> UInt64($0) & 1 != 0 }
    let left = assign(places.map { first + $0 }, of: tile.points)
    var open: UInt64 = 0
    for (place, lane) in places.enumerated() {
      out[lane] = labels[place]
      outGaps[lane] = gaps[place]
      open |= (left >> UInt64(place) & 1) << UInt64(lane)
    }
    return open
  }

  /// Takes some of the points from the clusters of other labels and adds them to those of their own.
  ///
  /// - Parameters:
  ///   - lanes: A bit for each of them.
  ///   - old: The other labels, `capacity` of them.
  ///   - counts: k of them, as are squares; sums are k × d.
  /// - Precondition: All labels are less than k; checked in release builds too.
  /// - Complexity: O(d) a point; no allocation.
  func move(
    _ lanes: UInt64, from old: [UInt16], counts: inout [Int], squares: inout [Int128], sums: inout [Double]
  ) {
    let dimension = centroids.dimension
    precondition(old.count == Self.capacity && squares.count == counts.count)
    precondition(counts.count * dimension == sums.count)
    unsafe precondition(
      max(la_largest_label(old, old.count), la_largest_label(labels, labels.count)) < counts.count)
    unsafe squares.withUnsafeMutableBytes { squares in
      unsafe records.withFloats { rows in
        unsafe la_move_loose_rows_by_label(
          rows, starts, dimension, records.scale, old, labels, lanes, norms, weights, &counts,
          squares.baseAddress, &sums)
      }
    }
  }
}
