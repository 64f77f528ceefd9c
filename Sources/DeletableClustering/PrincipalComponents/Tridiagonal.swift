// A symmetric tridiagonal matrix, and its eigenvalues.
//
// Method     QL with Wilkinson's shift, which always converges, in the form of Pal, Walker and Kahan: it works
//            on squares of the off-diagonal numbers and takes one root a sweep.
// Source     Parlett, "The Symmetric Eigenvalue Problem", 1980, sections 8.10 and 8.15.

struct Tridiagonal: Sendable {
  var diagonal: [Double]
  /// Entry i is the number between i − 1 and i; the first is 0.
  var offDiagonal: [Double]

  var dimension: Int { diagonal.count }

  init(dimension: Int) {
    diagonal = Array(repeating: 0, count: dimension)
    offDiagonal = diagonal
  }

  /// The largest sum of the magnitudes in a row, which no |eigenvalue| exceeds.
  var norm: Double {
    var norm = 0.0
    for row in 0..<dimension {
      let next = row + 1 < dimension ? offDiagonal[row + 1].magnitude : 0
      norm = max(norm, offDiagonal[row].magnitude + diagonal[row].magnitude + next)
    }
    return norm
  }

  /// All eigenvalues, descending, to within a small multiple of 2⁻⁵³·d·norm.
  ///
  /// - Complexity: O(d²), about two sweeps for an eigenvalue.
  func eigenvalues() -> [Double] {
    var values = diagonal
    var squares = offDiagonal.dropFirst().map { $0 * $0 } + [0]
    // To leave out an off-diagonal number moves no eigenvalue by more than the number.
    let negligible = (norm * 0x1p-53) * (norm * 0x1p-53)
    for first in 0..<dimension {
      // Two or three sweeps do; the bound is for what nobody has seen yet.
      for _ in 0..<64 {
        var last = first
        while last < dimension - 1, squares[last] > negligible { last += 1 }
        if last == first { break }
        Self.sweep(&values, &squares, first...last)
      }
    }
    return values.map { $0 + 0 }.sorted(by: >)
  }

  /// One sweep of the QL iteration through an unreduced block.
  private static func sweep(
    _ values: inout [Double], _ squares: inout [Double], _ block: ClosedRange<Int>
  ) {
    let (first, last) = (block.lowerBound, block.upperBound)
    let shift = wilkinsonShift(values[first], values[first + 1], squares[first])
    var gamma = values[last] - shift
    var p = gamma * gamma
    var cosine = 1.0
    var sine = 0.0
    for index in stride(from: last - 1, through: first, by: -1) {
      let square = squares[index]
      let r = p + square
      if index != last - 1 { squares[index + 1] = sine * r }
      let before = cosine
      cosine = p / r
      sine = square / r
      let value = values[index]
      let next = cosine * (value - shift) - sine * gamma
      values[index + 1] = gamma + (value - next)
      gamma = next
      p = cosine == 0 ? before * square : gamma * gamma / cosine
    }
    squares[first] = sine * p
    values[first] = shift + gamma
  }

  /// The eigenvalue of the leading 2 × 2 block that is nearer to its first number.
  private static func wilkinsonShift(_ first: Double, _ second: Double, _ square: Double) -> Double {
    let edge = square.squareRoot()
    let g = (second - first) / (2 * edge)
    let root = (g * g + 1).squareRoot()
    return first - edge / (g < 0 ? g - root : g + root)
  }
}
