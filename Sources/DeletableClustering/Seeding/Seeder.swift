// Greedy k-means++ by keyed races.
//
// Method     The first seed wins a race with equal weights. In each later step the first L of a race
//            with weights D² are candidates, and the one that leaves the least potential is the seed. Where there
//            are many points, the later steps run on a sample; and on all again, once each point of it lies on a seed,
//            as others may not.
// Source     Arthur and Vassilvitskii, SODA 2007, with the greedy choice of their section 5.
// Differs    The candidates come from one race, without replacement; draws are keyed; potentials are
//            exact whole numbers, over a sample where there are many points.

/// Runs steps of the seeding over a set of points.
struct Seeder {
  let random: KeyedRandom
  let clusters: Int
  let threads: Int
  /// h, for the points there are.
  private let halvings: Int
  private let input: SolverInput

  /// The points that race: all of them for the first seed, then the sample's, and all again where it ended.
  private var racing: SeedingPoints
  private var isRacingSample = false
  /// Nil where it is not known yet, and once it is taken in.
  private var opening: SeedingOpening?
  /// The exact squared distance of each point to the nearest of the seeds taken in so far.
  private var distances: [Double] = []
  private var seedsTaken = 0
  /// What the candidates of the step that was run last would win, in parts, and their keys.
  private var nearer: [NearerPoints] = []
  private var candidateKeys: [Word128] = []

  private var points: LatticePoints { racing.points }

  /// - Parameters:
  ///   - halvings: h, for the points of the input.
  ///   - opening: The first step's, where it was run before.
  init(
    _ input: SolverInput, random: KeyedRandom, clusters: Int, halvings: Int,
    opening: consuming SeedingOpening?, threads: Int
  ) {
    self.input = input
    racing = SeedingPoints(input)
    self.opening = opening
    self.random = random
    self.clusters = clusters
    self.threads = threads
    self.halvings = halvings
  }

  /// Adds steps until there are k seeds, or every point lies on a seed.
  ///
  /// - Complexity: O(n·d), and O(m·d·L) a step with m points in the sample.
  mutating func finish(_ seeding: inout Seeding, _ cache: inout RunCache) {
    while seeding.steps.count < clusters, addStep(to: &seeding, &cache) {}
  }

  /// Runs the step that follows those that are there; false, and no step, if every point lies on a seed.
  mutating func addStep(to seeding: inout Seeding, _ cache: inout RunCache) -> Bool {
    guard !seeding.steps.isEmpty else {
      guard let step = firstStep(&cache) else { return false }
      seeding.steps.append(step)
      return true
    }
    if seeding.sampleEnd == nil {
      if !isRacingSample { seeding.sample = drawSample(about: seeding.steps.seedPoint(ofStep: 0)) }
      if let step = laterStep(after: seeding.steps, &cache) {
        seeding.steps.append(step)
        return true
      }
      guard halvings > 0 else { return false }
      seeding.sampleEnd = seeding.steps.count
    }
    if isRacingSample { leaveSample() }
    guard let step = laterStep(after: seeding.steps, &cache) else { return false }
    seeding.steps.append(step)
    return true
  }

  private mutating func laterStep(after steps: SeedingSteps, _ cache: inout RunCache) -> SeedingStep? {
    takeSeed(of: steps)
    take((seedsTaken..<steps.count).map { steps.seedPoint(ofStep: $0) })
    let limit = Seeding.candidateCount(clusters: clusters)
    let (rows, bound) = Race(random, step: steps.count, keys: racing.keys)
      .leaders(
        limit, distances: distances, weights: points.weights, threads: threads, precedes: racing.precedes)
    guard !rows.isEmpty else { return nil }
    cache.setBound(bound, ofStep: steps.count)
    let (keys, places) = (rows.map { racing.keys[$0] }, rows.map(point(ofRow:)))
    let potentials = potentials(of: places, keys, isLast: steps.count + 1 == clusters)
    return SeedingStep(
      candidates: rows.indices.map { .init(key: keys[$0], point: places[$0], potential: potentials[$0]) })
  }

  /// Resolves the sample, and leaves only its points in the race.
  private mutating func drawSample(about seed: ArraySlice<Int32>) -> SeedingSample {
    guard halvings > 0 else { return .all }
    precondition(seedsTaken <= 1, "The distances are to the first seed.")
    if seedsTaken == 0 { take([seed]) }
    let sample = SeedingSample(
      halvings: halvings, total: total(), count: points.count, totalWeight: points.totalWeight)
    racing.keep(sample, SampleDraw(random), distances: &distances, threads: threads)
    isRacingSample = true
    return sample
  }

  /// Has all points race again, from the first seed on.
  private mutating func leaveSample() {
    racing = SeedingPoints(input)
    isRacingSample = false
    (distances, seedsTaken) = ([], 0)
    (nearer, candidateKeys) = ([], [])
  }

  /// The sum of all distances, each times the point's weight.
  private func total() -> Int128 {
    let (points, distances) = (points, distances)
    let parts = Parallel.reduce(
      count: points.count, grain: 4096, threads: threads, worker: Int128(0)
    ) { sum, range in
      guard let weights = points.weights else {
        sum += Self.total(distances[range])
        return
      }
      for point in range { sum += Int128(whole: distances[point]) * Int128(whole: weights[point]) }
    }
    return parts.reduce(0, +)
  }

  /// The sum of whole numbers of at most 2⁵³: those of 512 fit one word.
  private static func total(_ distances: ArraySlice<Double>) -> Int128 {
    var sum: Int128 = 0
    for start in stride(from: distances.startIndex, to: distances.endIndex, by: 512) {
      var part: Int64 = 0
      for point in start..<min(start + 512, distances.endIndex) { part += Int64(distances[point]) }
      sum += Int128(part)
    }
    return sum
  }

  private mutating func firstStep(_ cache: inout RunCache) -> SeedingStep? {
    let opening =
      opening.take()
      ?? SeedingOpening(
        random, keys: racing.keys, weights: points.weights, threads: threads, precedes: racing.precedes)
    guard let opening else { return nil }
    if !opening.distances.isEmpty { (distances, seedsTaken) = (opening.distances, 1) }
    cache.setBound(opening.bound, ofStep: 0)
    let (key, point) = (racing.keys[opening.row], point(ofRow: opening.row))
    return SeedingStep(candidates: [.init(key: key, point: point, potential: 0)])
  }

  private func point(ofRow row: Int) -> [Int32] {
    points.steps(ofPoints: [row])
  }

  /// Lowers the distances to those from further seeds.
  private mutating func take(_ seeds: [ArraySlice<Int32>]) {
    guard !seeds.isEmpty else { return }
    let isFirst = seedsTaken == 0
    if isFirst { distances = Array(unwritten: points.count) }
    seedsTaken += seeds.count
    let operand = CentroidOperand(Centroids(dimension: points.dimension, steps: seeds.flatMap { $0 }))
    let points = points
    distances.withDisjointWindow { window in
      _ = Parallel.reduce(
        count: points.tileCount, grain: tileGrain, threads: threads,
        worker: (own: DistanceWorker(operand), reader: TileReader(points))
      ) { worker, tiles in
        for tile in tiles {
          worker.reader.open(tile)
          window.update(points.points(ofTile: tile)) { distances in
            if isFirst, worker.own.begin(&distances, worker.reader) { return }
            worker.own.lower(&distances, &worker.reader)
          }
        }
      }
    }
  }

  /// Takes in the seed of the step that was run last, if it is the next.
  private mutating func takeSeed(of steps: SeedingSteps) {
    guard seedsTaken < steps.count, steps.keys(ofStep: seedsTaken) == candidateKeys[...] else { return }
    let (points, nearer, candidate) = (points, nearer, steps.chosen[seedsTaken])
    distances.withDisjointWindow { window in
      Parallel.forEach(count: nearer.count, grain: 1, threads: threads) { parts in
        for part in parts { nearer[part].lower(window, to: candidate, points) }
      }
    }
    seedsTaken += 1
    candidateKeys = []
  }

  /// The potential of each candidate.
  ///
  /// - Parameters:
  ///   - places: Their lattice points.
  ///   - isLast: Whether no step follows.
  private mutating func potentials(of places: [[Int32]], _ keys: [Word128], isLast: Bool) -> [Int128] {
    let operand = CentroidOperand(Centroids(dimension: points.dimension, steps: places.flatMap { $0 }))
    let (points, seedDistances) = (points, distances)
    let workers = Parallel.reduce(
      count: points.tileCount, grain: tileGrain, threads: threads,
      worker: (
        own: PotentialWorker(operand, nearer: isLast ? nil : nearer.popLast() ?? NearerPoints()),
        reader: TileReader(points)
      )
    ) { worker, tiles in
      for tile in tiles {
        worker.reader.open(tile)
        worker.own.add(&worker.reader, seedDistances)
      }
    }
    nearer = workers.compactMap(\.own.nearer)
    candidateKeys = isLast ? [] : keys
    var potentials = Array(repeating: Int128(0), count: keys.count)
    for worker in workers {
      for index in potentials.indices { potentials[index] += worker.own.potentials[index] }
    }
    return potentials
  }
}

/// One thread's share of the potentials.
private struct PotentialWorker: Sendable {
  private let kernel: ExactDistances
  /// The open tile's: candidates × 64.
  private var distances: [Double]
  private(set) var potentials: [Int128]
  /// Nil where nobody asks.
  private(set) var nearer: NearerPoints?
  /// A tile's share of the potentials, were all weights 1.
  private var sums: [Int64]

  init(_ candidates: CentroidOperand, nearer: NearerPoints?) {
    kernel = ExactDistances(candidates)
    distances = kernel.room
    potentials = Array(repeating: 0, count: candidates.count)
    sums = Array(repeating: 0, count: candidates.count)
    self.nearer = nearer
    self.nearer?.begin(candidates: candidates.count)
  }

  /// Adds the open tile's share.
  mutating func add(_ tile: inout TileReader, _ seedDistances: [Double]) {
    kernel.compute(&tile, into: &distances)
    let range = tile.range
    if nearer == nil {
      NearerPoints.weigh(range, seedDistances: seedDistances, distances: distances, sums: &sums)
    } else {
      nearer?.note(tile: tile.tile, range, seedDistances: seedDistances, distances: distances, sums: &sums)
    }
    let sharedWeight = tile.points.sharedWeight(ofTile: tile.tile)
    for candidate in potentials.indices {
      if let sharedWeight {
        potentials[candidate] += Int128(sums[candidate]) * sharedWeight
      } else if let weights = tile.points.weights {
        potentials[candidate] += TileSums.weightedLesser(
          of: seedDistances, range, and: distances, from: candidate * LatticePoints.tileWidth,
          weights: weights)
      }
    }
  }
}

/// One thread's share of taking in seeds.
private struct DistanceWorker: Sendable {
  private let kernel: ExactDistances
  /// The open tile's: seeds × 64.
  private var distances: [Double]
  /// The only seed, if it is one.
  private let onlySeed: [Double]?

  init(_ seeds: CentroidOperand) {
    kernel = ExactDistances(seeds)
    distances = kernel.room
    onlySeed = seeds.count == 1 ? seeds.centroids.steps.map { Double($0) } : nil
  }

  /// Starts with the distances to the only seed, row by row, where that spares a tile; or with infinite ones.
  ///
  /// - Returns: Whether all seeds are taken in.
  func begin(_ nearest: inout MutableSpan<Double>, _ tile: TileReader) -> Bool {
    if let onlySeed, !tile.points.keepsTiles {
      tile.points.records.measure(tile.range, distances: &nearest, to: onlySeed)
      return true
    }
    for lane in 0..<nearest.count { nearest[lane] = .infinity }
    return false
  }

  mutating func lower(_ nearest: inout MutableSpan<Double>, _ tile: inout TileReader) {
    kernel.compute(&tile, into: &distances)
    for seed in 0..<kernel.count {
      TileSums.lower(&nearest, to: distances, from: seed * LatticePoints.tileWidth)
    }
  }
}
