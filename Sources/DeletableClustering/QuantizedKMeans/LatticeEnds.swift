// Where the lattices of the rounds end.
//
// A mean near the end of the range may be rounded beyond it, and is then held at the end. With coarse cells that is
// common; whether it is still so after a deletion depends on where the round's lattice lies.

/// For each round and coordinate, the first place of the round's lattice that is at the upper end of the range or beyond,
/// and the first at the lower end or beyond. A cache.
struct LatticeEnds: Sendable {
  /// T + 1 times d; zero for round 0, which rounds nothing.
  private(set) var upper: [Int32]
  private(set) var lower: [Int32]

  /// - Parameter roundings: Into the rounds from 1 to T.
  /// - Complexity: O(T·d) draws.
  init(_ roundings: some Sequence<MeanRounding>, dimension: Int) {
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
