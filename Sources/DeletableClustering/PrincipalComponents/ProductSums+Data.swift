// The product sums of a data set, block by block.
//
// A block's products are exact in `Double`, so the BLAS makes them. With few columns threads take rows, each
// with sums of its own. With many they share the columns of one block after the other: the sums are then
// there once, whatever the threads, and they are most of the memory.

extension ProductSums {
  /// Sums over all records, rounded to the lattice; coordinates beyond its range are held at its ends.
  ///
  /// - Complexity: O(n·d²).
  init(of data: Dataset, unit: LatticeUnit, threads: Int) {
    guard data.dimension <= BlockSums.panelWidth else {
      var sums = BlockSums(data, unit: unit)
      sums.add(rows: 0..<data.count, threads: threads)
      self = sums.total
      return
    }
    let parts = Parallel.reduce(
      count: data.count, grain: 4096, threads: threads, worker: BlockSums(data, unit: unit)
    ) { part, rows in part.add(rows: rows, threads: 1) }
    self = parts[0].total
    for part in parts.dropFirst() { self += part.total }
  }
}

/// Product sums, and the block that the next records go to.
private struct BlockSums: Sendable {
  /// The most columns of a panel.
  static let panelWidth = 256
  /// So few rows are not worth a product.
  private static let fewRows = 8

  private(set) var total: ProductSums
  private let data: Dataset
  private let rounding: LatticeRounding
  private var block: ProductBlock

  init(_ data: Dataset, unit: LatticeUnit) {
    self.data = data
    total = ProductSums(dimension: data.dimension)
    rounding = LatticeRounding(unit, dimension: data.dimension)
    block = ProductBlock(data, unit: unit)
  }

  mutating func add(rows: Range<Int>, threads: Int) {
    for row in rows {
      if data.weight(ofRow: row) > block.maximumWeight {
        addAlone(row: row)
      } else if !block.gather(row: row) {
        addBlock(threads: threads)
        _ = block.gather(row: row)
      }
    }
    addBlock(threads: threads)
  }

  private mutating func addAlone(row: Int) {
    let steps = data.vector(ofRow: row).map { rounding.steps($0) }
    total.add(steps: steps, weight: data.weight(ofRow: row))
  }

  private mutating func addBlock(threads: Int) {
    defer { block.empty() }
    guard block.count >= Self.fewRows else {
      for row in block.gathered { addAlone(row: row) }
      return
    }
    block.fill(threads: threads)
    let tiles = Self.tiles(dimension: data.dimension)
    let block = block
    total.add(weight: block.weight) { sums, products in
      _ = Parallel.reduce(count: tiles.count, grain: 1, threads: threads, worker: ProductTile()) {
        for tile in $1 { $0.add(tiles[tile].left, tiles[tile].right, of: block, to: sums, products) }
      }
    }
  }

  /// The pairs of panels of about equal width that make the upper triangle.
  private static func tiles(dimension: Int) -> [(left: Range<Int>, right: Range<Int>)] {
    let panelCount = (dimension + panelWidth - 1) / panelWidth
    let panels = (0..<panelCount).map {
      $0 * dimension / panelCount..<($0 + 1) * dimension / panelCount
    }
    return panels.indices.flatMap { left in panels[left...].map { (panels[left], $0) } }
  }
}
