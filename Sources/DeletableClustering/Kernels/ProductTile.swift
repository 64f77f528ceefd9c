// The products of some columns of a block with some others: a square of the whole sum.
//
// The block's weight is such that no sum is beyond 2⁵³, so the tile is exact in `Double`; it is then added to
// whole numbers of 128 bits.

struct ProductTile: Sendable {
  /// The tile's columns of the left factor and of the right one, m × n numbers.
  private var values: [Double] = []

  /// Adds the products of two panels of columns, and the sums of a panel's columns where the two are one.
  ///
  /// - Parameters:
  ///   - sums: d.
  ///   - products: The packed upper triangle. No other thread may be at the same tile.
  /// - Complexity: O(m·n·k) for k rows, one product.
  mutating func add(
    _ left: Range<Int>, _ right: Range<Int>, of block: ProductBlock,
    to sums: DisjointWindow<Int64>, _ products: DisjointWindow<Int128>
  ) {
    let isDiagonal = left == right
    multiply(left, right, block)
    if isDiagonal { sums.update(left) { Self.addColumnSums(block, left, to: &$0) } }
    for (place, row) in left.enumerated() {
      // On the diagonal only what is not below it.
      let skipped = isDiagonal ? place : 0
      let start = PackedTriangle.position(row, right.lowerBound + skipped, dimension: block.dimension)
      products.update(start..<start + right.count - skipped) {
        addValues(from: place * right.count + skipped, to: &$0)
      }
    }
  }

  private mutating func multiply(_ left: Range<Int>, _ right: Range<Int>, _ block: ProductBlock) {
    let size = left.count * right.count
    if values.count < size { values = Array(repeating: 0, count: size) }
    let (rows, k, stride) = (block.rows, block.count, block.dimension)
    var out = values.mutableSpan
    let a = block.weightedRows.span.extracting(left.lowerBound..<k * stride)
    if left == right, !block.isWeighted {
      MatrixProduct.multiplyColumnsBySelf(a, into: &out, n: left.count, k: k, stride: stride)
    } else {
      let b = rows.span.extracting(right.lowerBound..<k * stride)
      MatrixProduct.multiplyColumns(a, b, into: &out, m: left.count, n: right.count, k: k, stride: stride)
    }
  }

  private func addValues(from start: Int, to products: inout MutableSpan<Int128>) {
    precondition(start >= 0 && start + products.count <= values.count)
    unsafe values.withUnsafeBufferPointer { values in
      unsafe products.withUnsafeMutableBufferPointer { products in
        for place in products.indices { unsafe products[place] += Int128(whole: values[start + place]) }
      }
    }
  }

  private static func addColumnSums(
    _ block: ProductBlock, _ columns: Range<Int>, to sums: inout MutableSpan<Int64>
  ) {
    var total = Array(repeating: 0.0, count: columns.count)
    let rows = block.weightedRows
    precondition(columns.lowerBound >= 0 && columns.upperBound <= block.dimension)
    precondition(rows.count >= block.count * block.dimension)
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe total.withUnsafeMutableBufferPointer { total in
        for row in 0..<block.count {
          let start = row * block.dimension + columns.lowerBound
          for place in total.indices { unsafe total[place] += rows[start + place] }
        }
      }
    }
    for place in total.indices { sums[place] += Int64(total[place]) }
  }
}
