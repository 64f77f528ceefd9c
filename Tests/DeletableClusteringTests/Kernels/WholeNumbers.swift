// Points and centroids of whole numbers for the kernels, near ties on purpose.

import TestSupport

@testable import DeletableClustering

struct WholeNumbers {
  let data: Dataset
  let points: LatticePoints
  /// The same without tiles that are kept.
  let madePoints: LatticePoints
  /// The same points, of rows in another unit that become them when they are rounded.
  let displacedPoints: LatticePoints
  let centroids: Centroids

  static let unit = LatticeUnit(exponent: 0)
  static let displacedUnit = LatticeUnit(exponent: -3)

  /// Centroids lie a step or so apart at the ends of the range, where single precision tells nothing.
  ///
  /// - Parameters:
  ///   - zeros: The share of columns in which all of 32 points are zero.
  ///   - levels: What bytes stand for to which all coordinates of points are rounded.
  init(
    count: Int, clusters: Int, dimension: Int, nearTies: Bool, zeros: Double = 0, levels: CompactShape? = nil,
    _ random: inout SplitMix
  ) {
    let limit = LatticePrecision(dimension: dimension).limit
    let base = (0..<dimension).map { _ in
      random.element([-limit + 3, limit - 3, random.int(-limit + 3...limit - 3)])
    }
    let centres = (0..<clusters).map { _ in
      base.map { step in
        nearTies ? step + random.element([-1, 0, 0, 0, 1]) : random.int(-limit...limit)
      }
    }
    var rows = (0..<count).map { _ in
      nearTies && random.int(0...1) == 0
        ? random.element(centres).map { Double($0) }
        : (0..<dimension).map { _ in Double(random.int(-limit...limit)) }
    }
    for first in stride(from: 0, to: count, by: 32) {
      for column in 0..<dimension where Double(random.int(0...999)) < 1000 * zeros {
        for row in first..<min(count, first + 32) { rows[row][column] = 0 }
      }
    }
    if let levels { rows = rows.map { $0.map(levels.nearest) } }
    data = GeneratedCase.dataset(rows, rows.indices.map { RecordID(rowNumber: $0) })
    points = LatticePoints(data, unit: Self.unit, threads: 1)
    madePoints = Self.made(data.inSinglePrecision, Self.unit)
    displacedPoints = Self.made(data.displaced(&random), Self.displacedUnit)
    centroids = Centroids(dimension: dimension, steps: centres.joined().map { Int32($0) })
  }

  private static func made(_ data: Dataset, _ unit: LatticeUnit) -> LatticePoints {
    var none: SeedingOpening?
    return LatticePoints(
      replaceableBy: data, keepsTiles: false, unit: unit, threads: 1, measuring: &none
    )
    .with(.records(PointRecords(data: data, rows: nil)))
  }

  /// Sizes about those of a tile and of a gathered product.
  init(seed: UInt64) {
    var random = SplitMix(seed)
    self.init(
      count: random.element([1, 7, 63, 64, 65, 130, 200]), clusters: random.int(1...12),
      dimension: random.element([1, 2, 3, 33, 70, 130]), nearTies: seed % 2 == 0, &random)
  }

  func steps(ofPoint point: Int) -> [Int64] {
    points.coordinates(ofPoint: point).map { Int64($0) }
  }
}

extension SplitMix {
  /// A number within the range that is rounded to the given one.
  mutating func displaced(_ step: Int, limit: Int) -> Float {
    let whole = Float(step)
    let part = whole + Float(int(-499...499)) / 1000
    return part.rounded(.toNearestOrEven) == whole && Int(part.magnitude.rounded(.up)) <= limit ? part : whole
  }
}

extension CompactShape {
  /// What a byte stands for that is close to a coordinate, and within the lattice's range.
  func nearest(_ coordinate: Double) -> Double {
    low + step * min(max(((coordinate - low) / step).rounded(.down), 0), 255)
  }
}

extension Dataset {
  /// Whole numbers, each moved by less than half a step, in the unit of such.
  func displaced(_ random: inout SplitMix) -> Dataset {
    let limit = LatticePrecision(dimension: dimension).limit
    let step = Float(sign: .plus, exponent: WholeNumbers.displacedUnit.exponent, significand: 1)
    let values = (0..<coordinates.count).map { step * random.displaced(Int(coordinates[$0]), limit: limit) }
    do {
      return try Dataset(ids: ids, coordinates: .float(values), dimension: dimension, weights: weights)
    } catch {
      preconditionFailure("Finite numbers are sound: \(error)")
    }
  }

  /// The same records, rounded to single precision.
  var inSinglePrecision: Dataset {
    let values = (0..<coordinates.count).map { Float(coordinates[$0]) }
    do {
      return try Dataset(ids: ids, coordinates: .float(values), dimension: dimension, weights: weights)
    } catch {
      preconditionFailure("Numbers within the range of single precision are sound: \(error)")
    }
  }
}
