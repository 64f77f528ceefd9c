// What the points of a change mean for one step of a seeding after another.

struct SeedingRace: ~Copyable {
  private let random: KeyedRandom
  private let leaving: LeavingKeys
  private let hasJoining: Bool
  /// Of those that are in the sample.
  private var shares: [LooseShare]

  init(_ change: borrowing PointChange, _ solver: RunSolver) {
    random = solver.random
    leaving = LeavingKeys(change.points.members, count: change.leavingCount)
    hasJoining = change.leavingCount < change.points.count
    shares = LooseShare.all(of: change.points)
  }

  /// How far a seeding stands.
  struct Reached {
    /// The first step that the change was not taken into; or that it was taken into, where that moves the seed.
    let step: Int
    /// Whether a candidate of that step leaves, or a joining point is one.
    var needsRace = false
    /// Whether another candidate became its seed.
    var movesSeed = false
  }

  /// Takes the change into one step after another, up to the first where there is a sample, or to where that ended, as
  /// long as their candidates and seeds stand.
  ///
  /// - Parameters:
  ///   - points: Those of the change, here and in what follows.
  ///   - bound: The last candidate's time in the first of these steps; infinite if there was room for more.
  ///   - isSampled: Whether steps after the first look at a sample only, which that one decides on.
  mutating func advance(
    _ seeding: inout Seeding, from step: Int, _ points: borrowing LoosePoints, bound: Double, isSampled: Bool
  ) -> Reached {
    if hasJoining {
      if enters(step, points, bound: bound) { return Reached(step: step, needsRace: true) }
      return advance(&seeding.steps, step..<step + 1, points)
    }
    if step == 0, isSampled { return advance(&seeding.steps, 0..<1, points) }
    let end = seeding.sampleEnd.map { $0 > step ? $0 : seeding.steps.count } ?? seeding.steps.count
    return advance(&seeding.steps, step..<end, points)
  }

  private mutating func advance(
    _ steps: inout SeedingSteps, _ range: Range<Int>, _ points: borrowing LoosePoints
  ) -> Reached {
    let (step, movesSeed) = steps.takeIn(&shares, of: points, leaving, range)
    return Reached(step: step, needsRace: !movesSeed && step < range.upperBound, movesSeed: movesSeed)
  }

  /// Whether one of the joining points is as fast in a step's race as the last candidate.
  private func enters(_ step: Int, _ points: borrowing LoosePoints, bound: Double) -> Bool {
    let draw = RaceDraw(random, step: step)
    for share in shares {
      let distance = share.distance == LooseShare.farthest ? 1 : Double(share.distance)
      let rate = distance * Double(share.weight)
      guard rate > 0 else { continue }
      let time = RaceDraw.exponential(bits: draw.bits(of: points.members[share.point].key)) / rate
      if time <= bound { return true }
    }
    return false
  }

  mutating func takeSeed(of steps: SeedingSteps, step: Int, _ points: borrowing LoosePoints) {
    steps.lower(&shares, of: points, toSeedOfStep: step)
  }

  /// By how much the sum of all distances to the seeds taken grows, each times the point's weight.
  var totalGain: Int128 {
    shares.reduce(0) { $0 + Int128($1.weight) * Int128($1.distance) }
  }

  /// Leaves only the points of a sample, with what they weigh there.
  mutating func keep(_ sample: SeedingSample, _ points: borrowing LoosePoints) {
    let draw = SampleDraw(random)
    var kept: [LooseShare] = []
    for share in shares {
      let weight = sample.weight(
        draw: draw.bits(of: points.members[share.point].key), weight: Int(abs(share.weight)),
        distance: Double(share.distance))
      guard let weight else { continue }
      kept.append(
        LooseShare(
          point: share.point, weight: Int64(share.weight < 0 ? -weight : weight), distance: share.distance))
    }
    shares = kept
  }

  /// Has all points race again.
  ///
  /// - Parameter end: The step after those whose seeds were taken.
  mutating func leaveSample(_ steps: SeedingSteps, before end: Int, _ points: borrowing LoosePoints) {
    shares = LooseShare.all(of: points)
    for step in 0..<end { steps.lower(&shares, of: points, toSeedOfStep: step) }
  }

  /// Whether a joining point lies on none of the seeds taken.
  var joinsAnyRace: Bool { shares.contains { $0.weight > 0 && $0.distance > 0 } }
}

/// The keys of the points that leave, to be asked about where the answer is mostly no.
struct LeavingKeys {
  /// Theirs are the first members.
  let count: Int
  /// A bit for some of a key's, which are random: that of `low`'s last six, in the word that those above them name; none
  /// for few keys, which are as soon compared.
  private(set) var bits: [UInt64] = []

  init(_ members: [LooseMember], count: Int) {
    self.count = count
    guard count > 2 else { return }
    bits = Array(repeating: 0, count: 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount))
    for member in members[..<count] {
      bits[Int(truncatingIfNeeded: member.key.low >> 6) & (bits.count - 1)] |= 1 << (member.key.low & 63)
    }
  }
}
