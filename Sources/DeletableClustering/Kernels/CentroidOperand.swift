// Centroids as an operand of the kernels' products.

struct CentroidOperand: Sendable {
  let centroids: Centroids
  /// ‖c‖², exact.
  let squaredNorms: [Double]

  init(_ centroids: Centroids) {
    self.centroids = centroids
    squaredNorms = (0..<centroids.count).map { centroids.squaredNorm(of: $0) }
  }

  var count: Int { centroids.count }
  var dimension: Int { centroids.dimension }

  /// −2c, k × d: exact.
  var minusTwiceRows: [Double] { centroids.steps.map { Double(-2 * $0) } }

  /// −2c, d × k.
  var minusTwiceColumns: [Double] {
    var columns = Array(repeating: 0.0, count: centroids.steps.count)
    for centroid in 0..<count {
      for (column, index) in centroids.range(of: centroid).enumerated() {
        columns[column * count + centroid] = Double(-2 * centroids.steps[index])
      }
    }
    return columns
  }
}
