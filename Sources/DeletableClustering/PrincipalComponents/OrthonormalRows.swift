// Rows of length 1 at right angles to each other, gathered one by one.
//
// Source     Daniel, Gragg, Kaufman and Stewart, "Reorthogonalization and Stable Algorithms for Updating the
//            Gram-Schmidt QR Factorization", Mathematics of Computation 30, 1976: a vector that lost
//            half its length or more is put through again.

struct OrthonormalRows {
  private(set) var rows: [[Lanes]] = []

  mutating func append(_ row: [Lanes]) {
    rows.append(row)
  }

  /// A vector of length 1 at right angles to all rows, and how long what it is of the given one was.
  ///
  /// - Parameter vector: Finite, filled up with zeros; of d numbers, more than there are rows.
  /// - Complexity: O(d) a row and pass; one pass mostly, at most 8.
  func unit(_ vector: [Lanes], dimension: Int) -> (vector: [Lanes], length: Double) {
    var vector = vector
    var length = Self.normalise(&vector)
    for pass in 0..<8 {
      if vector.allSatisfy({ $0 == Lanes() }) { vector = leastCoveredAxis(dimension: dimension) }
      subtractProjections(from: &vector)
      let remaining = Self.normalise(&vector)
      if pass == 0 { length *= remaining }
      if remaining > 0.5 { break }
    }
    return (vector, length)
  }

  /// Modified Gram–Schmidt: each projection is taken of what the ones before left.
  private func subtractProjections(from vector: inout [Lanes]) {
    for row in rows {
      let factor = LaneRows.dot(row.span, vector.span)
      var span = vector.mutableSpan
      LaneRows.subtract(factor, times: row.span, from: &span)
    }
  }

  /// Gives a vector length 1, unless it is zero; returns its length.
  private static func normalise(_ vector: inout [Lanes]) -> Double {
    let length = LaneRows.dot(vector.span, vector.span).squareRoot()
    guard length > 0 else {
      // What is left may be too short for its square.
      for group in vector.indices { vector[group] = Lanes() }
      return 0
    }
    for group in vector.indices { vector[group] /= length }
    return length
  }

  /// The axis that the rows cover least: at least (d − count)/d of its squared length is outside.
  private func leastCoveredAxis(dimension: Int) -> [Lanes] {
    var covered = [Double](repeating: 0, count: dimension)
    for row in rows {
      for place in 0..<dimension { covered[place] += row[place / 8][place % 8] * row[place / 8][place % 8] }
    }
    let axis = covered.indices.min { covered[$0] < covered[$1] } ?? 0
    var vector = Array(repeating: Lanes(), count: LaneRows.groupCount(dimension))
    vector[axis / 8][axis % 8] = 1
    return vector
  }
}
