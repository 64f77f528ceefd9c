// The lattice: how large its whole numbers are, what a step is worth, where the records lie.

import DeletableClustering

package struct TwinLattice {
  /// 2^(B−1), the largest absolute value of a coordinate.
  package let limit: Int128
  /// Octaves with records, ascending, and the count of records in each.
  package let octaves: [(exponent: Int, count: Int)]
  /// A step is worth 2^exponent.
  package let unitExponent: Int
  /// The records, n × d.
  package let points: [[Int128]]

  package init(_ data: Dataset) {
    let limit = Self.limit(dimension: data.dimension)
    let rows = (0..<data.count).map { data.vector(ofRow: $0) }
    let exponents = rows.compactMap { row in Self.octave(row.map(abs).max() ?? 0) }
    octaves = Set(exponents).sorted().map { exponent in (exponent, exponents.count { $0 == exponent }) }
    let unit = max((exponents.max() ?? 0) - (limit.trailingZeroBitCount), -1022)
    let scale = Double(sign: .plus, exponent: -unit, significand: 1)
    self.limit = limit
    unitExponent = unit
    points = rows.map { row in
      row.map { value in
        let steps = Int128((value * scale).rounded(.toNearestOrEven))
        precondition(abs(steps) <= limit)
        return steps
      }
    }
  }

  /// 2^(B−1) for the largest B of at most 24 with d·4^B ≤ 2⁵³.
  package static func limit(dimension: Int) -> Int128 {
    var bits = 24
    while Int128(dimension) << (2 * bits) > 1 << 53 { bits -= 1 }
    return 1 << (bits - 1)
  }

  /// The least e with magnitude ≤ 2^e; nil for zero.
  package static func octave(_ magnitude: Double) -> Int? {
    guard magnitude > 0 else { return nil }
    func power(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
    var exponent = 0
    while magnitude > power(exponent) { exponent += 1 }
    while exponent > -1074, magnitude <= power(exponent - 1) { exponent -= 1 }
    return exponent
  }

  package static func squaredDistance(_ left: [Int128], _ right: [Int128]) -> Int128 {
    zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// The nearest centroid, ties to the lower index.
  package static func nearest(_ point: [Int128], _ centroids: [[Int128]]) -> Int {
    var best = 0
    var least = squaredDistance(point, centroids[0])
    for index in centroids.indices.dropFirst() {
      let distance = squaredDistance(point, centroids[index])
      if distance < least { (best, least) = (index, distance) }
    }
    return best
  }
}
