// What one solve is asked for: the part of a method's settings that seeding and rounds need.

struct SolverSettings: Equatable, Sendable {
  /// k, the most clusters.
  var clusters: Int
  /// T, the rounds after the seeding.
  var iterations: Int
  /// R, how many runs start from seeds of their own.
  var restarts: Int
  var cells: CellRule
  /// γ.
  var balance: BalanceFraction
  /// M: the seeding looks at about as many points or up to twice as many, if there are so many.
  var seedingSample: Int
  /// Cells are at least so many ε.
  var coarseness = 1

  /// h for some points: by how many halvings the seeding's sample is smaller than all of them.
  func sampleHalvings(count: Int) -> Int {
    SeedingSample.halvings(count: count, wanted: seedingSample, clusters: clusters)
  }
}

/// How coarse the lattices are that means are rounded to.
enum CellRule: Equatable, Sendable {
  /// Whole steps in every round: Lloyd's algorithm.
  case steps
  /// 8ε, and 4ε, 2ε, ε in the last three rounds; ε in the points' units, nil for automatic.
  case shrinking(to: Double?)
}
