// How large whole-number coordinates may be, so that nothing ever rounds.
//
// With |v| ≤ 2^(B−1) and d coordinates, a squared distance is at most d·4^B. B is the largest
// number for which this is at most 2⁵³, and at most 24, so that a coordinate is exact in `Float` and
// every product, norm and score is exact in `Double`, summed in any order, with or without FMA.

struct LatticePrecision: Equatable, Sendable {
  /// B: 24 for d ≤ 32, 21 for d = 784, 20 for d = 4,096.
  let bits: Int

  /// - Parameter dimension: d, from 1 to 2⁴⁰.
  init(dimension: Int) {
    var bits = 24
    while bits > 6, dimension > 1 << (53 - 2 * bits) { bits -= 1 }
    self.bits = bits
  }

  /// 2^(B−1), the largest absolute value of a coordinate.
  var limit: Int { 1 << (bits - 1) }
}
