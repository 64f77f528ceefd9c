// Records of whole numbers for product sums, the lattice's ends and heavy weights among them.

import TestSupport

@testable import DeletableClustering

struct ProductSumsCase {
  let data: Dataset
  let points: [[Int128]]
  let weights: [Int128]

  /// Of whole numbers within the lattice's range, so one step is one.
  static let unit = LatticeUnit(exponent: 0)

  /// Sizes about those of panels, of blocks and of what is too little for one.
  init(seed: UInt64) {
    var random = SplitMix(seed)
    let dimension = random.element([1, 2, 5, 16, 33, 40, 127, 128, 129, 260])
    let count = random.element([0, 1, 3, 7, 8, 9, 100] + (dimension < 100 ? [129, 700] : [200]))
    let limit = LatticePrecision(dimension: dimension).limit
    points = (0..<count).map { _ in
      (0..<dimension).map { _ in
        Int128(random.element([-limit, limit, random.int(-limit...limit), random.int(-9...9)]))
      }
    }
    let largest = random.element([1, 1, 9, 130, 1 << 16])
    weights = points.map { _ in Int128(random.int(0...5) == 0 ? random.int(1...largest) : 1) }
    let values = points.joined()
    data = Self.dataset(
      seed % 2 == 0 ? .double(values.map { Double($0) }) : .float(values.map { Float($0) }), dimension,
      weights)
  }

  /// Some of the rows, in their order.
  func twin(_ rows: [Int]) -> TwinProductSums {
    TwinProductSums(
      rows.map { points[$0] }, weights: rows.map { weights[$0] }, dimension: data.dimension)
  }

  static func dataset(_ coordinates: Coordinates, _ dimension: Int, _ weights: [Int128]) -> Dataset {
    do {
      return try Dataset(
        coordinates: coordinates, dimension: dimension, weights: weights.map { UInt32($0) })
    } catch {
      preconditionFailure("Generated records are sound: \(error)")
    }
  }
}
