// What is measured of all records at once: their norms, and how far they are from the first seed.

extension RecordRows {
  /// The squared norm of each of the first points, in whole tiles, zero past the last; and the distances of these points
  /// to an opening's seed, if there is one.
  ///
  /// - Complexity: O(n·d), in one pass over memory.
  func measure(
    count: Int, _ opening: consuming SeedingOpening?, threads: Int
  ) -> (norms: [Double], opening: SeedingOpening?) {
    guard var opening else { return (norms(count: count, threads: threads) { _ in }, nil) }
    let seed = steps(ofPoints: [opening.row]).map { Double($0) }
    var norms: [Double] = []
    opening.distances = Array(count: count) { window in
      norms = self.norms(count: count, threads: threads) { points in
        window.update(points) { measure(points, distances: &$0, to: seed) }
      }
    }
    return (norms, opening)
  }

  /// - Parameter alongside: Called with the points of each tile, while its rows are in the cache.
  private func norms(
    count: Int, threads: Int, alongside: @Sendable (Range<Int>) -> Void
  ) -> [Double] {
    let width = LatticePoints.tileWidth
    let tileCount = (count + width - 1) / width
    return Array(count: tileCount * width) { window in
      Parallel.forEach(count: tileCount, grain: 16, threads: threads) { tiles in
        for tile in tiles {
          let points = tile * width..<min(count, (tile + 1) * width)
          window.update(tile * width..<(tile + 1) * width) { norms in
            measure(points, norms: &norms)
            for lane in points.count..<width { norms[lane] = 0 }
          }
          alongside(points)
        }
      }
    }
  }
}
