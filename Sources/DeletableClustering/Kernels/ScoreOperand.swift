// Centroids as the filters in single precision read them.
//
// What the scores of a point have in common decides nothing. So each is here the true one less that of the first
// centroid: with δ = c − c₀ it is ‖c‖² − ‖c₀‖² − 2x·δ. That of the first is 0, without a product and without an error.

struct ScoreOperand: Sendable {
  /// Where the numbers of one centroid lie.
  enum Layout { case rows, columns }

  let dimension: Int
  /// −2δ of the centroids after the first, exact: k − 1 rows of d, or as many columns.
  let minusTwice: [Float]
  /// ‖c‖² − ‖c₀‖² of these.
  let norms: [Float]
  let error: ScoreError

  /// - Precondition: There is a centroid; checked in release builds too.
  /// - Complexity: O(k·d).
  init(_ operand: CentroidOperand, as layout: Layout) {
    precondition(operand.count > 0)
    dimension = operand.dimension
    let (steps, others) = (operand.centroids.steps, operand.count - 1)
    var minusTwice = Array(repeating: Float(0), count: others * dimension)
    var longest = 0
    for other in 0..<others {
      var square = 0
      for column in 0..<dimension {
        let difference = Int(steps[(other + 1) * dimension + column]) - Int(steps[column])
        // At most d·4^B ≤ 2⁵³ in all.
        square += difference * difference
        minusTwice[layout == .rows ? other * dimension + column : column * others + other] =
          Float(-2 * difference)
      }
      longest = max(longest, square)
    }
    self.minusTwice = minusTwice
    let norms = operand.squaredNorms.dropFirst().map { $0 - operand.squaredNorms[0] }
    self.norms = norms.map { Float($0) }
    error = ScoreError(
      length: Double(longest).squareRoot(), norm: norms.reduce(0) { max($0, $1.magnitude) },
      dimension: dimension)
  }
}
