// The records as points of the lattice, laid out for the kernels.
//
// Points lie in tiles of 64. A tile is d × 64 with the coordinate as the row: one small product
// scores all its points against all centroids, and one coordinate of 64 points is one run of
// memory. Both the points and their norms are derived from the records: a cache that can be rebuilt. The tiles of many
// records are not kept: each is made again when it is read, as a second copy of all records costs memory, and to be given
// so much memory by the system costs more time than all that is computed with it. (But see ``CompactPoints``.)

struct LatticePoints: Sendable {
  /// Points in a tile.
  static let tileWidth = 64

  let dimension: Int
  private(set) var count: Int
  /// The tiles, d × 64 whole numbers each; places past the last point are zero. Empty where they are made.
  private(set) var tiles: [Float]
  /// Whether the tiles are in memory; otherwise each is made when it is read.
  private(set) var keepsTiles = true
  /// How points are made of records that can be read in their place; nil where there are none.
  private var rounding: LatticeRounding?
  /// These records; none while nothing reads them.
  private(set) var records = RecordRows()
  /// Which columns of each tile that is kept have a number that is not zero.
  private(set) var occupied = OccupiedColumns()
  /// ‖x‖² of each point, in steps squared; whole tiles, zero past the last point.
  private(set) var squaredNorms: [Double]
  /// The points' whole-number weights, likewise; nil where every weight is 1.
  private(set) var weights: [Double]?

  var tileCount: Int { (count + Self.tileWidth - 1) / Self.tileWidth }

  /// The number of floats in a tile.
  var tileSize: Int { dimension * Self.tileWidth }

  /// The points of a tile that are there.
  func points(ofTile tile: Int) -> Range<Int> {
    let first = tile * Self.tileWidth
    return first..<min(count, first + Self.tileWidth)
  }

  /// Where a point's first coordinate is; the next one is 64 places on.
  func position(ofPoint point: Int) -> Int {
    point / Self.tileWidth * tileSize + point % Self.tileWidth
  }

  /// Writes the coordinates of some points, d of each.
  func copy(points: [Int], into rows: inout MutableSpan<Double>) {
    guard keepsTiles else { return records.steps(ofPoints: points, into: &rows) }
    var place = 0
    for point in points {
      var position = position(ofPoint: point)
      for _ in 0..<dimension {
        rows[place] = Double(tiles[position])
        place += 1
        position += Self.tileWidth
      }
    }
  }

  /// The coordinates of some points, one after another, d each.
  ///
  /// - Complexity: O(d) a point.
  func steps(ofPoints points: [Int]) -> [Int32] {
    guard keepsTiles else { return records.steps(ofPoints: points) }
    var steps = [Int32](unwritten: points.count * dimension)
    var place = 0
    for point in points {
      var position = position(ofPoint: point)
      for _ in 0..<dimension {
        steps[place] = Int32(tiles[position])
        place += 1
        position += Self.tileWidth
      }
    }
    return steps
  }

  func weight(ofPoint point: Int) -> Double {
    weights?[point] ?? 1
  }

  /// Writes the squared norms of some points.
  func copyNorms(ofPoints points: [Int], _ out: inout [Double]) {
    var out = out.mutableSpan
    for place in points.indices { out[place] = squaredNorms[points[place]] }
  }

  /// Writes the weights of some points.
  func copyWeights(ofPoints points: [Int], _ out: inout [Double]) {
    var out = out.mutableSpan
    for place in points.indices { out[place] = weight(ofPoint: points[place]) }
  }

  /// The sum of all weights; at most 2³⁰ but for points of a sample, and exact.
  var totalWeight: Int {
    weights.map { Int($0.reduce(0, +)) } ?? count
  }

  /// What every point of a tile weighs; nil if they differ.
  func sharedWeight(ofTile tile: Int) -> Int128? {
    guard let weights else { return 1 }
    let range = points(ofTile: tile)
    let first = weights[range.lowerBound]
    return weights[range].allSatisfy { $0 == first } ? Int128(whole: first) : nil
  }

  /// Adds a point after the last.
  ///
  /// - Precondition: Tiles are kept.
  /// - Complexity: Amortised O(d), and O(n) for the first weight that is not 1.
  mutating func append(steps: [Int32], weight: Int) {
    precondition(keepsTiles, "Points that are records come with their records.")
    if count % Self.tileWidth == 0 {
      tiles += Array(repeating: 0, count: tileSize)
      squaredNorms += Array(repeating: 0, count: Self.tileWidth)
      weights? += Array(repeating: 0, count: Self.tileWidth)
    }
    occupied = OccupiedColumns()
    let point = count
    count += 1
    var position = position(ofPoint: point)
    for step in steps {
      tiles[position] = Float(step)
      squaredNorms[point] += Double(step) * Double(step)
      position += Self.tileWidth
    }
    if weights == nil, weight != 1 {
      weights = squaredNorms.indices.map { $0 < count ? 1 : 0 }
    }
    weights?[point] = Double(weight)
  }

  /// Takes points out, one after another: the last gets the place of each.
  ///
  /// - Parameter points: Distinct, in descending order.
  /// - Complexity: O(d) a point.
  mutating func removeSwapping(points: some Collection<Int>) {
    let tileCountBefore = tileCount
    if keepsTiles {
      var last = count
      for point in points {
        last -= 1
        copy(last, over: point)
        occupied.forget(point)
        occupied.forget(last)
      }
    }
    squaredNorms.moveLast(over: points, of: count, leaving: 0)
    weights?.moveLast(over: points, of: count, leaving: 0)
    count -= points.count
    if tileCount < tileCountBefore { removeLastTiles(tileCountBefore - tileCount) }
  }

  private mutating func removeLastTiles(_ removed: Int) {
    if keepsTiles { tiles.removeLast(removed * tileSize) }
    occupied.truncate(tileCount: tileCount)
    weights?.removeLast(removed * Self.tileWidth)
    squaredNorms.removeLast(removed * Self.tileWidth)
  }

  /// Moves the last point's coordinates.
  private mutating func copy(_ last: Int, over point: Int) {
    let source = position(ofPoint: last)
    let target = position(ofPoint: point)
    for row in stride(from: 0, to: tileSize, by: Self.tileWidth) {
      tiles[target + row] = tiles[source + row]
      tiles[source + row] = 0
    }
  }
}

extension LatticePoints {
  /// Rounds records to the lattice; coordinates beyond its range are held at its ends.
  ///
  /// - Parameter rows: The row of each point; nil where point i is row i.
  /// - Complexity: O(n·d) for n points.
  init(_ data: Dataset, rows: [Int32]? = nil, unit: LatticeUnit, threads: Int) {
    dimension = data.dimension
    count = rows?.count ?? data.count
    let tileCount = (count + Self.tileWidth - 1) / Self.tileWidth
    let (size, count) = (data.dimension * Self.tileWidth, count)
    var norms: [Double] = []
    let rounding = LatticeRounding(unit, dimension: data.dimension)
    tiles = Array(count: tileCount * size) { tileWindow in
      norms = Array(count: tileCount * Self.tileWidth) { normWindow in
        Parallel.forEach(count: tileCount, grain: 16, threads: threads) { range in
          for tile in range {
            let points = tile * Self.tileWidth..<min(count, (tile + 1) * Self.tileWidth)
            tileWindow.update(tile * size..<(tile + 1) * size) { out in
              normWindow.update(tile * Self.tileWidth..<(tile + 1) * Self.tileWidth) { norms in
                rounding.fill(&out, &norms, from: data, points, rows)
              }
            }
          }
        }
      }
    }
    squaredNorms = norms
    takeWeights(of: data, rows: rows)
    occupied = OccupiedColumns(tiles, dimension: dimension, threads: threads)
  }

  /// Points that are the records of a data set in order, all within the lattice's range, which can be read in their
  /// place.
  ///
  /// - Parameter opening: Where there is one, the distances to its seed are found too.
  /// - Precondition: ``RecordRows/canReplacePoints(_:_:)``.
  /// - Complexity: O(n·d).
  init(
    replaceableBy data: Dataset, keepsTiles: Bool, unit: LatticeUnit, threads: Int,
    measuring opening: inout SeedingOpening?
  ) {
    let rounding = LatticeRounding(unit, dimension: data.dimension)
    (dimension, count, tiles, self.rounding) = (data.dimension, data.count, [], rounding)
    self.keepsTiles = false
    let rows = RecordRows(PointRecords(data: data, rows: nil), rounding)
    (squaredNorms, opening) = rows.measure(count: count, opening.take(), threads: threads)
    takeWeights(of: data, rows: nil)
    if keepsTiles { makeTiles(of: rows, threads: threads) }
  }

  private mutating func takeWeights(of data: Dataset, rows: [Int32]?) {
    guard let given = data.weights else { return }
    let ordered = rows.map { rows in rows.map { Double(given[Int($0)]) } } ?? given.map { Double($0) }
    weights = ordered + Array(repeating: 0, count: squaredNorms.count - count)
  }

  /// The same with the records that can be read in their place.
  func with(_ origin: PointOrigin) -> LatticePoints {
    guard let rounding else { return self }
    guard case .records(let records) = origin, records.data.count == count else {
      preconditionFailure("Points are replaced by their own records.")
    }
    var copy = self
    copy.records = RecordRows(records, rounding)
    return copy
  }

  /// Keeps tiles from now on.
  ///
  /// - Parameter origin: The points' own records.
  /// - Complexity: O(n·d), or O(1) where they are kept.
  mutating func keepTiles(of origin: PointOrigin, threads: Int) {
    if !keepsTiles { makeTiles(of: with(origin).records, threads: threads) }
  }

  private mutating func makeTiles(of rows: RecordRows, threads: Int) {
    let (size, tileCount, points) = (tileSize, tileCount, self)
    tiles = Array(count: tileCount * size) { window in
      Parallel.forEach(count: tileCount, grain: 16, threads: threads) { tiles in
        for tile in tiles {
          window.update(tile * size..<(tile + 1) * size) { rows.fillTile(&$0, points.points(ofTile: tile)) }
        }
      }
    }
    keepsTiles = true
    occupied = OccupiedColumns(tiles, dimension: dimension, threads: threads)
  }

  /// Finds the occupied columns again where points have left.
  ///
  /// - Complexity: O(64·d) a tile that a point left, and O(n/64).
  mutating func refreshOccupiedColumns() {
    occupied.refresh(tiles)
  }

  /// Copies of some points, with weights of their own.
  ///
  /// - Parameters:
  ///   - places: Theirs, m of them.
  ///   - given: m whole numbers of at least 1.
  /// - Complexity: O(m·d).
  init(_ others: LatticePoints, at places: [Int], weights given: [Int], threads: Int) {
    precondition(given.count == places.count, "Each point has a weight.")
    (dimension, count) = (others.dimension, places.count)
    let tileCount = (count + Self.tileWidth - 1) / Self.tileWidth
    let size = others.tileSize
    tiles = Array(count: tileCount * size) { window in
      Parallel.forEach(count: tileCount, grain: 4, threads: threads) { range in
        for tile in range {
          window.update(tile * size..<(tile + 1) * size) { others.copy(&$0, ofTile: tile, places) }
        }
      }
    }
    let rest = Array(repeating: 0.0, count: tileCount * Self.tileWidth - count)
    squaredNorms = others.squaredNorms.gathered(places, threads: threads) + rest
    weights = given.map { Double($0) } + rest
    occupied = OccupiedColumns(tiles, dimension: dimension, threads: threads)
  }

  /// Writes one tile of other points that are copies of these.
  private func copy(_ out: inout MutableSpan<Float>, ofTile tile: Int, _ places: [Int]) {
    let first = tile * Self.tileWidth
    let places = places[first..<min(places.count, first + Self.tileWidth)]
    guard keepsTiles else { return records.fillTile(&out, places) }
    let positions = places.map(position)
    let source = tiles.span
    // One coordinate after another: those of neighbours are in the same lines of the cache.
    for row in stride(from: 0, to: tileSize, by: Self.tileWidth) {
      for (lane, position) in positions.enumerated() { out[row + lane] = source[position + row] }
      for lane in positions.count..<Self.tileWidth { out[row + lane] = 0 }
    }
  }

  /// Points that are whole numbers of steps already, such as centroids.
  ///
  /// - Parameters:
  ///   - centroids: n points, each within the lattice's range.
  ///   - weights: n whole numbers of at least 1, 2³⁰ together.
  init(_ centroids: Centroids, weights given: [Int]) {
    precondition(given.count == centroids.count, "Each point has a weight.")
    dimension = centroids.dimension
    count = centroids.count
    let tileCount = (count + Self.tileWidth - 1) / Self.tileWidth
    tiles = Array(repeating: 0, count: tileCount * centroids.dimension * Self.tileWidth)
    squaredNorms = Array(repeating: 0, count: tileCount * Self.tileWidth)
    for point in 0..<count {
      var position = position(ofPoint: point)
      for step in centroids.steps[centroids.range(of: point)] {
        tiles[position] = Float(step)
        position += Self.tileWidth
      }
      squaredNorms[point] = centroids.squaredNorm(of: point)
    }
    weights = given.map { Double($0) } + Array(repeating: 0, count: squaredNorms.count - count)
  }
}
