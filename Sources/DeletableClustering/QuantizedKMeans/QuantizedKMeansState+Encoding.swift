// The canonical encoding of the state; its layout stands in docs/format.md.

extension QuantizedKMeansState {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt64(recordCount))
    encoder.append(all: octaves.counts.map { Int32($0.exponent) })
    encoder.append(all: octaves.counts.map { UInt64($0.count) })
    encoder.append(Int32(unit.exponent))
    encoder.append(UInt64(seeding.steps.count))
    for step in seeding.steps { step.encode(to: &encoder) }
    encoder.append(UInt64(cell))
    encoder.append(UInt64(rounds.count))
    for round in rounds { round.encode(to: &encoder) }
    encoder.append(Int32(bestRound ?? -1))
  }

  init(
    from decoder: inout CanonicalDecoder, dimension: Int, _ configuration: QuantizedKMeans.Configuration
  ) throws(DecodingFailure) {
    recordCount = Int(clamping: try decoder.number(UInt64.self))
    guard recordCount <= Dataset.maximumCount else { throw .invalid("record count") }
    octaves = try OctaveCounts(from: &decoder)
    unit = LatticeUnit(exponent: Int(try decoder.number(Int32.self)))
    let precision = LatticePrecision(dimension: dimension)
    guard unit == LatticeUnit(fitting: octaves, precision: precision) else { throw .invalid("unit") }
    seeding = Seeding(steps: [])
    for _ in 0..<(try decoder.count(elementBytes: 1)) {
      seeding.steps.append(try SeedingStep(from: &decoder, dimension: dimension))
    }
    cell = Int(clamping: try decoder.number(UInt64.self))
    guard (1...CellSize.largest(precision)).contains(cell) else { throw .invalid("cell") }
    rounds = []
    for _ in 0..<(try decoder.count(elementBytes: 1)) {
      rounds.append(try Round(from: &decoder, dimension: dimension))
    }
    let best = Int(try decoder.number(Int32.self))
    bestRound = best < 0 ? nil : best
    guard best >= -1, hasConsistentCounts(configuration) else { throw .invalid("rounds") }
  }

  /// What holds of every state that a fit makes, as far as counts go.
  private func hasConsistentCounts(_ configuration: QuantizedKMeans.Configuration) -> Bool {
    guard recordCount > 0 else { return seeding.steps.isEmpty && rounds.isEmpty && bestRound == nil }
    let seedCount = seeding.steps.count
    return seedCount >= 1 && seedCount <= configuration.clusters
      && rounds.count == configuration.iterations + 1
      && rounds.allSatisfy {
        $0.centroids.count == seedCount && $0.statistics.counts.count == seedCount
          && $0.statistics.counts.allSatisfy { $0 >= 0 } && $0.statistics.counts.reduce(0, +) == recordCount
      }
      && bestRound.map { (1...configuration.iterations).contains($0) } == true
  }
}

extension OctaveCounts {
  init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    let exponents = try decoder.numbers(Int32.self).map { Int($0) }
    let counts = try decoder.numbers(UInt64.self)
    guard exponents.count == counts.count, exponents.allSatisfy({ (-1074...1024).contains($0) }),
      zip(exponents, exponents.dropFirst()).allSatisfy({ $0 < $1 }),
      counts.allSatisfy({ (1...UInt64(Dataset.maximumCount)).contains($0) })
    else { throw .invalid("octaves") }
    self.init(counts: zip(exponents, counts).map { Octave(exponent: $0, count: Int($1)) })
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
    var candidates: [Candidate] = []
    for _ in 0..<count {
      let key = Word128(low: try decoder.number(), high: try decoder.number())
      let point = try decoder.numbers(Int32.self)
      guard point.count == dimension else { throw .invalid("candidate") }
      candidates.append(.init(key: key, point: point, potential: try decoder.number()))
    }
    guard candidates.indices.contains(chosen) else { throw .invalid("chosen candidate") }
    self.init(candidates: candidates)
    guard self.chosen == chosen else { throw .invalid("chosen candidate") }
  }
}

extension QuantizedKMeansState.Round {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(all: centroids.steps)
    encoder.append(all: statistics.counts.map { Int64($0) })
    encoder.append(all: statistics.sums)
    encoder.append(all: statistics.squares)
    encoder.append(loss)
  }

  init(from decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    let steps = try decoder.numbers(Int32.self)
    let counts = try decoder.numbers(Int64.self)
    let sums = try decoder.numbers(Int64.self)
    let squares = try decoder.numbers(Int128.self)
    let limit = Int32(LatticePrecision(dimension: dimension).limit)
    guard steps.count == counts.count * dimension, sums.count == steps.count, squares.count == counts.count,
      steps.allSatisfy({ (-limit...limit).contains($0) })
    else { throw .invalid("round") }
    centroids = Centroids(dimension: dimension, steps: steps)
    statistics = ClusterStatistics(clusterCount: counts.count, dimension: dimension)
    statistics.counts = counts.map { Int($0) }
    statistics.sums = sums
    statistics.squares = squares
    loss = try decoder.number()
  }
}
