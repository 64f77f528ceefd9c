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
    var race = SeedingRace(change, solver)
    var stop = passBy(&run, &race, from: 0)
    guard stop != .end else { return true }
    // Only here, as it is large.
    var seeder: Seeder?
    while true {
      switch stop {
      case .end: return true
      case .otherSteps(let kept): return finish(&run, keeping: kept, &seeder, survivors)
      case .race(let step):
        let outcome = rerun(step: step, of: &run, &seeder, survivors)
        guard outcome == .keepsSeed else { return outcome == .finished }
        race.takeSeed(of: run.seeding.steps, step: step, change.points)
        stop = passBy(&run, &race, from: step + 1)
      }
    }
  }

  /// Where the recorded steps do not go on as they are.
  private enum Stop: Equatable {
    /// Nowhere.
    case end
    /// A candidate of this step leaves, or a point joins them.
    case race(step: Int)
    /// All steps are others but for the first so many.
    case otherSteps(kept: Int)
  }

  /// Takes the change into one step after another.
  private func passBy(_ run: inout Run, _ race: inout SeedingRace, from start: Int) -> Stop {
    let isSampled = solver.sampleHalvings > 0 || run.seeding.sample.halvings > 0
    var step = start
    while true {
      if step == 1, isSampled, !updateSample(of: &run, &race) { return .otherSteps(kept: 1) }
      if step == run.seeding.sampleEnd {
        guard !race.joinsAnyRace else { return .otherSteps(kept: step) }
        race.leaveSample(run.seeding.steps, before: step, change.points)
      }
      guard step < run.seeding.steps.count else { break }
      let reached = race.advance(
        &run.seeding, from: step, change.points, bound: cache.bound(ofStep: step), isSampled: isSampled)
      if reached.movesSeed { return .otherSteps(kept: reached.step + 1) }
      if reached.needsRace { return .race(step: reached.step) }
      step = reached.step
    }
    // It may have ended early, and a point that joined lies on no seed.
    return step < solver.settings.clusters && race.joinsAnyRace ? .otherSteps(kept: step) : .end
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
      seeding.steps.seedPoint(ofStep: index) == before.steps.seedPoint(ofStep: index)
    {
      run.seeding.steps.replace(step: index, by: seeding.steps[index])
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
    let sample = SeedingSample(
      halvings: halvings, total: before.total + race.totalGain, count: solver.count,
      totalWeight: solver.totalWeight)
    guard sample.isDrawn(like: before) else { return false }
    run.seeding.sample = sample
    race.keep(sample, change.points)
    return true
  }
}
