// The seeding, replayed after some points left and others joined.
//
// Promise    Candidates, potentials and seeds are those of a seeding of the points after the change.
// Method     A point that was no candidate lost every race without being looked at; only its shares of the
//            potentials go, if it was in the sample at all. A joining point that is slower than the last candidate loses
//            likewise, and its shares come. Where a candidate leaves, or a joining point is fast enough, that step's
//            race is run again. All steps after the first are, where the others' sample is drawn otherwise. A sample
//            that ended is still at its end, unless a point joins it that lies apart from those seeds.
// Source     Keeping the seeds before the deleted one: Pan, Sima, Prakash, Rana and Milenkovic, "Machine
//            Unlearning of Federated Clusters", ICLR 2023, Algorithm 3.
// Differs    Keyed draws make the resumed seeding equal to a refit's bit for bit, not in distribution only.

extension RunReplay {
  /// Takes the change into the candidates' potentials, and resumes the races at the first step where a candidate
  /// leaves, a point joins the candidates or another candidate becomes the best.
  ///
  /// - Complexity: O(m·k·L·d) for m points while the seeds stand, O(m·d) if none is in the sample; O(n·d) to draw
  ///   the sample again, and O(L·d) for each of its points and each step run again.
  mutating func replaySeeding(_ run: inout Run, _ survivors: () -> SolverInput?) -> Bool {
    var seeder: Seeder?
    var race = SeedingRace(change, solver)
    var index = 0
    while true {
      if index == run.seeding.sampleEnd {
        guard !race.joinsAnyRace else { return finish(&run, keeping: index, &seeder, survivors) }
        race.leaveSample(run.seeding.steps[..<index])
      }
      guard index < run.seeding.steps.count else { break }
      let seed = run.seeding.steps[index].seed.point
      if race.changesCandidates(of: run.seeding.steps[index], index, bound: cache.bound(ofStep: index)) {
        let outcome = rerun(step: index, of: &run, &seeder, survivors)
        guard outcome == .keepsSeed else { return outcome == .finished }
      } else if index > 0 {
        race.addShares(to: &run.seeding.steps[index])
        if run.seeding.steps[index].seed.point != seed {
          return finish(&run, keeping: index + 1, &seeder, survivors)
        }
      }
      race.take(seed)
      if index == 0, !updateSample(of: &run, &race) { return finish(&run, keeping: 1, &seeder, survivors) }
      index += 1
    }
    guard index < solver.settings.clusters, race.joinsAnyRace else { return true }
    // The seeding had ended early, and a point that joined lies on no seed.
    return finish(&run, keeping: index, &seeder, survivors)
  }

  /// Runs all steps again after the first ones.
  ///
  /// - Returns: False, and nothing is done, where survivors are not read.
  private mutating func finish(
    _ run: inout Run, keeping count: Int, _ seeder: inout Seeder?, _ survivors: () -> SolverInput?
  ) -> Bool {
    guard let survivors = survivors() else { return false }
    var resumed = seeder.take() ?? solver.seeder(over: survivors)
    run.seeding = run.seeding.prefix(count)
    resumed.finish(&run.seeding, &cache)
    keepsSeeds = false
    return true
  }

  private enum StepOutcome {
    /// The seed is where it was, and so the steps that follow may stand.
    case keepsSeed
    /// All steps that follow were run again, if any do.
    case finished
    /// Survivors would have to be read.
    case needsSurvivors
  }

  /// Runs a step again, and those that follow if it gives another seed or finds another sample's end.
  private mutating func rerun(
    step index: Int, of run: inout Run, _ seeder: inout Seeder?, _ survivors: () -> SolverInput?
  ) -> StepOutcome {
    guard let survivors = survivors() else { return .needsSurvivors }
    var resumed = seeder.take() ?? solver.seeder(over: survivors)
    var seeding = run.seeding.prefix(index)
    let before = run.seeding.prefix(index + 1)
    let isRun = resumed.addStep(to: &seeding, &cache)
    if isRun, seeding.sampleEnd == before.sampleEnd,
      seeding.steps[index].seed.point == before.steps[index].seed.point
    {
      run.seeding.steps[index] = seeding.steps[index]
      seeder = resumed
      return .keepsSeed
    }
    // Not run, it found every point that is left on an earlier seed.
    if isRun { resumed.finish(&seeding, &cache) }
    run.seeding = seeding
    keepsSeeds = false
    return .finished
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
  private var shares: SeedingShares
  private let keys: KeyFilter

  init(_ change: PointChange, _ solver: RunSolver) {
    random = solver.random
    shares = SeedingShares(change.points)
    keys = KeyFilter(change)
  }

  /// Whether a candidate of a step leaves, or a joining point is one.
  ///
  /// - Parameter bound: The time of the step's last candidate; infinite if there was room for more.
  func changesCandidates(of step: SeedingStep, _ index: Int, bound: Double) -> Bool {
    step.candidates.contains { keys.contains($0.key) }
      || shares.enters(RaceDraw(random, step: index), bound: bound)
  }

  func addShares(to step: inout SeedingStep) {
    shares.add(to: &step)
    step.choose()
  }

  mutating func take(_ seed: [Int32]) {
    shares.take(seed)
  }

  /// By how much the sum of all distances to the seeds taken grows, each times the point's weight.
  var totalGain: Int128 { shares.total }

  /// Leaves only the points of a sample, with what they weigh there.
  mutating func keep(_ sample: SeedingSample) {
    shares.keep(sample, SampleDraw(random))
  }

  /// Has all points race again.
  ///
  /// - Parameter steps: Those whose seeds were taken.
  mutating func leaveSample(_ steps: some Sequence<SeedingStep>) {
    shares = shares.all
    for step in steps { shares.take(step.seed.point) }
  }

  /// Whether a joining point lies on none of the seeds taken.
  var joinsAnyRace: Bool { shares.anyJoiningIsApart }
}

/// Points of a change, with the squared distance of each to the nearest seed so far.
private struct SeedingShares {
  private let points: LoosePoints
  /// Those that are in the sample.
  private var members: [Member]

  private struct Member {
    let point: Int
    /// What it weighs there; negative where it leaves.
    var weight: Int
    /// `farthest` before there is a seed.
    var distance: Int64
  }

  /// More than any distance.
  private static let farthest = Int64.max

  init(_ loose: LoosePoints) {
    points = loose
    members = loose.members.indices.map {
      Member(point: $0, weight: Int(loose.members[$0].weight), distance: Self.farthest)
    }
  }

  /// Of all points, before there is a seed.
  var all: SeedingShares { SeedingShares(points) }

  mutating func take(_ seed: [Int32]) {
    for index in members.indices {
      let distance = points.squaredDistance(ofPoint: members[index].point, to: seed)
      if distance < members[index].distance { members[index].distance = distance }
    }
  }

  /// The sum of all distances, each times the point's weight.
  var total: Int128 {
    members.reduce(0) { $0 + Int128($1.weight) * Int128($1.distance) }
  }

  /// Leaves only the points of a sample, with what they weigh there.
  mutating func keep(_ sample: SeedingSample, _ draw: SampleDraw) {
    members = members.compactMap { member in
      let weight = sample.weight(
        draw: draw.bits(of: points.members[member.point].key), weight: abs(member.weight),
        distance: Double(member.distance))
      return weight.map {
        Member(point: member.point, weight: member.weight < 0 ? -$0 : $0, distance: member.distance)
      }
    }
  }

  /// Whether a joining point lies on none of the seeds taken.
  var anyJoiningIsApart: Bool { members.contains { $0.weight > 0 && $0.distance > 0 } }

  /// Whether one of the joining points is as fast in a race as its bound.
  func enters(_ draw: RaceDraw, bound: Double) -> Bool {
    members.contains { member in
      let distance = member.distance == Self.farthest ? 1 : Double(member.distance)
      let rate = distance * Double(member.weight)
      guard rate > 0 else { return false }
      return RaceDraw.exponential(bits: draw.bits(of: points.members[member.point].key)) / rate <= bound
    }
  }

  /// Adds what the points contribute to the potentials of a step, or takes it away.
  func add(to step: inout SeedingStep) {
    guard !members.isEmpty else { return }
    for candidate in step.candidates.indices {
      var share: Int128 = 0
      for member in members {
        let distance = points.squaredDistance(ofPoint: member.point, to: step.candidates[candidate].point)
        share += Int128(member.weight) * Int128(min(distance, member.distance))
      }
      step.candidates[candidate].potential += share
    }
  }
}

/// The keys of the points that leave, to be asked about where the answer is mostly no.
private struct KeyFilter {
  private let change: PointChange
  /// A bit for some of a key's, which are random; none for few keys, which are as soon compared.
  private var bits: [UInt64] = []

  init(_ change: PointChange) {
    self.change = change
    guard change.leavingCount > 2 else { return }
    let wordCount = 1 << (Int.bitWidth - (change.leavingCount - 1).leadingZeroBitCount)
    bits = Array(repeating: 0, count: wordCount)
    for member in leaving { bits[word(member.key)] |= bit(member.key) }
  }

  private var leaving: ArraySlice<LooseMember> { change.points.members[..<change.leavingCount] }

  private func word(_ key: Word128) -> Int { Int(key.low >> 6) & (bits.count - 1) }

  private func bit(_ key: Word128) -> UInt64 { 1 << (key.low & 63) }

  func contains(_ key: Word128) -> Bool {
    if !bits.isEmpty, bits[word(key)] & bit(key) == 0 { return false }
    return leaving.contains { $0.key == key }
  }
}
