// The points that race for seeds: all of them, and then those of a sample, apart from the others.

struct SeedingPoints: Sendable {
  private(set) var points: LatticePoints
  private(set) var keys: [Word128]
  /// The order of points that settles equal times.
  private(set) var precedes: @Sendable (Int, Int) -> Bool

  init(_ input: SolverInput) {
    points = input.points
    keys = input.keys
    precedes = input.precedes
  }
}

extension SeedingPoints {
  /// Leaves only the points of a sample, with what they weigh there.
  ///
  /// - Parameter distances: Of every point to the first seed; only the sample's are left too.
  /// - Complexity: O(n) draws, and O(m·d) for the m points of the sample.
  mutating func keep(_ sample: SeedingSample, _ draw: SampleDraw, distances: inout [Double], threads: Int) {
    let members = members(of: sample, draw, distances, threads: threads)
    let places = members.places
    points = LatticePoints(points, at: places, weights: members.weights, threads: threads)
    keys = keys.gathered(places, threads: threads)
    distances = distances.gathered(places, threads: threads)
    let precedes = precedes
    self.precedes = { precedes(places[$0], places[$1]) }
  }

  private func members(
    of sample: SeedingSample, _ draw: SampleDraw, _ distances: [Double], threads: Int
  ) -> SampleMembers {
    let parts = Parallel.reduce(
      count: points.count, grain: 1024, threads: threads, worker: SampleWorker(sample, draw)
    ) { worker, places in
      for start in stride(from: places.lowerBound, to: places.upperBound, by: SampleWorker.width) {
        worker.look(at: start..<min(start + SampleWorker.width, places.upperBound), self, distances)
      }
    }
    // Those of one weight together: a tile of equal weights is summed up faster.
    return (parts.map(\.usual) + parts.map(\.others)).reduce(into: SampleMembers()) { $0.append($1) }
  }
}

/// Points of a sample.
private struct SampleMembers: Sendable {
  private(set) var places: [Int] = []
  private(set) var weights: [Int] = []

  mutating func append(_ place: Int, weight: Int) {
    places.append(place)
    weights.append(weight)
  }

  mutating func append(_ more: SampleMembers) {
    places += more.places
    weights += more.weights
  }
}

/// One thread's share of a sample.
private struct SampleWorker: Sendable {
  private let sample: SeedingSample
  private let key: UInt64
  /// Points that stand for 2ʰ each, as most do, and all others.
  private(set) var usual = SampleMembers()
  private(set) var others = SampleMembers()

  /// Points that draw together.
  static let width = 256

  init(_ sample: SeedingSample, _ draw: SampleDraw) {
    self.sample = sample
    key = draw.key
  }

  private func draws(of keys: ArraySlice<Word128>) -> [Word128] {
    var draws = Array(keys)
    var span = draws.mutableSpan
    PhiloxBlocks.replace(&span, key: key)
    return draws
  }

  mutating func look(at places: Range<Int>, _ all: SeedingPoints, _ distances: [Double]) {
    let draws = draws(of: all.keys[places])
    let (leastDraw, usualDistance) = (UInt64.max >> UInt64(sample.halvings), sample.usualDistance)
    for (index, place) in places.enumerated() {
      // So are most: of weight 1, not far, and out.
      if draws[index].low > leastDraw, distances[place] < usualDistance, all.points.weights == nil {
        continue
      }
      let weight = sample.weight(
        draw: draws[index].low, weight: Int(all.points.weight(ofPoint: place)), distance: distances[place])
      guard let weight else { continue }
      if weight == 1 << sample.halvings {
        usual.append(place, weight: weight)
      } else {
        others.append(place, weight: weight)
      }
    }
  }
}
