// Householder's reduction of a symmetric matrix A to a tridiagonal T = H…H₂H₁·A·H₁H₂…H.
//
// Rows leave from the last to the first, so that what remains starts at the first column of each row.
// A step takes row i to a multiple of its last number by H = I − u·uᵀ, ‖u‖² = 2:
//
//     p = A·u,   q = p − ½(uᵀp)·u,   A ← A − u·qᵀ − q·uᵀ.
//
// The update of one step and the product A·u of the next share one pass over the matrix.
//
// Source     Martin, Reinsch and Wilkinson, "Householder's Tridiagonalization of a Symmetric Matrix",
//            Numerische Mathematik 11, 1968.

struct Tridiagonalisation: Sendable {
  private let dimension: Int
  /// Groups of eight in a row.
  private let width: Int
  /// d rows, the lower triangle of A. Where row i has left, it holds u, zero from the i-th number on.
  private var rows: [Lanes]
  private(set) var tridiagonal: Tridiagonal

  init(of matrix: [Double], dimension: Int, scale: PowerOfTwoScale, threads: Int) {
    self.dimension = dimension
    width = LaneRows.groupCount(dimension)
    rows = Array(repeating: Lanes(), count: dimension * width)
    tridiagonal = Tridiagonal(dimension: dimension)
    for row in 0..<dimension {
      for column in 0...row {
        rows[row * width + column / 8][column % 8] = scale.apply(matrix[row * dimension + column])
      }
    }
    reduce(threads: threads)
  }

  private mutating func reduce(threads: Int) {
    var u = Array(repeating: Lanes(), count: width)
    var q = u
    for row in stride(from: dimension - 1, through: 1, by: -1) {
      update(row: row, u, q)
      let next = reflector(ofRow: row)
      let product = updateAndMultiply(rowCount: row, u, q, by: next, threads: threads)
      u = next
      q = product
      let half = 0.5 * LaneRows.dot(u.span, product.span)
      var span = q.mutableSpan
      LaneRows.subtract(half, times: u.span, from: &span)
    }
    update(row: 0, u, q)
    tridiagonal.diagonal[0] = rows[0][0]
  }

  /// Brings one row up to date.
  private mutating func update(row: Int, _ u: [Lanes], _ q: [Lanes]) {
    let (uOfRow, qOfRow) = (u[row / 8][row % 8], q[row / 8][row % 8])
    for group in u.indices {
      rows[row * width + group] -= uOfRow * q[group] + qOfRow * u[group]
    }
  }

  /// Takes a row out: its numbers go to the tridiagonal matrix, its place to u.
  private mutating func reflector(ofRow row: Int) -> [Lanes] {
    let start = row * width
    let last = row - 1
    tridiagonal.diagonal[row] = rows[start + row / 8][row % 8]
    let edge = rows[start + last / 8][last % 8]
    for column in last..<width * 8 { rows[start + column / 8][column % 8] = 0 }
    var u = Array(rows[start..<start + width])
    let rest = LaneRows.dot(u.span, u.span)
    // Beside numbers about 1, what is under 2⁻⁴⁰⁰ is nothing, and its square too small to be accurate.
    guard rest > 0x1p-800 else {
      tridiagonal.offDiagonal[row] = edge
      for group in start..<start + width { rows[group] = Lanes() }
      return Array(repeating: Lanes(), count: width)
    }
    // u = (x ± ‖x‖e)/√h with h = ‖x‖² + |x_last|·‖x‖; the sign is that of x_last, so nothing cancels.
    let norm = (rest + edge * edge).squareRoot()
    let signed = edge < 0 ? -norm : norm
    u[last / 8][last % 8] = edge + signed
    let factor = 1 / (norm * (norm + edge.magnitude)).squareRoot()
    for group in u.indices { u[group] *= factor }
    tridiagonal.offDiagonal[row] = -signed
    rows.replaceSubrange(start..<start + width, with: u)
    return u
  }

  /// A ← A − u·qᵀ − q·uᵀ in the rows that remain, and then A·v.
  private mutating func updateAndMultiply(
    rowCount: Int, _ u: [Lanes], _ q: [Lanes], by v: [Lanes], threads: Int
  ) -> [Lanes] {
    // So many rows go together whatever the threads; fewer than four times as many are not worth a second.
    let grain = rowCount < 4 * 96 ? rowCount : 96
    let runCount = (rowCount + grain - 1) / grain
    var rowSums = Array(repeating: 0.0, count: rowCount)
    var columnSums = Array(repeating: Lanes(), count: runCount * width)
    let stride = width
    rows.withDisjointWindow { rows in
      rowSums.withDisjointWindow { rowSums in
        columnSums.withDisjointWindow { columnSums in
          Parallel.forEach(count: rowCount, grain: grain, threads: threads) { range in
            let run = range.lowerBound / grain
            rows.update(range.lowerBound * stride..<range.upperBound * stride) { rows in
              rowSums.update(range) { rowSums in
                columnSums.update(run * stride..<(run + 1) * stride) { columnSums in
                  HouseholderPass.run(
                    &rows, first: range.lowerBound, u: u.span, q: q.span, v: v.span, rowSums: &rowSums,
                    columnSums: &columnSums)
                }
              }
            }
          }
        }
      }
    }
    var product = LaneRows.lanes(rowSums, groupCount: width)
    for run in 0..<runCount {
      for group in 0..<width { product[group] += columnSums[run * width + group] }
    }
    return product
  }

  /// Takes eigenvectors of T to those of A.
  func transformBack(_ vectors: inout [[Lanes]], threads: Int) {
    vectors.withDisjointWindow { window in
      Parallel.forEach(count: window.count, grain: 1, threads: threads) { range in
        window.update(range) { vectors in
          for place in 0..<vectors.count {
            for row in 1..<max(1, dimension) {
              let u = rows.span.extracting(row * width..<(row + 1) * width)
              let factor = LaneRows.dot(u, vectors[place].span)
              var span = vectors[place].mutableSpan
              LaneRows.subtract(factor, times: u, from: &span)
            }
          }
        }
      }
    }
  }
}
