// Centroids as the left operand of the kernels' products.

struct CentroidOperand: Sendable {
  let count: Int
  let dimension: Int
  /// −2c, k × d, exact in both precisions.
  let minusTwice: [Float]
  let minusTwiceDouble: [Double]
  /// ‖c‖², exact, and rounded to single precision.
  let squaredNorms: [Double]
  let roundedNorms: [Float]
  let error: ScoreError

  init(_ centroids: Centroids) {
    count = centroids.count
    dimension = centroids.dimension
    minusTwice = centroids.steps.map { Float(-2 * $0) }
    minusTwiceDouble = centroids.steps.map { Double(-2 * $0) }
    squaredNorms = (0..<centroids.count).map { centroids.squaredNorm(of: $0) }
    roundedNorms = squaredNorms.map { Float($0) }
    error = ScoreError(squaredNorms: squaredNorms, dimension: centroids.dimension)
  }
}
