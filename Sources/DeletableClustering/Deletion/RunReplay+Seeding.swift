// The seeding, replayed after some points left and others joined.
//
// Promise    Candidates, potentials and seeds are those of a seeding of the points after the change.
// Method     A point that was no candidate lost every race without being looked at; only its shares of the
//            potentials go, if it was in the sample at all. A joining point that is slower than the last candidate loses
//            likewise, and its shares come. Where a candidate leaves, or a joining point is fast enough, that step's
//            race is run again. All steps after the first are, where the others' sample is drawn otherwise.
// Source     Keeping the seeds before the deleted one: Pan, Sima, Prakash, Rana and Milenkovic, "Machine
//            Unlearning of Federated Clusters", ICLR 2023, Algorithm 3.
// Differs    Keyed draws make the resumed seeding equal to a refit's bit for bit, not in distribution only.

extension RunReplay {
  /// Takes the change into the candidates' potentials, and resumes the races at the first step where a candidate
  /// leaves, a point joins the candidates or another candidate becomes the best.
  ///
  /// - Complexity: O(m·k·L·d) for m points while the seeds stand, O(m·d) if none is in the sample; O(n·d) to draw
  ///   the sample again, and O(L·d) for each of its points and each step run again.
  mutating func replaySeeding(_ run: inout Run) -> Bool {
    var seeder: Seeder?
    var race = SeedingRace(change, solver)
    var index = 0
    while index < run.seeding.steps.count {
      let seed = run.seeding.steps[index].seed.point
      if race.changesCandidates(of: run.seeding.steps[index], index, bound: cache.bound(ofStep: index)) {
        guard let survivors else { return false }
        seeder = seeder ?? solver.seeder(over: survivors)
        guard let step = seeder?.runStep(after: Array(run.seeding.steps[..<index]), &cache) else {
          // Every point that is left lies on an earlier seed.
          run.seeding.steps.removeSubrange(index...)
          return true
        }
        run.seeding.steps[index] = step
      } else if index > 0 {
        race.addShares(to: &run.seeding.steps[index])
      }
      if run.seeding.steps[index].seed.point != seed {
        guard let survivors else { return false }
        run.seeding.steps.removeSubrange((index + 1)...)
        seeder = seeder ?? solver.seeder(over: survivors)
        seeder?.finish(&run.seeding, &cache)
        return true
      }
      race.take(seed)
      if index == 0, !updateSample(of: &run, &race) {
        guard let survivors else { return false }
        run.seeding.steps.removeSubrange(1...)
        seeder = seeder ?? solver.seeder(over: survivors)
        seeder?.finish(&run.seeding, &cache)
        return true
      }
      index += 1
    }
    guard index < solver.settings.clusters, race.joinsAnyRace else { return true }
    // The seeding had ended early, and a point that joined lies on no seed.
    guard let survivors else { return false }
    seeder = seeder ?? solver.seeder(over: survivors)
    seeder?.finish(&run.seeding, &cache)
    return true
  }

  /// Takes the change into the sum that the sample comes from, and leaves those of its points in the race that are in
  /// the sample; false if the other points' sample is drawn otherwise.
  private func updateSample(of run: inout Run, _ race: inout SeedingRace) -> Bool {
    let before = run.seeding.sample
    let halvings = solver.sampleHalvings
    guard halvings == before.halvings else { return false }
    guard halvings > 0 else { return true }
    let sample = SeedingSample(
      halvings: halvings, total: before.total + race.totalGain, count: solver.count,
      totalWeight: solver.totalWeight)
    guard sample.isDrawn(like: before) else { return false }
    run.seeding.sample = sample
    race.keep(sample)
    return true
  }
}

/// What the points of a change mean for one step after another.
private struct SeedingRace {
  private let random: KeyedRandom
  private var leaving: SeedingShares
  private var joining: SeedingShares
  private let onlyKey: Word128?
  private let keys: Set<Word128>

  init(_ change: PointChange, _ solver: RunSolver) {
    random = solver.random
    leaving = SeedingShares(change.leaving)
    joining = SeedingShares(change.joining)
    let points = change.leaving.points
    onlyKey = points.count == 1 ? points[0].key : nil
    keys = points.count == 1 ? [] : Set(points.map(\.key))
  }

  /// Whether a candidate of a step leaves, or a joining point is one.
  ///
  /// - Parameter bound: The time of the step's last candidate; infinite if there was room for more.
  func changesCandidates(of step: SeedingStep, _ index: Int, bound: Double) -> Bool {
    step.candidates.contains { $0.key == onlyKey || keys.contains($0.key) }
      || joining.enters(RaceDraw(random, step: index), bound: bound)
  }

  func addShares(to step: inout SeedingStep) {
    leaving.add(to: &step, sign: -1)
    joining.add(to: &step, sign: 1)
    step.choose()
  }

  mutating func take(_ seed: [Int32]) {
    leaving.take(seed)
    joining.take(seed)
  }

  /// By how much the sum of all distances to the seeds taken grows, each times the point's weight.
  var totalGain: Int128 { joining.total - leaving.total }

  /// Leaves only the points of a sample, with what they weigh there.
  mutating func keep(_ sample: SeedingSample) {
    let draw = SampleDraw(random)
    leaving.keep(sample, draw)
    joining.keep(sample, draw)
  }

  /// Whether a joining point lies on none of the seeds taken.
  var joinsAnyRace: Bool { joining.distances.contains { $0 > 0 } }
}

/// Points of a change, with the squared distance of each to the nearest seed so far.
private struct SeedingShares {
  private var points: [LoosePoints.Point]
  /// Infinite before there is a seed.
  private(set) var distances: [Double]

  init(_ loose: LoosePoints) {
    points = loose.points
    distances = Array(repeating: .infinity, count: points.count)
  }

  mutating func take(_ seed: [Int32]) {
    for index in points.indices {
      distances[index] = min(distances[index], points[index].squaredDistance(to: seed))
    }
  }

  /// The sum of all distances, each times the point's weight.
  var total: Int128 {
    points.indices.reduce(0) { $0 + Int128(points[$1].weight) * Int128(whole: distances[$1]) }
  }

  /// Leaves only the points of a sample, with what they weigh there.
  mutating func keep(_ sample: SeedingSample, _ draw: SampleDraw) {
    var kept: [LoosePoints.Point] = []
    var keptDistances: [Double] = []
    for (point, distance) in zip(points, distances) {
      let weight = sample.weight(draw: draw.bits(of: point.key), weight: point.weight, distance: distance)
      guard let weight else { continue }
      kept.append(point.weighing(weight))
      keptDistances.append(distance)
    }
    (points, distances) = (kept, keptDistances)
  }

  /// Whether one of the points is as fast in a race as its bound.
  func enters(_ draw: RaceDraw, bound: Double) -> Bool {
    points.indices.contains { index in
      let distance = distances[index].isFinite ? distances[index] : 1
      let rate = distance * Double(points[index].weight)
      guard rate > 0 else { return false }
      return RaceDraw.exponential(bits: draw.bits(of: points[index].key)) / rate <= bound
    }
  }

  /// Adds what the points contribute to the potentials of a step, or takes it away.
  func add(to step: inout SeedingStep, sign: Int) {
    guard !points.isEmpty else { return }
    for candidate in step.candidates.indices {
      var share: Int128 = 0
      let place = step.candidates[candidate].point
      for index in points.indices {
        let distance = min(distances[index], points[index].squaredDistance(to: place))
        share += Int128(points[index].weight) * Int128(whole: distance)
      }
      step.candidates[candidate].potential += Int128(sign) * share
    }
  }
}
