// T − λI = P·L·U for a tridiagonal T, by Gaussian elimination with row exchanges.
//
// A pivot that is as good as zero is put at the least size that counts, so that solving always works: the
// solution is then long, and its direction is an eigenvector's.
//
// Source     Peters and Wilkinson, "The Calculation of Specified Eigenvectors by Inverse Iteration", in
//            Wilkinson and Reinsch, "Handbook for Automatic Computation II", 1971.

struct ShiftedFactors {
  /// A row of U, from the diagonal on, and what its elimination did to the row below.
  private struct Step {
    var inversePivot: Double
    var first: Double
    var second: Double
    var multiplier: Double
    var isExchanged: Bool
  }

  private var steps: [Step]

  /// - Parameter least: The least size of a pivot, positive.
  init(_ matrix: Tridiagonal, shift: Double, leastPivot least: Double) {
    let count = matrix.dimension
    steps = []
    steps.reserveCapacity(count)
    var pivot = matrix.diagonal[0] - shift
    var right = count > 1 ? matrix.offDiagonal[1] : 0
    for row in 0..<count {
      guard row + 1 < count else {
        append(pivot, 0, 0, 0, false, least)
        break
      }
      let below = matrix.offDiagonal[row + 1]
      let diagonal = matrix.diagonal[row + 1] - shift
      let belowRight = row + 2 < count ? matrix.offDiagonal[row + 2] : 0
      if below.magnitude <= max(pivot.magnitude, least) {
        let multiplier = append(pivot, right, 0, below, false, least)
        pivot = diagonal - multiplier * right
        right = belowRight
      } else {
        let multiplier = append(below, diagonal, belowRight, pivot, true, least)
        pivot = right - multiplier * diagonal
        right = -multiplier * belowRight
      }
    }
  }

  /// Ends a row of U; returns the multiplier that takes `eliminated` away.
  @discardableResult
  private mutating func append(
    _ pivot: Double, _ first: Double, _ second: Double, _ eliminated: Double, _ isExchanged: Bool,
    _ least: Double
  ) -> Double {
    let held = pivot.magnitude < least ? (pivot < 0 ? -least : least) : pivot
    let inverse = 1 / held
    let multiplier = eliminated * inverse
    steps.append(
      Step(
        inversePivot: inverse, first: first, second: second, multiplier: multiplier,
        isExchanged: isExchanged))
    return multiplier
  }

  /// Solves (T − λI)·x = b up to a positive factor, in place.
  ///
  /// - Returns: Whether the factor is 1; otherwise the solution was too long to be written.
  func solve(_ x: inout [Double]) -> Bool {
    let count = steps.count
    for row in 0..<count - 1 {
      let step = steps[row]
      if step.isExchanged { x.swapAt(row, row + 1) }
      x[row + 1] -= step.multiplier * x[row]
    }
    var isExact = true
    var (next, afterNext) = (0.0, 0.0)
    for row in stride(from: count - 1, through: 0, by: -1) {
      let step = steps[row]
      let value = (x[row] - step.first * next - step.second * afterNext) * step.inversePivot
      x[row] = value
      (next, afterNext) = (value, next)
      if value.magnitude > 0x1p400 {
        isExact = false
        for place in 0..<count { x[place] *= 0x1p-400 }
        next *= 0x1p-400
        afterNext *= 0x1p-400
      }
    }
    return isExact
  }
}
