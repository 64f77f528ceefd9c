// Eigenvalues and leading eigenvectors of a symmetric matrix, the same bits everywhere.
//
// Promise    For every finite symmetric matrix it ends, with finite values and orthonormal vectors, and its
//            bits are a function of the matrix, the dimension and the count alone.
// Method     Householder's reflections make the matrix tridiagonal; the rational QL iteration finds all
//            eigenvalues of that, inverse iteration the leading eigenvectors; the reflections take
//            them back.
// Source     Wilkinson and Reinsch, "Handbook for Automatic Computation II: Linear Algebra", 1971;
//            Parlett, "The Symmetric Eigenvalue Problem", 1980.
// Differs    LAPACK's last bits are those of one build on one processor. Here are only + − × ÷ √,
//            which IEEE 754 rounds exactly, in one order: see LaneRows.

struct SymmetricEigen: Sendable {
  /// All d eigenvalues, descending.
  let values: [Double]
  /// The leading eigenvectors, count × d: row i belongs to `values[i]`. Signs are as they fell.
  let vectors: [Double]

  /// Decomposes a matrix.
  ///
  /// Values err by a small multiple of 2⁻⁵³·d times the largest |value|, however small they are. One that is
  /// beyond the largest finite number is given as that.
  ///
  /// - Parameters:
  ///   - matrix: d × d, row after row, finite and symmetrical.
  ///   - dimension: d, at least 1.
  ///   - count: How many eigenvectors, from 0 to d.
  ///   - threads: The result does not depend on it.
  /// - Complexity: O(d³), and O(d²·count) for the vectors.
  init(of matrix: [Double], dimension: Int, count: Int, threads: Int) {
    precondition(dimension > 0 && matrix.count == dimension * dimension)
    precondition(count >= 0 && count <= dimension)
    let scale = PowerOfTwoScale(toUnit: matrix)
    let reduction = Tridiagonalisation(of: matrix, dimension: dimension, scale: scale, threads: threads)
    let tridiagonal = reduction.tridiagonal
    let scaledValues = tridiagonal.eigenvalues()
    var rows = tridiagonal.eigenvectors(of: scaledValues.prefix(count))
    reduction.transformBack(&rows, threads: threads)
    values = scaledValues.map { scale.undo($0) }
    vectors = rows.flatMap { LaneRows.numbers($0, count: dimension) }
  }
}

/// A power of two that brings the largest number of a matrix to between 1 and 2.
struct PowerOfTwoScale: Sendable {
  // 2^±1074 is no normal number, so the power comes in two halves.
  private let first: Double
  private let second: Double

  init(toUnit matrix: [Double]) {
    let largest = matrix.reduce(0) { max($0, $1.magnitude) }
    let exponent = largest == 0 ? 0 : -Int(largest.exponent)
    first = Double(sign: .plus, exponent: exponent / 2, significand: 1)
    second = Double(sign: .plus, exponent: exponent - exponent / 2, significand: 1)
  }

  @inline(__always)
  func apply(_ number: Double) -> Double { number * first * second }

  /// The number as it was, held at the ends of the finite range.
  func undo(_ number: Double) -> Double {
    let largest = Double.greatestFiniteMagnitude
    return min(max(number / first / second, -largest), largest)
  }
}
