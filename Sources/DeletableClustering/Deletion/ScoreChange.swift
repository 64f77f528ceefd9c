// How the scores of all points change when a few coordinates of a few centroids move.
//
// A failed check typically moves one coordinate of one centroid by one cell. The change of a score
// ‖c‖² − 2x·c is then a sum over the coordinates that moved: (c′ − c)·(c′ + c − 2x).

struct ScoreChange: Sendable {
  struct Move: Sendable {
    let cluster: Int
    /// The coordinates that moved, with c′ − c and c′ + c: whole numbers of at most 2²⁴, exact in `Float`.
    let terms: [(column: Int, difference: Float, sum: Float)]
  }

  let moves: [Move]
  /// The coordinates in which any cluster moved, in ascending order.
  let columns: [Int]

  /// Nil where so much moved that scoring everything again is cheaper.
  init?(from old: Centroids, to new: Centroids) {
    var moves: [Move] = []
    var hasMoved = Array(repeating: false, count: old.dimension)
    var termCount = 0
    for cluster in 0..<old.count {
      let range = old.range(of: cluster)
      guard old.steps[range] != new.steps[range] else { continue }
      let move = Self.move(cluster, range, old, new)
      termCount += move.terms.count
      for term in move.terms { hasMoved[term.column] = true }
      moves.append(move)
    }
    guard termCount * 8 <= old.steps.count || termCount <= 2, termCount <= Self.largestTermCount else {
      return nil
    }
    self.moves = moves
    columns = hasMoved.indices.filter { hasMoved[$0] }
  }

  /// The bounds on what sums of so many terms round hold up to here.
  private static let largestTermCount = 1 << 20

  private static func move(
    _ cluster: Int, _ range: Range<Int>, _ old: Centroids, _ new: Centroids
  ) -> Move {
    var terms: [(column: Int, difference: Float, sum: Float)] = []
    for (column, index) in range.enumerated() where old.steps[index] != new.steps[index] {
      let (before, after) = (old.steps[index], new.steps[index])
      terms.append((column, Float(after - before), Float(after + before)))
    }
    return Move(cluster: cluster, terms: terms)
  }
}
