// The canonical encoding of a solution; its layout stands in docs/format.md.

extension Solution {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt64(runs.count))
    for run in runs { run.encode(to: &encoder) }
    encoder.append(UInt32(bestRun))
  }

  /// - Parameters:
  ///   - count: How many points there are.
  ///   - weight: The weight of all points together.
  init(
    from decoder: inout CanonicalDecoder, dimension: Int, _ settings: SolverSettings, count: Int, weight: Int
  ) throws(DecodingFailure) {
    self.init()
    let runCount = try decoder.count(elementBytes: 1)
    guard runCount == (count > 0 ? settings.restarts : 0) else { throw .invalid("runs") }
    for _ in 0..<runCount {
      runs.append(try Run(from: &decoder, dimension: dimension, settings, count: count, weight: weight))
    }
    chooseBestRun()
    guard UInt32(bestRun) == (try decoder.number()) else { throw .invalid("best run") }
  }
}

extension Run {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt64(seeding.steps.count))
    for step in seeding.steps { step.encode(to: &encoder) }
    // Whether there is a sample follows from the settings and the count of points, and all else from the sum.
    if seeding.sample.halvings > 0 { seeding.encodeSample(to: &encoder) }
    encoder.append(UInt64(cell))
    encoder.append(UInt64(rounds.count))
    for round in rounds { round.encode(to: &encoder) }
    encoder.append(UInt32(bestRound))
  }

  init(
    from decoder: inout CanonicalDecoder, dimension: Int, _ settings: SolverSettings, count: Int, weight: Int
  ) throws(DecodingFailure) {
    self.init()
    for _ in 0..<(try decoder.count(elementBytes: 1)) {
      seeding.steps.append(try SeedingStep(from: &decoder, dimension: dimension))
    }
    let halvings = settings.sampleHalvings(count: count)
    if halvings > 0 {
      let largest = Self.largestPotential(dimension: dimension)
      let total = try seeding.decodeSample(from: &decoder, largest: largest)
      seeding.sample = SeedingSample(halvings: halvings, total: total, count: count, totalWeight: weight)
      guard seeding.sampleEnd != nil || seeding.steps.count == settings.clusters else { throw .endedSeeding }
    }
    cell = Int(clamping: try decoder.number(UInt64.self))
    let precision = LatticePrecision(dimension: dimension)
    guard (1...CellSize.largest(precision)).contains(cell) else { throw .invalid("cell") }
    var rounds: [Round] = []
    for _ in 0..<(try decoder.count(elementBytes: 1)) {
      rounds.append(try Round(from: &decoder, dimension: dimension))
    }
    guard hasConsistentCounts(rounds, settings, weight: weight) else { throw .invalid("rounds") }
    for round in rounds { self.rounds.append(round) }
    chooseBestRound()
    guard UInt32(bestRound) == (try decoder.number()) else { throw .invalid("best round") }
  }

  /// No sum of squared distances of points to the nearest of some is larger.
  fileprivate static func largestPotential(dimension: Int) -> Int128 {
    let limit = Int128(LatticePrecision(dimension: dimension).limit)
    return 4 * Int128(Dataset.maximumCount) * Int128(dimension) * limit * limit
  }

  /// What holds of every run over points of some weight, as far as counts go.
  private func hasConsistentCounts(_ rounds: [Round], _ settings: SolverSettings, weight: Int) -> Bool {
    let seedCount = seeding.steps.count
    return seedCount >= 1 && seedCount <= settings.clusters
      && rounds.count == settings.iterations + 1
      && rounds.allSatisfy {
        $0.centroids.count == seedCount && $0.statistics.counts.count == seedCount
          && $0.statistics.counts.allSatisfy { (0...weight).contains($0) }
          && $0.statistics.counts.reduce(0, +) == weight
      }
  }
}

extension Seeding {
  /// The sum; or its complement, which is negative, and the step that found the sample at its end.
  fileprivate func encodeSample(to encoder: inout CanonicalEncoder) {
    guard let sampleEnd else { return encoder.append(sample.total) }
    encoder.append(~sample.total)
    encoder.append(UInt64(sampleEnd))
  }

  /// - Returns: The sum.
  fileprivate mutating func decodeSample(
    from decoder: inout CanonicalDecoder, largest: Int128
  ) throws(DecodingFailure) -> Int128 {
    var total = try decoder.number(Int128.self)
    if total < 0 {
      total = ~total
      let end = Int(clamping: try decoder.number(UInt64.self))
      guard end >= 1, end <= steps.count else { throw .invalid("sample") }
      sampleEnd = end
    }
    guard total <= largest else { throw .invalid("sample") }
    return total
  }
}

extension SeedingStep {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt64(candidates.count))
    encoder.append(UInt64(chosen))
    for candidate in candidates {
      encoder.append(candidate.key.low)
      encoder.append(candidate.key.high)
      encoder.append(all: candidate.point)
      encoder.append(candidate.potential)
    }
  }

  init(from decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    let count = try decoder.count(elementBytes: 40)
    let chosen = Int(clamping: try decoder.number(UInt64.self))
    let limit = Int32(LatticePrecision(dimension: dimension).limit)
    var candidates: [Candidate] = []
    for _ in 0..<count {
      let key = Word128(low: try decoder.number(), high: try decoder.number())
      let point = try decoder.numbers(Int32.self)
      guard point.count == dimension, point.allSatisfy({ (-limit...limit).contains($0) }) else {
        throw .invalid("candidate")
      }
      candidates.append(.init(key: key, point: point, potential: try decoder.number()))
    }
    guard candidates.indices.contains(chosen) else { throw .invalid("chosen candidate") }
    // A point of a sample counts for fewer than there are.
    let largest = Run.largestPotential(dimension: dimension) * Int128(Dataset.maximumCount)
    guard candidates.allSatisfy({ (0...largest).contains($0.potential) }) else {
      throw .invalid("potential")
    }
    self.init(candidates: candidates)
    guard self.chosen == chosen else { throw .invalid("chosen candidate") }
  }
}

extension Run.Round {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(all: centroids.steps)
    encoder.append(all: statistics.counts.map { Int64($0) })
    encoder.append(all: statistics.sums)
    encoder.append(all: statistics.squares)
    encoder.append(loss)
  }

  init(from decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    centroids = try Centroids(from: &decoder, dimension: dimension)
    let counts = try decoder.numbers(Int64.self)
    let sums = try decoder.numbers(Int64.self)
    let squares = try decoder.numbers(Int128.self)
    guard centroids.count == counts.count, sums.count == centroids.steps.count,
      squares.count == counts.count
    else { throw .invalid("round") }
    statistics = ClusterStatistics(clusterCount: counts.count, dimension: dimension)
    statistics.counts = counts.map { Int($0) }
    statistics.sums = sums
    statistics.squares = squares
    loss = try decoder.number()
    guard isPossible else { throw .invalid("round") }
  }

  /// Whether points of the lattice can have such statistics, so that nothing that is computed of them overflows.
  private var isPossible: Bool {
    let limit = Int128(LatticePrecision(dimension: centroids.dimension).limit)
    let largestSquare = Int128(centroids.dimension) * limit * limit
    let counts = statistics.counts
    guard counts.allSatisfy({ (0...Dataset.maximumCount).contains($0) }) else { return false }
    let areSumsPossible = counts.indices.allSatisfy { cluster in
      let largest = (Int128(counts[cluster]) * limit).magnitude
      return centroids.range(of: cluster).allSatisfy { Int128(statistics.sums[$0]).magnitude <= largest }
        && (0...Int128(counts[cluster]) * largestSquare).contains(statistics.squares[cluster])
    }
    let weight = Int128(counts.reduce(0, +))
    return areSumsPossible && (0...4 * weight * largestSquare).contains(loss)
  }
}

extension Centroids {
  /// Whole rows of steps within the lattice's range.
  init(from decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    let steps = try decoder.numbers(Int32.self)
    let limit = Int32(LatticePrecision(dimension: dimension).limit)
    guard steps.count % dimension == 0, steps.allSatisfy({ (-limit...limit).contains($0) }) else {
      throw .invalid("centroids")
    }
    self.init(dimension: dimension, steps: steps)
  }
}
