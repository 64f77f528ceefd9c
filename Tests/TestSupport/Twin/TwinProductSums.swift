// Sums of products of all records, number by number.

package struct TwinProductSums: Equatable {
  package let weight: Int128
  package let sums: [Int128]
  /// d × d.
  package let products: [[Int128]]

  package init(weight: Int128, sums: [Int128], products: [[Int128]]) {
    self.weight = weight
    self.sums = sums
    self.products = products
  }

  package init(_ points: [[Int128]], weights: [Int128], dimension: Int) {
    var sums = Array(repeating: Int128(0), count: dimension)
    var products = Array(repeating: sums, count: dimension)
    for (point, weight) in zip(points, weights) {
      for row in 0..<dimension {
        sums[row] += weight * point[row]
        for column in 0..<dimension { products[row][column] += weight * point[row] * point[column] }
      }
    }
    self.init(weight: weights.reduce(0, +), sums: sums, products: products)
  }

  /// Row after row; the standard library rounds to the nearest.
  package var covariance: [Double] {
    sums.indices.flatMap { row in
      sums.indices.map { Double(weight * products[row][$0] - sums[row] * sums[$0]) }
    }
  }
}
