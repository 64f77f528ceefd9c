// Greedy k-means++ by keyed races.
//
// Method     The first seed wins a race with equal weights. In each later step the first L of a race
//            with weights D² are candidates, and the one that leaves the least potential is the seed.
// Source     Arthur and Vassilvitskii, SODA 2007, with the greedy choice of their section 5.
// Differs    The candidates come from one race, without replacement; draws are keyed; potentials are
//            exact whole numbers.

/// Runs steps of the seeding over a set of records.
struct Seeder {
  let points: LatticePoints
  let keys: [Word128]
  let random: KeyedRandom
  let clusters: Int
  let threads: Int
  /// The order of rows that settles equal times.
  let precedes: @Sendable (Int, Int) -> Bool

  /// The exact squared distance of each record to the nearest of the seeds taken in so far.
  private var distances: [Double] = []
  private var seedsTaken = 0
  /// The distances of all records to the candidates of the last step, tile by tile: candidates × 64 each. Empty
  /// where they would take as long to write and read as to compute again.
  private var candidateDistances: [Double] = []

  init(
    points: LatticePoints, keys: [Word128], random: KeyedRandom, clusters: Int, threads: Int,
    precedes: @escaping @Sendable (Int, Int) -> Bool
  ) {
    self.points = points
    self.keys = keys
    self.random = random
    self.clusters = clusters
    self.threads = threads
    self.precedes = precedes
  }

  /// Adds steps until there are k seeds, or every record lies on a seed.
  ///
  /// - Complexity: O(n·d·L) a step.
  mutating func finish(_ seeding: inout Seeding, _ cache: inout RunCache) {
    while seeding.steps.count < clusters, let step = runStep(after: seeding.steps, &cache) {
      seeding.steps.append(step)
    }
  }

  /// Runs the step that follows the given ones; nil if every record lies on a seed.
  mutating func runStep(after steps: [SeedingStep], _ cache: inout RunCache) -> SeedingStep? {
    guard !steps.isEmpty else { return firstStep(&cache) }
    take(steps[seedsTaken...].map(\.seed.point))
    let limit = Seeding.candidateCount(clusters: clusters)
    let (rows, bound) = Race(random, step: steps.count, keys: keys)
      .leaders(
        limit, distances: distances, weights: points.weights, threads: threads, precedes: precedes)
    guard !rows.isEmpty else { return nil }
    cache.setBound(bound, ofStep: steps.count)
    let candidates = rows.map { SeedingStep.Candidate(key: keys[$0], point: point(ofRow: $0), potential: 0) }
    let step = SeedingStep(candidates: withPotentials(candidates))
    if !candidateDistances.isEmpty { take(candidate: step.chosen, of: candidates.count) }
    return step
  }

  private func firstStep(_ cache: inout RunCache) -> SeedingStep? {
    let (rows, bound) = Race(random, step: 0, keys: keys)
      .leaders(1, distances: nil, weights: points.weights, threads: threads, precedes: precedes)
    guard let row = rows.first else { return nil }
    cache.setBound(bound, ofStep: 0)
    return SeedingStep(candidates: [.init(key: keys[row], point: point(ofRow: row), potential: 0)])
  }

  private func point(ofRow row: Int) -> [Int32] {
    points.coordinates(ofPoint: row).map { Int32($0) }
  }

  /// Lowers the distances to those from further seeds.
  private mutating func take(_ seeds: [[Int32]]) {
    guard !seeds.isEmpty else { return }
    if seedsTaken == 0 { distances = Array(repeating: .infinity, count: points.count) }
    seedsTaken += seeds.count
    let operand = CentroidOperand(Centroids(dimension: points.dimension, steps: seeds.flatMap { $0 }))
    let points = points
    distances.withDisjointWindow { window in
      _ = Parallel.reduce(
        count: points.tileCount, grain: tileGrain, threads: threads,
        worker: DistanceWorker(operand)
      ) { worker, tiles in
        for tile in tiles {
          window.update(points.points(ofTile: tile)) { worker.lower(&$0, points, tile: tile) }
        }
      }
    }
  }

  /// Lowers the distances to those from a candidate of the step that was just run.
  private mutating func take(candidate: Int, of candidateCount: Int) {
    let (points, candidateDistances) = (points, candidateDistances)
    distances.withDisjointWindow { window in
      Parallel.forEach(count: points.tileCount, grain: 64, threads: threads) { tiles in
        for tile in tiles {
          window.update(points.points(ofTile: tile)) {
            TileSums.lower(
              &$0, to: candidateDistances,
              from: (tile * candidateCount + candidate) * LatticePoints.tileWidth)
          }
        }
      }
    }
    seedsTaken += 1
  }

  /// Fills in each candidate's potential.
  private mutating func withPotentials(
    _ candidates: [SeedingStep.Candidate]
  ) -> [SeedingStep.Candidate] {
    let steps = candidates.flatMap(\.point)
    let operand = CentroidOperand(Centroids(dimension: points.dimension, steps: steps))
    let (points, nearest) = (points, distances)
    let size = candidates.count * LatticePoints.tileWidth
    let keptSize = points.dimension >= 8 * candidates.count ? points.tileCount * size : 0
    if candidateDistances.count != keptSize {
      candidateDistances = Array(repeating: 0, count: keptSize)
    }
    let workers = candidateDistances.withDisjointWindow { window in
      Parallel.reduce(
        count: points.tileCount, grain: tileGrain, threads: threads, worker: PotentialWorker(operand)
      ) { worker, tiles in
        for tile in tiles {
          worker.add(points, tile: tile, nearest: nearest)
          guard keptSize > 0 else { continue }
          window.update(tile * size..<(tile + 1) * size) { worker.copyDistances(into: &$0) }
        }
      }
    }
    var result = candidates
    for worker in workers {
      for index in result.indices { result[index].potential += worker.potentials[index] }
    }
    return result
  }
}

/// One thread's share of the potentials.
private struct PotentialWorker: Sendable {
  private(set) var kernel: ExactDistances
  private(set) var potentials: [Int128]

  init(_ candidates: CentroidOperand) {
    kernel = ExactDistances(candidates)
    potentials = Array(repeating: 0, count: candidates.count)
  }

  /// Adds a tile's share.
  mutating func add(_ points: LatticePoints, tile: Int, nearest: [Double]) {
    kernel.compute(points, tile: tile)
    let range = points.points(ofTile: tile)
    for candidate in potentials.indices {
      let first = candidate * LatticePoints.tileWidth
      if let weights = points.weights {
        potentials[candidate] += TileSums.weightedLesser(
          of: nearest, range, and: kernel.distances, from: first, weights: weights)
      } else {
        potentials[candidate] += Int128(
          TileSums.lesser(of: nearest, range, and: kernel.distances, from: first))
      }
    }
  }
}

extension PotentialWorker {
  /// Writes the distances of the last tile to the candidates.
  func copyDistances(into kept: inout MutableSpan<Double>) {
    for place in 0..<kept.count { kept[place] = kernel.distances[place] }
  }
}

/// One thread's share of taking in seeds.
private struct DistanceWorker: Sendable {
  private var kernel: ExactDistances

  init(_ seeds: CentroidOperand) {
    kernel = ExactDistances(seeds)
  }

  mutating func lower(_ nearest: inout MutableSpan<Double>, _ points: LatticePoints, tile: Int) {
    kernel.compute(points, tile: tile)
    for seed in 0..<kernel.count {
      TileSums.lower(&nearest, to: kernel.distances, from: seed * LatticePoints.tileWidth)
    }
  }
}
