// Which columns of a tile have a number that is not zero.
//
// Zeros add nothing to a product, and many records are full of them: categories that were given a column each, counts
// of what is rare, the margins of pictures. So products leave out the columns in which all points of half a tile are
// zero. A cache that can be made again, and may name more columns than need be; whether there are sets at all is decided
// when it is made.

struct OccupiedColumns: Sendable {
  /// Points that have a set of columns: half a tile, as many as kernels mostly take at a time.
  static let groupWidth = LatticePoints.tileWidth / 2

  private let dimension: Int
  /// The sets of all groups, one after another; empty where all columns count as occupied.
  private(set) var sets: [UInt64]
  /// For each tile, whether points left since its columns were found.
  private var isStale: [Bool]

  /// All columns count as occupied.
  init() {
    (dimension, sets, isStale) = (0, [], [])
  }

  /// The occupied columns of some tiles, or all, where going by a few tiles less than an eighth could be left out.
  ///
  /// - Parameter tiles: d × 64 whole numbers each.
  /// - Complexity: O(n·d), or O(d).
  init(_ tiles: [Float], dimension: Int, threads: Int) {
    self.dimension = dimension
    let tileCount = tiles.count / (dimension * LatticePoints.tileWidth)
    guard Self.paysOff(tiles, dimension: dimension, tileCount: tileCount) else {
      (sets, isStale) = ([], [])
      return
    }
    isStale = Array(repeating: false, count: tileCount)
    let size = 2 * Self.words(dimension)
    sets = Array(count: tileCount * size) { window in
      Parallel.forEach(count: tileCount, grain: 16, threads: threads) { range in
        for tile in range {
          window.update(tile * size..<(tile + 1) * size) {
            TileSums.findOccupiedColumns(ofTile: tile, in: tiles, dimension: dimension, &$0)
          }
        }
      }
    }
  }

  /// Words of a set, with a bit for each column.
  private static func words(_ dimension: Int) -> Int { (dimension + 63) / 64 }

  private static func paysOff(_ tiles: [Float], dimension: Int, tileCount: Int) -> Bool {
    var (seen, occupied) = (0, 0)
    var sets = Array(repeating: UInt64(0), count: 2 * words(dimension))
    // The last is left out, since it may be nearly empty.
    for tile in stride(from: 0, to: tileCount - 1, by: max(1, tileCount / 8)) {
      var span = sets.mutableSpan
      TileSums.findOccupiedColumns(ofTile: tile, in: tiles, dimension: dimension, &span)
      seen += 2 * dimension
      occupied += sets.reduce(0) { $0 + $1.nonzeroBitCount }
    }
    return occupied * 8 < seen * 7
  }

  /// Where in `sets` a tile's two are; nil where all columns count as occupied.
  ///
  /// - Precondition: The tile is there; checked in release builds too.
  @inline(__always)
  func range(ofTile tile: Int) -> Range<Int>? {
    guard !sets.isEmpty else { return nil }
    let size = 2 * Self.words(dimension)
    precondition(tile >= 0 && (tile + 1) * size <= sets.count)
    return tile * size..<(tile + 1) * size
  }

  /// A point's place was emptied or taken by another. Nothing may stay of what it had, so all columns count as occupied
  /// in its group until that is looked at again.
  ///
  /// - Complexity: O(d/64).
  mutating func forget(_ point: Int) {
    guard !sets.isEmpty else { return }
    let (group, words) = (point / Self.groupWidth, Self.words(dimension))
    for word in group * words..<(group + 1) * words { sets[word] = .max }
    isStale[point / LatticePoints.tileWidth] = true
  }

  /// Looks again at the tiles that points have left.
  ///
  /// - Complexity: O(64·d) a tile that a point left, and O(n/64).
  mutating func refresh(_ tiles: [Float]) {
    guard isStale.contains(true) else { return }
    let (size, dimension, stale) = (2 * Self.words(dimension), dimension, isStale)
    sets.withDisjointWindow { sets in
      for tile in stale.indices where stale[tile] {
        sets.update(tile * size..<(tile + 1) * size) {
          TileSums.findOccupiedColumns(ofTile: tile, in: tiles, dimension: dimension, &$0)
        }
      }
    }
    for tile in isStale.indices { isStale[tile] = false }
  }

  /// Leaves only the first tiles.
  mutating func truncate(tileCount: Int) {
    guard !sets.isEmpty else { return }
    sets.removeLast(sets.count - tileCount * 2 * Self.words(dimension))
    isStale.removeLast(isStale.count - tileCount)
  }
}
