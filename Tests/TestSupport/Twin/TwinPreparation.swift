// The preparation once more: plain arithmetic, from the rows themselves.

import DeletableClustering

/// What a preparation learns of records, and makes of them.
package struct TwinPreparation {
  /// The records as they come out, n × D.
  package private(set) var rows: [[Double]]
  /// The steps' state, as the library encodes it.
  package private(set) var encoded: [UInt8] = []

  private let seed: UInt64
  private let weights: [Int128]
  private var dimension: Int

  package init(_ data: Dataset, _ settings: ModelSettings) {
    rows = (0..<data.count).map { data.vector(ofRow: $0) }
    weights = (0..<data.count).map { Int128(data.weight(ofRow: $0)) }
    seed = settings.seed
    dimension = data.dimension
    for (place, step) in settings.preparation.steps.enumerated() { apply(step, place) }
  }

  /// The records as a data set for the plain fit; their keys are those of the records as they were given.
  package func dataset(like data: Dataset) -> Dataset {
    GeneratedCase.dataset(
      .double(rows.flatMap { $0 }), data.ids.map { $0 }, dimension,
      data.weights)
  }

  private mutating func apply(_ step: Preparation.Step, _ place: Int) {
    switch step {
    case .fillMissing: fill(place)
    case .standardize: standardize(place)
    case .minMax(let known): scale(known, place)
    case .randomProjection(let count): project(count, place)
    case .principalComponents(let count, let isWhitened): project(count, isWhitened: isWhitened, place)
    }
  }

  // MARK: - Draws and cells

  private func word(_ place: Int, use: UInt64, row: Int = 0, column: Int) -> UInt64 {
    TwinPhilox.word(
      seed: seed, purpose: 11, index: UInt64(place) << 48 | use << 40 | UInt64(row), position: UInt64(column))
  }

  private func phase(_ place: Int, use: UInt64, row: Int = 0, column: Int) -> Double {
    let high = word(place, use: use, row: row, column: column) / (1 << 48)
    return (2 * Double(high) + 1) / 131_072
  }

  private static func middle(_ number: Double, cell: Double, phase: Double) -> Double {
    (((number / cell - phase).rounded(.down)) + (phase + 0.5)) * cell
  }

  /// The largest power of two that is no more than a number, times a power of two.
  private static func power(_ number: Double, shifted shift: Int) -> Double {
    Double(sign: .plus, exponent: Int(number.exponent) + shift, significand: 1)
  }

  // MARK: - Moments

  private struct Moments {
    var octaves: [Int: Int] = [:]
    var weight: Int128 = 0
    var sum: Int128 = 0
    var squares: Int128 = 0
    var unit = 1.0

    var mean: Double { weight == 0 ? 0 : Double(sum) / Double(weight) * unit }
    var deviation: Double {
      weight == 0 ? 0 : Double(weight * squares - sum * sum).squareRoot() / Double(weight) * unit
    }
  }

  private func columnMoments(_ column: Int) -> Moments {
    var moments = Moments()
    let values = rows.map { $0[column] }
    for octave in values.compactMap({ TwinLattice.octave(abs($0)) }) {
      moments.octaves[octave, default: 0] += 1
    }
    let exponent = max((moments.octaves.keys.max() ?? 0) - 30, -1022)
    moments.unit = Double(sign: .plus, exponent: exponent, significand: 1)
    for (value, weight) in zip(values, weights) where !value.isNaN {
      let steps = Int128((value / moments.unit).rounded(.toNearestOrEven))
      moments.weight += weight
      moments.sum += weight * steps
      moments.squares += weight * steps * steps
    }
    return moments
  }

  private mutating func write(_ moments: [Moments]) {
    var bytes = LittleEndianBytes()
    for feature in moments {
      let octaves = feature.octaves.sorted { $0.key < $1.key }
      bytes.write(list: octaves.map { Int128($0.key) }, width: 4)
      bytes.write(list: octaves.map { Int128($0.value) }, width: 8)
      bytes.write(feature.weight, width: 8)
      bytes.write(feature.sum, width: 8)
      bytes.write(feature.squares, width: 16)
    }
    encoded += bytes.bytes
  }

  // MARK: - Steps

  private mutating func fill(_ place: Int) {
    let moments = (0..<dimension).map { columnMoments($0) }
    write(moments)
    let fills = moments.enumerated().map { column, feature in
      feature.deviation > 0
        ? Self.middle(
          feature.mean, cell: Self.power(feature.deviation, shifted: -3),
          phase: phase(place, use: 3, column: column))
        : feature.mean
    }
    rows = rows.map { row in zip(row, fills).map { $0.isNaN ? $1 : $0 } }
  }

  private mutating func standardize(_ place: Int) {
    let moments = (0..<dimension).map { columnMoments($0) }
    write(moments)
    for (column, feature) in moments.enumerated() {
      let deviation = feature.deviation
      guard deviation > 0 else {
        for row in rows.indices { rows[row][column] = 0 }
        continue
      }
      let center = Self.middle(
        feature.mean, cell: Self.power(deviation, shifted: 1), phase: phase(place, use: 1, column: column))
      let scale = Self.middle(
        deviation, cell: Self.power(deviation, shifted: -4), phase: phase(place, use: 2, column: column))
      rescale(column: column, from: center, by: scale)
    }
  }

  private mutating func rescale(column: Int, from origin: Double, by scale: Double) {
    let shift = origin / scale
    for row in rows.indices {
      let scaled = rows[row][column] / scale
      rows[row][column] = scaled - shift + 0
    }
  }

  private mutating func scale(_ known: [ClosedRange<Double>?], _ place: Int) {
    var bytes = LittleEndianBytes()
    for column in 0..<dimension {
      let values = rows.map { $0[column] }
      let range = known.isEmpty ? nil : known.count == 1 ? known[0] : known[column]
      let learnt = range == nil && !values.isEmpty
      let (least, greatest) = learnt ? (values.min() ?? 0, values.max() ?? 0) : (0, 0)
      bytes.write(Int128(learnt ? values.count { $0 == least } : 0), width: 8)
      bytes.write(Int128(learnt ? values.count { $0 == greatest } : 0), width: 8)
      bytes.write(Int128(least.bitPattern), width: 8)
      bytes.write(Int128(greatest.bitPattern), width: 8)
      let limits =
        range.map { ($0.lowerBound, $0.upperBound) } ?? limits(least, greatest, place, column: column)
      for row in rows.indices {
        if limits == nil { rows[row][column] = 0 }
      }
      guard let (lower, upper) = limits else { continue }
      let length = min(2 * (upper / 2 - lower / 2), Double.greatestFiniteMagnitude)
      rescale(column: column, from: lower, by: length)
    }
    encoded += bytes.bytes
  }

  /// Limits moved outwards to the borders of cells; nil where there is one value.
  private func limits(_ least: Double, _ greatest: Double, _ place: Int, column: Int) -> (Double, Double)? {
    let half = greatest / 2 - least / 2
    guard half > 0 else { return nil }
    let cell = max(Self.power(half, shifted: -5), 0x1p-1074)
    let (below, above) = (phase(place, use: 4, column: column), phase(place, use: 5, column: column))
    return (
      ((least / cell - below).rounded(.down) + below) * cell,
      ((greatest / cell - above).rounded(.up) + above) * cell
    )
  }

  private mutating func project(_ count: Int, _ place: Int) {
    let blocks = min(8, count)
    let size = 1 / Double(blocks).squareRoot()
    var matrix = Array(repeating: Array(repeating: 0.0, count: count), count: dimension)
    for column in 0..<dimension {
      for block in 0..<blocks {
        let (first, end) = (block * count / blocks, (block + 1) * count / blocks)
        let draw = (UInt128(word(place, use: 6, row: block, column: column)) * UInt128(end - first)) >> 64
        let isPositive = word(place, use: 7, row: block, column: column) < 1 << 63
        matrix[column][first + Int(draw)] = isPositive ? size : -size
      }
    }
    multiply(by: matrix, count)
  }

  private mutating func multiply(by matrix: [[Double]], _ count: Int) {
    rows = rows.map { row in
      (0..<count).map { target in
        var sum = 0.0
        for (value, weights) in zip(row, matrix) {
          sum += min(max(value, -0x1p1000), 0x1p1000) * weights[target]
        }
        return sum + 0
      }
    }
    dimension = count
  }
}

// MARK: - Principal components

extension TwinPreparation {
  private mutating func project(_ count: Int, isWhitened: Bool, _ place: Int) {
    let data = GeneratedCase.dataset(
      .double(rows.flatMap { $0 }), rows.indices.map { RecordID(rowNumber: $0) }, dimension,
      weights.map { UInt32($0) })
    let lattice = TwinLattice(data)
    let total = weights.reduce(0, +)
    let sums = (0..<dimension).map { column in
      rows.indices.reduce(Int128(0)) { $0 + weights[$1] * lattice.points[$1][column] }
    }
    var products: [[Int128]] = []
    for first in 0..<dimension {
      products.append(
        (0..<dimension).map { second in
          rows.indices.reduce(Int128(0)) {
            $0 + weights[$1] * lattice.points[$1][first] * lattice.points[$1][second]
          }
        })
    }
    let covariance = (0..<dimension).map { first in
      (0..<dimension).map { second in
        Double(total * products[first][second] - sums[first] * sums[second])
      }
    }
    let eigen = TwinJacobi(covariance)
    let variance = (0..<dimension).reduce(0.0) { $0 + covariance[$1][$1] }
    let unit = Double(sign: .plus, exponent: lattice.unitExponent, significand: 1)
    var matrix = Array(repeating: Array(repeating: 0.0, count: count), count: dimension)
    for axis in 0..<count {
      let value = eigen.values[axis]
      guard value > 0, value >= eigen.values[0] / 1_099_511_627_776 else { continue }
      let cell = Self.power((12.0).squareRoot() / 16 * (value / variance).squareRoot(), shifted: 0)
      var keyed = 0.0
      for column in 0..<dimension {
        let isPositive = word(place, use: 9, row: axis, column: column) < 1 << 63
        keyed += isPositive ? eigen.vectors[axis][column] : -eigen.vectors[axis][column]
      }
      let deviation = value.squareRoot() / Double(total) * unit
      let scale =
        isWhitened
        ? Self.middle(
          deviation, cell: Self.power(deviation, shifted: -4), phase: phase(place, use: 10, column: axis)) : 1
      for column in 0..<dimension {
        let entry = keyed < 0 ? -eigen.vectors[axis][column] : eigen.vectors[axis][column]
        let rounded = Self.middle(
          entry, cell: cell, phase: phase(place, use: 8, row: axis, column: column))
        matrix[column][axis] = rounded / scale
      }
    }
    write(lattice, total, sums, products, matrix)
    multiply(by: matrix, count)
  }

  private mutating func write(
    _ lattice: TwinLattice, _ total: Int128, _ sums: [Int128], _ products: [[Int128]], _ matrix: [[Double]]
  ) {
    var bytes = LittleEndianBytes()
    bytes.write(Int128(rows.count), width: 8)
    bytes.write(total, width: 8)
    bytes.write(list: lattice.octaves.map { Int128($0.exponent) }, width: 4)
    bytes.write(list: lattice.octaves.map { Int128($0.count) }, width: 8)
    bytes.write(Int128(lattice.unitExponent), width: 4)
    bytes.write(total, width: 8)
    bytes.write(list: sums, width: 8)
    bytes.write(
      list: (0..<dimension).flatMap { first in (first..<dimension).map { products[first][$0] } }, width: 16)
    bytes.write(list: matrix.joined().map { Int128($0.bitPattern) }, width: 8)
    encoded += bytes.bytes
  }
}
