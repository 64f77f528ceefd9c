// Centroids as an operand of the kernels' products.

struct CentroidOperand: Sendable {
  let centroids: Centroids
  /// ‖c‖², exact.
  let squaredNorms: [Double]
  let error: ScoreError

  init(_ centroids: Centroids) {
    self.centroids = centroids
    squaredNorms = (0..<centroids.count).map { centroids.squaredNorm(of: $0) }
    error = ScoreError(squaredNorms: squaredNorms, dimension: centroids.dimension)
  }

  var count: Int { centroids.count }
  var dimension: Int { centroids.dimension }

  /// −2c, k × d: exact in both precisions.
  func minusTwiceRows<Number: BinaryFloatingPoint>(_: Number.Type) -> [Number] {
    centroids.steps.map { Number(-2 * $0) }
  }

  /// −2c, d × k.
  func minusTwiceColumns<Number: BinaryFloatingPoint>(_: Number.Type) -> [Number] {
    var columns = Array(repeating: Number(0), count: centroids.steps.count)
    for centroid in 0..<count {
      for (column, index) in centroids.range(of: centroid).enumerated() {
        columns[column * count + centroid] = Number(-2 * centroids.steps[index])
      }
    }
    return columns
  }
}
