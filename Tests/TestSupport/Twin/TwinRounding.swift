// From a cluster's records to its next centroid, and the cells that this rounds to.

import DeletableClustering

package struct TwinRounding {
  package let configuration: QuantizedKMeans.Configuration
  package let limit: Int128
  package let recordCount: Int
  package let clusterCount: Int
  /// ε of the last round, in steps.
  package let cell: Int128

  package init(
    configuration: QuantizedKMeans.Configuration, limit: Int128, recordCount: Int, clusterCount: Int,
    cell: Int128
  ) {
    self.configuration = configuration
    self.limit = limit
    self.recordCount = recordCount
    self.clusterCount = clusterCount
    self.cell = cell
  }

  /// Cells are as large as the lattice at most.
  private var largest: Int128 { 2 * limit }

  /// The largest power of two with size² ≤ 0.12·L₀/(nd), at least 1.
  package static func automaticCell(
    loss: Int128, recordCount: Int, dimension: Int, limit: Int128
  ) -> Int128 {
    var size: Int128 = 1
    while size < 2 * limit, 100 * Int128(recordCount * dimension) * (2 * size) * (2 * size) <= 12 * loss {
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

  /// The cell of a round: 8ε, and 4ε, 2ε, ε in the last three.
  package func cell(ofRound round: Int) -> Int128 {
    let left = configuration.iterations - round
    return min(largest, cell * (left >= 3 ? 8 : left == 2 ? 4 : left == 1 ? 2 : 1))
  }

  private func phase(round: Int, column: Int, cell: Int128) -> Int128 {
    guard cell > 1 else { return 0 }
    let word = TwinPhilox.word(
      seed: configuration.seed, purpose: 5, index: UInt64(round), position: UInt64(column))
    return Int128((UInt128(word) * UInt128(cell)) >> 64)
  }

  /// Whether the cluster takes the balanced mean: 0 < N < γn/k.
  package func isBalanced(count: Int) -> Bool {
    let (p, q) = (Int128(configuration.balance.numerator), Int128(configuration.balance.denominator))
    return count > 0 && Int128(count) * q * Int128(clusterCount) < p * Int128(recordCount)
  }

  /// The centroid of a round, from the sum and count of the round before.
  package func centroid(round: Int, count: Int, sum: [Int128], previous: [Int128]) -> [Int128] {
    guard count > 0 else { return previous }
    let (p, q) = (Int128(configuration.balance.numerator), Int128(configuration.balance.denominator))
    let (n, k, own) = (Int128(recordCount), Int128(clusterCount), Int128(count))
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
