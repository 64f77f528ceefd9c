// The first seed of a run, and where it was found early, how far all points are from it.
//
// All distances to it are 1 in its race, so keys and weights settle it before there are points. The pass over the records
// that finds their norms can then find their distances to it too; a pass of its own costs as much again, where the
// records are more than the caches hold.

struct SeedingOpening: Sendable {
  /// The point, a record's row where points are records in order.
  let row: Int
  /// The time that it took in the race.
  let bound: Double
  /// The squared distance of each point to it; empty where nobody measured them.
  var distances: [Double] = []

  /// Runs the race; nil if there are no points.
  ///
  /// - Complexity: O(n) draws.
  init?(
    _ random: KeyedRandom, keys: [Word128], weights: [Double]?, threads: Int,
    precedes: @escaping @Sendable (Int, Int) -> Bool
  ) {
    let (rows, bound) = Race(random, step: 0, keys: keys)
      .leaders(1, distances: nil, weights: weights, threads: threads, precedes: precedes)
    guard let row = rows.first else { return nil }
    (self.row, self.bound) = (row, bound)
  }
}
