// Eigenvalues and eigenvectors by Jacobi's rotations: slow, plain, and another way altogether.
//
// Source     Rutishauser, "The Jacobi Method for Real Symmetric Matrices", Numerische Mathematik 9, 1966.

package struct TwinJacobi {
  /// Descending.
  package let values: [Double]
  /// Row i belongs to value i.
  package let vectors: [[Double]]

  /// - Parameter matrix: d × d, of numbers whose squares are finite and not lost.
  package init(_ matrix: [[Double]]) {
    var a = matrix
    let order = a.indices
    var rotations = order.map { row in order.map { $0 == row ? 1.0 : 0.0 } }
    for _ in 0..<60 {
      var isDiagonal = true
      for p in order {
        for q in order where p < q && abs(a[p][q]) > 0x1p-70 * (abs(a[p][p]) + abs(a[q][q])) {
          isDiagonal = false
          Self.rotate(&a, &rotations, p, q)
        }
      }
      if isDiagonal { break }
    }
    let sorted = order.sorted { a[$0][$0] > a[$1][$1] }
    values = sorted.map { a[$0][$0] }
    vectors = sorted.map { rotations[$0] }
  }

  /// Makes the number in row p, column q zero.
  private static func rotate(_ a: inout [[Double]], _ rotations: inout [[Double]], _ p: Int, _ q: Int) {
    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    func turn(_ left: Double, _ right: Double) -> (Double, Double) {
      (cosine * left - sine * right, sine * left + cosine * right)
    }
    for row in a.indices { (a[row][p], a[row][q]) = turn(a[row][p], a[row][q]) }
    for column in a.indices { (a[p][column], a[q][column]) = turn(a[p][column], a[q][column]) }
    for column in a.indices {
      (rotations[p][column], rotations[q][column]) = turn(rotations[p][column], rotations[q][column])
    }
    (a[p][q], a[q][p]) = (0, 0)
  }
}
