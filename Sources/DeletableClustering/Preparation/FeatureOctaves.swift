// How many values of each feature there are in each octave.

struct FeatureOctaves: Sendable {
  let features: [OctaveCounts]

  /// - Parameter rows: Those that count; nil for all.
  /// - Complexity: O(n·d) for n rows.
  init(of data: Dataset, rows: [Int]?, threads: Int) {
    let dimension = data.dimension
    let parts = Parallel.reduce(
      count: rows?.count ?? data.count, grain: 4096, threads: threads, worker: Histograms(count: dimension)
    ) { part, places in
      switch data.coordinates {
      case .float(let values): part.add(values.span, rows, places) { Double($0) }
      case .double(let values): part.add(values.span, rows, places) { $0 }
      }
    }
    var features = Array(repeating: OctaveCounts(), count: dimension)
    for part in parts {
      for column in features.indices { features[column].merge(part.octaves(ofColumn: column)) }
    }
    self.features = features
  }
}

/// One thread's counts, at a place for each feature and octave.
private struct Histograms: Sendable {
  /// The octaves of numbers from 2⁻¹⁰⁷⁴ to 2¹⁰²⁴.
  private static let octaves = -1074...1024

  private let dimension: Int
  private var counts: [Int]

  init(count: Int) {
    dimension = count
    counts = Array(repeating: 0, count: count * Self.octaves.count)
  }

  @inline(__always)
  mutating func add<Value>(
    _ values: Span<Value>, _ rows: [Int]?, _ places: Range<Int>, _ widen: (Value) -> Double
  ) {
    for place in places {
      let row = rows?[place] ?? place
      for column in 0..<dimension {
        let value = widen(values[row * dimension + column])
        // Missing values are in no octave, as zeros are.
        guard let octave = OctaveCounts.octave(ofMagnitude: abs(value)) else { continue }
        counts[column * Self.octaves.count + octave - Self.octaves.lowerBound] += 1
      }
    }
  }

  func octaves(ofColumn column: Int) -> OctaveCounts {
    OctaveCounts(
      counts: Self.octaves.compactMap { octave in
        let count = counts[column * Self.octaves.count + octave - Self.octaves.lowerBound]
        return count == 0 ? nil : .init(exponent: octave, count: count)
      })
  }
}
