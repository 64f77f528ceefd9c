// The lattices that the means of the rounds are rounded to, as a replay looks at them.

/// For each round the size of its lattice's cells, and, once somebody asked, where along each coordinate it ends. A cache.
struct RoundLattices: Sendable {
  /// ε of the last round, in steps; 0 while nothing is known.
  let lastCell: Int
  /// ε of every round, in steps; 0 for round 0, which rounds nothing.
  let cells: [Int64]
  /// For each round and coordinate, the first place that is at the upper end of the range or beyond, and the first at the
  /// lower end or beyond: T + 1 times d, zero for round 0; none as long as nobody asked.
  ///
  /// A mean near the end of the range may be rounded beyond it, and is then held at the end. With coarse cells that is
  /// common; whether it is still so after a deletion depends on where the round's lattice lies.
  private(set) var upper: [Int32] = []
  private(set) var lower: [Int32] = []

  init(lastCell: Int = 0, cells: [Int64] = []) {
    self.lastCell = lastCell
    self.cells = cells
  }

  var knowEnds: Bool { !upper.isEmpty }

  /// - Parameter roundings: Into the rounds from 1 to T.
  /// - Complexity: O(T·d) draws.
  mutating func findEnds(_ roundings: some Sequence<MeanRounding>, dimension: Int) {
    upper = Array(repeating: 0, count: dimension)
    lower = upper
    for rounding in roundings {
      for column in 0..<dimension {
        let ends = rounding.ends(column: column)
        upper.append(Int32(ends.upper))
        lower.append(Int32(ends.lower))
      }
    }
  }
}
