// The points that a seeding step's candidates would win, and how near they are to them.
//
// One candidate becomes the seed, and then these distances need not be computed again. There are few after the first
// steps: what is kept is a small part of all distances to all candidates, which would not fit the cache.

import CLinearAlgebra

/// For some tiles, the points that are nearer to a candidate than to any seed.
struct NearerPoints: Sendable {
  private struct Entry {
    let tile: Int32
    /// Where the distances begin: those to the first candidate, then those to the next.
    let block: Int32
    let start: Int32
  }

  private var candidateCount = 0
  private var entries: [Entry] = []
  /// For each entry and candidate, a bit for each of the tile's points that is nearer to it.
  private var nearer: [UInt64] = []
  /// The distances. Blocks stay from one step to the next.
  private var blocks: [[Double]] = []
  private var block = 0
  private var used = 0

  private static let width = LatticePoints.tileWidth

  /// Forgets all tiles.
  mutating func begin(candidates: Int) {
    candidateCount = candidates
    entries.removeAll(keepingCapacity: true)
    nearer.removeAll(keepingCapacity: true)
    (block, used) = (0, 0)
  }

  /// Notes a tile, and sums up the lesser of its points' two distances for each candidate.
  ///
  /// - Parameters:
  ///   - points: The tile's.
  ///   - seedDistances: For every point, the distance to the nearest seed.
  ///   - distances: Of the tile's points to the candidates, candidates × 64.
  ///   - sums: One for each candidate, overwritten: at most 64·2⁵³, exact.
  /// - Complexity: O(64·L).
  mutating func note(
    tile: Int, _ points: Range<Int>, seedDistances: [Double], distances: [Double], sums: inout [Int64]
  ) {
    makeRoom(for: distances.count, pointCount: seedDistances.count)
    entries.append(Entry(tile: Int32(tile), block: Int32(block), start: Int32(used)))
    let first = nearer.count
    for _ in 0..<candidateCount { nearer.append(0) }
    let used = used
    self.used += unsafe blocks[block].withUnsafeMutableBufferPointer { kept in
      unsafe nearer.withUnsafeMutableBufferPointer { nearer in
        guard let kept = kept.baseAddress, let nearer = nearer.baseAddress else { return 0 }
        return unsafe Self.weigh(
          points, seedDistances, distances, &sums, keeping: kept + used, nearer + first)
      }
    }
  }

  /// Sums up as `note` does, and notes nothing.
  static func weigh(
    _ points: Range<Int>, seedDistances: [Double], distances: [Double], sums: inout [Int64]
  ) {
    _ = unsafe weigh(points, seedDistances, distances, &sums, keeping: nil, nil)
  }

  private static func weigh(
    _ points: Range<Int>, _ seedDistances: [Double], _ distances: [Double], _ sums: inout [Int64],
    keeping kept: UnsafeMutablePointer<Double>?, _ which: UnsafeMutablePointer<UInt64>?
  ) -> Int {
    precondition(points.lowerBound >= 0 && points.upperBound <= seedDistances.count)
    precondition(points.count <= width && distances.count == sums.count * width)
    return unsafe seedDistances.withUnsafeBufferPointer { seedDistances in
      guard let first = seedDistances.baseAddress else { return 0 }
      return unsafe la_weigh_candidates(
        first + points.lowerBound, distances, points.count, sums.count, &sums, kept, which)
    }
  }

  private mutating func makeRoom(for count: Int, pointCount: Int) {
    if block < blocks.count, used + count > blocks[block].count {
      block += 1
      used = 0
    }
    // Large pages fit into the largest; a small solve needs less.
    let whole = pointCount * candidateCount
    if block == blocks.count { blocks.append(Array(unwritten: max(count, min(whole, 1 << 19)))) }
  }

  /// Lowers the distances of the points that are nearer to a candidate to those from it.
  ///
  /// - Complexity: O(1) a tile and O(1) a point that is nearer.
  func lower(_ seedDistances: DisjointWindow<Double>, to candidate: Int, _ points: LatticePoints) {
    for (index, entry) in entries.enumerated() {
      let first = index * candidateCount
      var place = Int(entry.start)
      for other in first..<first + candidate { place += nearer[other].nonzeroBitCount }
      var bits = nearer[first + candidate]
      let kept = blocks[Int(entry.block)]
      seedDistances.update(points.points(ofTile: Int(entry.tile))) { distances in
        while bits != 0 {
          distances[bits.trailingZeroBitCount] = kept[place]
          place += 1
          bits &= bits - 1
        }
      }
    }
  }
}
