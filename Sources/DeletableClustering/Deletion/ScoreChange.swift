// How the scores of all points change when a few coordinates of a few centroids move.
//
// A failed check typically moves one coordinate of one centroid by one cell. The change of a score
// ‖c‖² − 2x·c is then a sparse dot product over the coordinates that moved, exact in `Double`.

struct ScoreChange: Sendable {
  struct Move: Sendable {
    let cluster: Int
    /// ‖c′‖² − ‖c‖².
    let normChange: Double
    /// The coordinates that moved, with 2(c′ − c).
    let terms: [(column: Int, twiceChange: Double)]
  }

  let moves: [Move]

  /// The coordinates in which any cluster moved.
  var columns: Set<Int> { Set(moves.flatMap { $0.terms.map(\.column) }) }

  /// Nil where so much moved that scoring everything again is cheaper.
  init?(from old: Centroids, to new: Centroids) {
    var moves: [Move] = []
    var termCount = 0
    for cluster in 0..<old.count {
      let range = old.range(of: cluster)
      guard old.steps[range] != new.steps[range] else { continue }
      let move = Self.move(cluster, range, old, new)
      termCount += move.terms.count
      moves.append(move)
    }
    guard termCount * 8 <= old.steps.count || termCount <= 2 else { return nil }
    self.moves = moves
  }

  /// With L the lattice's limit and m = |c′ − c|, a coordinate's terms add up in absolute value to at most
  /// m·(|c′ + c| + 2L) ≤ m·(4L − m) ≤ 4L²; over d coordinates that is d·4^B ≤ 2⁵³, so nothing rounds.
  private static func move(
    _ cluster: Int, _ range: Range<Int>, _ old: Centroids, _ new: Centroids
  ) -> Move {
    var terms: [(column: Int, twiceChange: Double)] = []
    var normChange = 0.0
    for (column, index) in range.enumerated() where old.steps[index] != new.steps[index] {
      let (before, after) = (Double(old.steps[index]), Double(new.steps[index]))
      terms.append((column, 2 * (after - before)))
      normChange += after * after - before * before
    }
    return Move(cluster: cluster, normChange: normChange, terms: terms)
  }
}
