// From a cluster's records to its next centroid, and the cells that this rounds to.

import DeletableClustering

package struct TwinRounding {
  private let solve: TwinSolve
  /// The seed of the run, which its phases are drawn from.
  private let seed: UInt64
  private let limit: Int128
  private let totalWeight: Int128
  private let clusterCount: Int
  /// ε of the last round, in steps.
  private let cell: Int128

  package init(
    _ solve: TwinSolve, seed: UInt64, limit: Int128, totalWeight: Int128, clusterCount: Int, cell: Int128
  ) {
    self.solve = solve
    self.seed = seed
    self.limit = limit
    self.totalWeight = totalWeight
    self.clusterCount = clusterCount
    self.cell = cell
  }

  /// Cells are as large as the lattice at most.
  private var largest: Int128 { 2 * limit }

  /// The largest power of two with size² ≤ 0.12·L₀/(nd), at least 1.
  package static func automaticCell(
    loss: Int128, totalWeight: Int128, dimension: Int, limit: Int128
  ) -> Int128 {
    var size: Int128 = 1
    let base = 100 * totalWeight * Int128(dimension)
    while size < 2 * limit, base * (2 * size) * (2 * size) <= 12 * loss {
      size *= 2
    }
    return size
  }

  /// A requested ε in whole steps, at least one.
  package static func requestedCell(_ epsilon: Double, unitExponent: Int, limit: Int128) -> Int128 {
    let steps = epsilon * Double(sign: .plus, exponent: -unitExponent, significand: 1)
    if steps >= Double(2 * limit) { return 2 * limit }
    return max(1, Int128(steps.rounded(.down)))
  }

  /// The cell of a round: 8ε, and 4ε, 2ε, ε in the last three, or so many ε as the solve is coarse; Lloyd's is 1.
  package func cell(ofRound round: Int) -> Int128 {
    if solve.isLloyd { return 1 }
    let left = solve.iterations - round
    let factor: Int128 = left >= 3 ? 8 : left == 2 ? 4 : left == 1 ? 2 : 1
    return min(largest, cell * max(solve.coarseness, factor))
  }

  private func phase(round: Int, column: Int, cell: Int128) -> Int128 {
    guard cell > 1 else { return 0 }
    let word = TwinPhilox.word(
      seed: seed, purpose: 5, index: UInt64(round), position: UInt64(column))
    return Int128((UInt128(word) * UInt128(cell)) >> 64)
  }

  /// Whether the cluster takes the balanced mean: 0 < N < γn/k.
  package func isBalanced(count: Int) -> Bool {
    let (p, q) = (Int128(solve.balance.numerator), Int128(solve.balance.denominator))
    return count > 0 && Int128(count) * q * Int128(clusterCount) < p * totalWeight
  }

  /// The centroid of a round, from the sum and count of the round before.
  package func centroid(round: Int, count: Int, sum: [Int128], previous: [Int128]) -> [Int128] {
    guard count > 0 else { return previous }
    let (p, q) = (Int128(solve.balance.numerator), Int128(solve.balance.denominator))
    let (n, k, own) = (totalWeight, Int128(clusterCount), Int128(count))
    let cell = cell(ofRound: round)
    return sum.indices.map { column in
      let numerator =
        isBalanced(count: count)
        ? q * k * sum[column] + (p * n - q * k * own) * previous[column] : sum[column]
      let denominator = isBalanced(count: count) ? p * n : own
      return Self.place(
        numerator, over: denominator, cell: cell, phase: phase(round: round, column: column, cell: cell),
        limit: limit)
    }
  }

  /// phase + i·cell nearest to the fraction, halves up, within the limit.
  package static func place(
    _ numerator: Int128, over denominator: Int128, cell: Int128, phase: Int128, limit: Int128
  ) -> Int128 {
    // floor((numerator/denominator − phase)/cell + ½)
    let top = 2 * (numerator - phase * denominator) + cell * denominator
    let bottom = 2 * cell * denominator
    var index = top / bottom
    if index * bottom > top { index -= 1 }
    return min(max(phase + index * cell, -limit), limit)
  }
}
