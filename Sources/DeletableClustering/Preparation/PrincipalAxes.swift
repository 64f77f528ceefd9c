// The leading eigenvectors of exact sums of products, rounded to cells.

struct PrincipalAxes {
  /// From a record to its scores.
  let map: DenseMap

  /// An axis of less than 2⁻⁴⁰ of the greatest variance is rounding error: all its scores are 0.
  private static let leastShare = 0x1p-40

  init(_ sums: ProductSums, unit: LatticeUnit, count: Int, isWhitened: Bool, _ context: StepContext) {
    let dimension = sums.dimension
    let matrix = sums.covariance()
    let eigen = SymmetricEigen(
      of: matrix, dimension: dimension, count: count, threads: context.threads)
    let total = (0..<dimension).reduce(0.0) { $0 + matrix[$1 * dimension + $1] }
    var entries = Array(repeating: 0.0, count: dimension * count)
    for axis in 0..<count {
      let value = eigen.values[axis]
      guard value > 0, value >= Self.leastShare * eigen.values[0] else { continue }
      let vector = Array(eigen.vectors[axis * dimension..<(axis + 1) * dimension])
      let size = Self.cell(share: value / total)
      let sign = Self.sign(vector, axis: axis, context)
      // Variances are those of steps, times the squared weight.
      let deviation = value.squareRoot() / Double(sums.weight) * unit.value
      let scale =
        isWhitened
        ? KeyedCell.relativeMiddle(of: deviation, phase: context.phase(.axisScale, column: axis)) : 1
      for column in vector.indices {
        let phase = context.phase(.axis, row: axis, column: column)
        entries[column * count + axis] =
          KeyedCell.middle(of: sign * vector[column], size: size, phase: phase) / scale
      }
    }
    map = DenseMap(entries, inputDimension: dimension, outputDimension: count)
  }

  /// The cell of an axis's entries: the largest power of two with which rounding adds at most about 1/16² of the
  /// axis's own variance to its scores.
  ///
  /// An error of cell/√12 in each entry adds cell²/12 times the variance of all features together.
  ///
  /// - Parameter share: Of the axis in that variance.
  private static func cell(share: Double) -> Double {
    KeyedCell.powerOfTwo(below: 12.0.squareRoot() / 16 * share.squareRoot(), dividedBy: 0)
  }

  /// Which of the two opposite eigenvectors is meant: the one whose keyed sum is positive.
  private static func sign(_ vector: [Double], axis: Int, _ context: StepContext) -> Double {
    let sum = vector.indices.reduce(0.0) { sum, column in
      sum + context.sign(.axisSign, row: axis, column: column) * vector[column]
    }
    return sum < 0 ? -1 : 1
  }
}
