// The record of a seeding: part of a model's state.

/// What each step of the seeding saw and chose.
struct Seeding: Equatable, Sendable {
  var steps = SeedingSteps()
  /// The points that the steps after the first looked at.
  var sample = SeedingSample.all
  /// The step that found each point of the sample on an earlier seed: it and those after it looked at all points. Nil
  /// if none did; the count of steps if then all points lay on seeds.
  var sampleEnd: Int?

  /// The first steps, and what they found.
  func prefix(_ count: Int) -> Seeding {
    let end = sampleEnd.flatMap { $0 < count ? $0 : nil }
    return Seeding(steps: steps.first(count), sample: sample, sampleEnd: end)
  }

  /// The chosen points, as the centroids of round 0.
  func seeds(dimension: Int) -> Centroids {
    Centroids(dimension: dimension, steps: steps.indices.flatMap { steps.seedPoint(ofStep: $0) })
  }

  /// Candidates of a step, for k clusters: 2·(2 + ⌊ln k⌋).
  static func candidateCount(clusters: Int) -> Int {
    // The least whole numbers that reach e, e², …: no logarithm decides.
    let powers = [3, 8, 21, 55, 149, 404, 1097, 2981, 8104, 22027, 59875]
    return 2 * (2 + powers.count { $0 <= clusters })
  }
}

/// One step: the candidates in the order of their race, and which one became the seed.
struct SeedingStep: Equatable, Sendable {
  let candidates: [Candidate]
  let chosen: Int

  struct Candidate: Equatable, Sendable {
    let key: Word128
    /// The lattice point, d steps.
    let point: [Int32]
    /// The sum over the sample of the squared distance to the nearest seed, were this one chosen, each
    /// times what the point weighs there. Zero in the first step, where nothing is compared.
    let potential: Int128
  }

  /// Chooses the candidate of least potential, ties to the earlier in the race.
  ///
  /// - Precondition: There is one.
  init(candidates: [Candidate]) {
    self.candidates = candidates
    chosen = candidates.indices.min { candidates[$0].potential < candidates[$1].potential } ?? 0
  }

  var seed: Candidate { candidates[chosen] }
}
