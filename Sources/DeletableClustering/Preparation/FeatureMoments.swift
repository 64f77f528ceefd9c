// Exact sums of each feature: what means and variances are made of.
//
// Method     Each feature has a lattice of its own, whose unit follows from how many values there are in each
//            octave. With |v| ≤ 2³⁰ and a total weight of at most 2³⁰, Σwv is at most 2⁶⁰ and Σwv² at most
//            2⁹⁰: sums are exact, and what leaves is subtracted. Missing values are in none of them.

struct FeatureMoments: Equatable, Sendable {
  /// The sums of one feature, over the values that are there.
  struct Feature: Equatable, Sendable {
    var octaves = OctaveCounts()
    var weight = 0
    /// In steps.
    var sum: Int64 = 0
    /// In steps squared.
    var squares: Int128 = 0
  }

  private(set) var features: [Feature]

  init(_ features: [Feature]) {
    self.features = features
  }

  /// - Parameter rows: Those that count; nil for all.
  /// - Complexity: O(n·d) for n rows.
  init(of data: Dataset, rows: [Int]? = nil, threads: Int) {
    let counted = FeatureOctaves(of: data, rows: rows, threads: threads)
    features = counted.features.map { Feature(octaves: $0) }
    add(data, rows, sign: 1, threads: threads)
  }

  /// The sums without some records; nil if that takes all records: the unit of a feature becomes another, or the
  /// sums are not those of the records.
  ///
  /// - Complexity: O(d) a record.
  func removing(_ leaving: Dataset) -> FeatureMoments? {
    var copy = self
    for row in 0..<leaving.count {
      for column in features.indices {
        let value = leaving.value(row: row, column: column)
        guard value.isNaN || copy.features[column].octaves.take(magnitude: abs(value)) else { return nil }
      }
    }
    guard zip(features, copy.features).allSatisfy({ $0.exponent == $1.exponent }) else { return nil }
    copy.add(leaving, nil, sign: -1, threads: 1)
    return copy.features.allSatisfy(\.isPossible) ? copy : nil
  }

  private mutating func add(_ data: Dataset, _ rows: [Int]?, sign: Int, threads: Int) {
    let scales = features.map { Double(sign: .plus, exponent: -$0.exponent, significand: 1) }
    let parts = Parallel.reduce(
      count: rows?.count ?? data.count, grain: 1024, threads: threads,
      worker: MomentSums(count: features.count)
    ) { part, places in
      part.add(data, rows, places, scales: scales)
    }
    for part in parts {
      for column in features.indices {
        features[column].weight += sign * part.weights[column]
        features[column].sum += Int64(sign) * part.sums[column]
        features[column].squares += Int128(sign) * part.squares[column]
      }
    }
  }
}

extension FeatureMoments.Feature {
  /// Whether values within the lattice's range can have such sums, so that nothing that is computed of them
  /// overflows.
  var isPossible: Bool {
    guard (0...Dataset.maximumCount).contains(weight), sum.magnitude <= UInt64(weight) << 30,
      squares >= 0, squares <= Int128(weight) << 60
    else { return false }
    return Int128(weight) * squares >= Int128(sum) * Int128(sum)
  }

  /// The unit of the feature's lattice is 2^exponent.
  var exponent: Int { max(octaves.highest - 30, -1022) }

  private var unit: Double { Double(sign: .plus, exponent: exponent, significand: 1) }

  /// The mean in the data's units; 0 if no value is there.
  var mean: Double {
    weight == 0 ? 0 : Double(sum) / Double(weight) * unit
  }

  /// The standard deviation in the data's units, over all values and not an estimate from a sample.
  var deviation: Double {
    guard weight > 0 else { return 0 }
    // (ΣwΣwv² − (Σwv)²)/(Σw)², at most 2¹²⁰ before the division.
    let numerator = Int128(weight) * squares - Int128(sum) * Int128(sum)
    return Double(numerator).squareRoot() / Double(weight) * unit
  }
}

/// One thread's share of the sums.
private struct MomentSums: Sendable {
  var weights: [Int]
  var sums: [Int64]
  var squares: [Int128]

  init(count: Int) {
    weights = Array(repeating: 0, count: count)
    sums = Array(repeating: 0, count: count)
    squares = Array(repeating: 0, count: count)
  }

  mutating func add(_ data: Dataset, _ rows: [Int]?, _ places: Range<Int>, scales: [Double]) {
    switch data.coordinates {
    case .float(let values): add(values.span, data, rows, places, scales) { Double($0) }
    case .double(let values): add(values.span, data, rows, places, scales) { $0 }
    }
  }

  @inline(__always)
  private mutating func add<Value>(
    _ values: Span<Value>, _ data: Dataset, _ rows: [Int]?, _ places: Range<Int>, _ scales: [Double],
    _ widen: (Value) -> Double
  ) {
    for place in places {
      let row = rows?[place] ?? place
      let weight = data.weight(ofRow: row)
      for column in scales.indices {
        let value = widen(values[row * scales.count + column])
        guard !value.isNaN else { continue }
        let steps = Int64((value * scales[column]).rounded(.toNearestOrEven))
        weights[column] += weight
        sums[column] += Int64(weight) * steps
        squares[column] += Int128(weight) * Int128(steps * steps)
      }
    }
  }
}
