// ε, the size of the cells that means are rounded to, in lattice steps.
//
// Rounding to cells of ε adds about d·ε²/12 to the mean squared distance. The automatic ε is the power of
// two for which this is about 1 % of the loss, judged by the partition that the seeds make: its
// loss about its own means is exact, and known before anything is rounded.

enum CellSize {
  /// A cell as large as the lattice; larger ones would change nothing.
  static func largest(_ precision: LatticePrecision) -> Int { 2 * precision.limit }

  /// 2^⌊log₂ √(0.12·L₀/(nd))⌋ steps, at least one.
  ///
  /// - Parameters:
  ///   - loss: L₀, in steps squared.
  ///   - totalWeight: n, the weight of all points.
  ///   - guess: Where the search begins; what is no power of two is no guess.
  static func automatic(
    loss: Int128, totalWeight: Int, dimension: Int, precision: LatticePrecision, near guess: Int = 1
  ) -> Int {
    // 4^e ≤ 0.12·L₀/(nd), in whole numbers: 25·n·d·4^e ≤ 3·L₀.
    let base = 25 * Int128(totalWeight) * Int128(dimension)
    func isFineEnough(_ size: Int) -> Bool { base * Int128(size * size) <= 3 * loss }
    var size = guess.nonzeroBitCount == 1 ? guess : 1
    while size > 1, !isFineEnough(size) { size /= 2 }
    while size < largest(precision), isFineEnough(2 * size) { size *= 2 }
    return size
  }

  /// A requested ε in steps: whole ones, rounded down, at least one.
  static func requested(_ epsilon: Double, unit: LatticeUnit, precision: LatticePrecision) -> Int {
    let steps = epsilon * unit.scale
    let largest = largest(precision)
    return steps < Double(largest) ? max(1, Int(steps)) : largest
  }

  /// The cell of one round: 8ε, and 4ε, 2ε, ε in the last three, or `coarseness` times ε where that is more.
  /// Early rounds may be coarse, since later ones repair what they lose.
  static func ofRound(
    _ round: Int, of iterations: Int, last: Int, coarseness: Int, precision: LatticePrecision
  ) -> Int {
    precondition((1...iterations).contains(round), "Round \(round) of \(iterations) rounds no mean.")
    return min(last * max(coarseness, 1 << min(3, iterations - round)), largest(precision))
  }
}
