// Records gathered for one exact product.

struct ProductBlock: Sendable {
  let dimension: Int
  /// Whether some weight is not 1.
  let isWeighted: Bool
  private let data: Dataset
  private let rounding: LatticeRounding
  /// The most weight: weight·limit² is then at most 2⁵³.
  let maximumWeight: Int
  /// The most rows, for the memory's sake.
  private let capacity: Int

  /// The rows of the data that are in it.
  private(set) var gathered: [Int] = []
  private(set) var weight = 0
  /// v of each record: at least count × d.
  private(set) var rows: [Double] = []
  private var weighted: [Double] = []

  init(_ data: Dataset, unit: LatticeUnit) {
    self.data = data
    dimension = data.dimension
    isWeighted = data.weights != nil
    rounding = LatticeRounding(unit, dimension: dimension)
    let limit = LatticePrecision(dimension: dimension).limit
    maximumWeight = (1 << 53) / (limit * limit)
    capacity = max(1, (1 << 22) / dimension)
  }

  var count: Int { gathered.count }

  /// w·v of each record.
  var weightedRows: [Double] { isWeighted ? weighted : rows }

  /// Takes a record in, unless that would be too much.
  mutating func gather(row: Int) -> Bool {
    let sum = weight + data.weight(ofRow: row)
    guard sum <= maximumWeight, count < capacity else { return false }
    gathered.append(row)
    weight = sum
    return true
  }

  mutating func empty() {
    gathered.removeAll(keepingCapacity: true)
    weight = 0
  }

  /// Rounds the gathered records.
  mutating func fill(threads: Int) {
    let size = count * dimension
    if rows.count < size { rows = Array(repeating: 0, count: size) }
    if isWeighted, weighted.count < size { weighted = Array(repeating: 0, count: size) }
    let (gathered, dimension, data, rounding) = (gathered, dimension, data, rounding)
    let grain = max(1, 1 << 14 / dimension)
    rows.withDisjointWindow { window in
      Parallel.forEach(count: gathered.count, grain: grain, threads: threads) { range in
        window.update(range.lowerBound * dimension..<range.upperBound * dimension) {
          rounding.heldSteps(ofRows: gathered[range], in: data, into: &$0)
        }
      }
    }
    guard isWeighted else { return }
    let rows = rows
    weighted.withDisjointWindow { window in
      Parallel.forEach(count: gathered.count, grain: grain, threads: threads) { range in
        for place in range {
          let weight = Double(data.weight(ofRow: gathered[place]))
          window.update(place * dimension..<(place + 1) * dimension) {
            for column in 0..<dimension { $0[column] = weight * rows[place * dimension + column] }
          }
        }
      }
    }
  }
}
