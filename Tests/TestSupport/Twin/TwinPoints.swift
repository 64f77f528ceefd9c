// The points of a plain solve, and what the library knows of each.

import DeletableClustering

package struct TwinPoints {
  /// n × d lattice steps.
  package private(set) var places: [[Int128]] = []
  package private(set) var weights: [Int128] = []
  /// What stands for each point in every draw.
  package private(set) var keys: [UInt128] = []
  /// Each point's place among all points.
  package private(set) var rows: [Int] = []
  /// Each point's place in the order that settles ties.
  package private(set) var ranks: [Int] = []

  package var count: Int { places.count }
  package var totalWeight: Int128 { weights.reduce(0, +) }

  init() {}

  mutating func append(_ place: [Int128], weight: Int128, key: UInt128, rank: Int) {
    places.append(place)
    weights.append(weight)
    keys.append(key)
    ranks.append(rank)
    rows.append(rows.count)
  }

  /// Some of the points, with other weights; they keep their places and ranks.
  func selecting(_ chosen: [Int], weights: [Int128]) -> TwinPoints {
    var part = TwinPoints()
    part.places = chosen.map { places[$0] }
    part.weights = weights
    part.keys = chosen.map { keys[$0] }
    part.rows = chosen.map { rows[$0] }
    part.ranks = chosen.map { ranks[$0] }
    return part
  }

  /// Some of the points; their ties are settled as before.
  func selecting(_ rows: [Int]) -> TwinPoints {
    var part = TwinPoints()
    for row in rows { part.append(places[row], weight: weights[row], key: keys[row], rank: ranks[row]) }
    return part
  }
}

extension TwinPoints {
  /// All records, in row order.
  ///
  /// - Parameter keys: Of the records as they were given.
  package init(_ data: Dataset, _ lattice: TwinLattice, keys: [UInt128]) {
    self.init()
    let ranks = Self.ranks(data, keys)
    for row in keys.indices {
      append(
        lattice.points[row], weight: Int128(data.weight(ofRow: row)), key: keys[row], rank: ranks[row])
    }
  }

  /// By id, then coordinates, then weight, then key.
  private static func ranks(_ data: Dataset, _ keys: [UInt128]) -> [Int] {
    let sorted = keys.indices.sorted { left, right in
      let (first, second) = (data.ids[left], data.ids[right])
      if first != second { return first.bytes.lexicographicallyPrecedes(second.bytes) }
      let (row, other) = (data.vector(ofRow: left), data.vector(ofRow: right))
      if row != other { return row.lexicographicallyPrecedes(other) }
      let (weight, otherWeight) = (data.weight(ofRow: left), data.weight(ofRow: right))
      return weight == otherWeight ? keys[left] < keys[right] : weight < otherWeight
    }
    var ranks = Array(repeating: 0, count: keys.count)
    for (rank, row) in sorted.enumerated() { ranks[row] = rank }
    return ranks
  }
}
