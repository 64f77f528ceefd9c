// Which columns of a tile have a number that is not zero.
//
// Zeros add nothing to a product, and many records are full of them: categories that were given a column each, counts
// of what is rare, the margins of pictures. So products leave out the columns in which all points of half a tile are
// zero. A cache that can be made again, and may name more columns than need be.

struct OccupiedColumns: Sendable {
  /// Points that have a set of columns: half a tile, as many as kernels mostly take at a time.
  static let groupWidth = LatticePoints.tileWidth / 2

  private let dimension: Int
  /// The sets of all groups, one after another; empty where all columns count as occupied.
  private(set) var sets: [UInt64]
  /// Tiles some of whose groups have all columns since points left, which may be named more than once.
  private var stale: [Int] = []

  /// All columns count as occupied.
  init() {
    (dimension, sets) = (0, [])
  }

  /// The occupied columns of some tiles, or all, where going by a few tiles less than an eighth could be left out.
  ///
  /// - Parameter tiles: d × 64 whole numbers each.
  /// - Complexity: O(n·d), or O(d).
  init(_ tiles: [Float], dimension: Int, threads: Int) {
    self.dimension = dimension
    let tileCount = tiles.count / (dimension * LatticePoints.tileWidth)
    guard Self.paysOff(tiles, dimension: dimension, tileCount: tileCount) else {
      sets = []
      return
    }
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

  /// Gives the body a tile's two sets; nil where all columns count as occupied.
  @inline(__always)
  func withSets<Result>(ofTile tile: Int, _ body: (UnsafePointer<UInt64>?) -> Result) -> Result {
    guard !sets.isEmpty else { return body(nil) }
    let size = 2 * Self.words(dimension)
    precondition(tile >= 0 && (tile + 1) * size <= sets.count)
    return unsafe sets.withUnsafeBufferPointer { sets in
      unsafe body(sets.baseAddress.map { unsafe $0 + tile * size })
    }
  }

  /// A point's place was emptied or taken by another. Nothing may stay of what it had, so all columns count as occupied
  /// in its group until that is looked at again.
  ///
  /// - Complexity: O(d/64).
  mutating func forget(_ point: Int) {
    guard !sets.isEmpty else { return }
    let (group, words) = (point / Self.groupWidth, Self.words(dimension))
    let range = group * words..<(group + 1) * words
    if sets[range].allSatisfy({ $0 == .max }) { return }
    for word in range { sets[word] = .max }
    stale.append(point / LatticePoints.tileWidth)
  }

  /// Looks again at the tiles that points have left.
  ///
  /// - Complexity: O(64·d) a tile.
  mutating func refresh(_ tiles: [Float]) {
    guard !stale.isEmpty else { return }
    let (size, dimension) = (2 * Self.words(dimension), dimension)
    let stale = Set(stale)
    sets.withDisjointWindow { sets in
      for tile in stale where (tile + 1) * size <= sets.count {
        sets.update(tile * size..<(tile + 1) * size) {
          TileSums.findOccupiedColumns(ofTile: tile, in: tiles, dimension: dimension, &$0)
        }
      }
    }
    self.stale = []
  }

  /// Leaves only the first tiles.
  mutating func truncate(tileCount: Int) {
    guard !sets.isEmpty else { return }
    sets.removeLast(sets.count - tileCount * 2 * Self.words(dimension))
  }
}
