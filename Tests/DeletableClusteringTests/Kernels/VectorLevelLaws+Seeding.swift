// The way of a change through the steps of a seeding.

import TestSupport
import Testing

@testable import DeletableClustering

extension VectorLevelLaws {
  @Test(
    "A change goes through the steps up to a candidate that leaves or a seed that moves",
    arguments: VectorLevel.all)
  func changedSteps(level: Int32) {
    var (throughCount, leavingCount, movedCount) = (0, 0, 0)
    for seed in 0..<UInt64(TestLevel.count(quick: 400, standard: 400, long: 8000)) {
      var random = SplitMix(seed)
      let sample = RecordedSteps(&random)
      let (plain, plainShares, reached) = sample.plain()
      var (steps, shares) = (sample.steps, sample.shares)
      let result = VectorLevel.limited(to: level) {
        steps.takeIn(&shares, of: sample.points, sample.leaving, sample.range)
      }
      #expect(result == reached, "seed \(seed)")
      #expect(steps == plain, "seed \(seed)")
      #expect(shares.map(\.distance) == plainShares.map(\.distance), "seed \(seed)")
      if result.movesSeed {
        movedCount += 1
      } else if result.step < sample.range.upperBound {
        leavingCount += 1
      } else {
        throughCount += 1
      }
      // The step that a race gave another seed, where it stays.
      guard !result.movesSeed, result.step < steps.count else { continue }
      VectorLevel.limited(to: level) { steps.lower(&shares, of: sample.points, toSeedOfStep: result.step) }
      let lowered = sample.lowered(plainShares, to: plain[result.step].seed.point)
      #expect(shares.map(\.distance) == lowered.map(\.distance), "seed \(seed)")
    }
    #expect(
      min(throughCount, leavingCount, movedCount) > 10, "\(throughCount), \(leavingCount), \(movedCount)")
  }
}

/// Steps with candidates anywhere, some of them at one place, and points that leave or join.
private struct RecordedSteps {
  let steps: SeedingSteps
  let points: LoosePoints
  let leaving: LeavingKeys
  let shares: [LooseShare]
  let range: Range<Int>

  init(_ random: inout SplitMix) {
    let dimension = random.element([1, 3, 8, 10, 19])
    let reach = random.element([1, 3000, LatticePrecision(dimension: dimension).limit])
    func place(_ random: inout SplitMix) -> [Int32] {
      (0..<dimension).map { _ in Int32(random.int(-reach...reach)) }
    }
    let (leavingCount, joiningCount) = (random.element([0, 1, 1, 2, 3, 40]), random.element([0, 0, 1, 5]))
    var points = Self.leavingPoints((0..<leavingCount).map { _ in place(&random) }, dimension: dimension)
    for _ in 0..<joiningCount {
      points.append(
        .init(key: Word128(low: random.next(), high: 1), steps: place(&random), weight: random.int(1...4)))
    }
    self.points = points
    leaving = LeavingKeys(points.members, count: leavingCount)
    var steps = SeedingSteps()
    for step in 0..<random.int(1...6) {
      let candidates = (0..<random.int(1...7)).map { _ in
        let isLeaving = leavingCount > 0 && random.int(0...20) == 0
        return SeedingStep.Candidate(
          key: isLeaving
            ? points.members[random.int(0...leavingCount - 1)].key : Word128(low: random.next(), high: 0),
          point: place(&random),
          potential: step == 0
            ? 0 : random.element([1 << 60, (1 << 60) + Int128(random.int(0...reach * reach))]))
      }
      steps.append(SeedingStep(candidates: candidates))
    }
    self.steps = steps
    let first = random.int(0...steps.count - 1)
    range = first..<random.int(first...steps.count)
    var shares = LooseShare.all(of: points).filter { _ in random.int(0...4) > 0 }
    if first > 0 {
      for index in shares.indices {
        shares[index].distance = random.element([
          0, Int64(random.int(0...reach * reach)), LooseShare.farthest,
        ])
      }
    }
    self.shares = shares
  }

  private static func leavingPoints(_ places: [[Int32]], dimension: Int) -> LoosePoints {
    let lattice = LatticePoints(
      Centroids(dimension: dimension, steps: places.flatMap { $0 }), weights: places.map { _ in 1 })
    let keys = places.indices.map { Word128(low: UInt64($0) << 60 | UInt64($0), high: 2) }
    return LoosePoints(lattice, keys: keys, at: Array(places.indices), rows: nil, sign: -1)
  }

  func lowered(_ shares: [LooseShare], to place: [Int32]) -> [LooseShare] {
    shares.map {
      LooseShare(
        point: $0.point, weight: $0.weight,
        distance: min($0.distance, Int64(distance(ofPoint: $0.point, to: place))))
    }
  }

  private func distance(ofPoint point: Int, to place: [Int32]) -> Int128 {
    place.indices.reduce(Int128(0)) {
      let difference = Int128(points.steps[point * place.count + $1]) - Int128(place[$1])
      return $0 + difference * difference
    }
  }

  /// What plain whole numbers make of it.
  func plain() -> (steps: SeedingSteps, shares: [LooseShare], reached: (step: Int, movesSeed: Bool)) {
    let leavingKeys = Set(points.members[..<leaving.count].map(\.key))
    var (changed, shares) = (Array(steps), shares)
    func result(_ step: Int, _ movesSeed: Bool) -> (SeedingSteps, [LooseShare], (step: Int, movesSeed: Bool))
    {
      var all = SeedingSteps()
      for step in changed { all.append(step) }
      return (all, shares, (step, movesSeed))
    }
    for step in range {
      let before = changed[step]
      if before.candidates.contains(where: { leavingKeys.contains($0.key) }) { return result(step, false) }
      if step > 0 {
        changed[step] = SeedingStep(
          candidates: before.candidates.map { candidate in
            let gain = shares.reduce(Int128(0)) {
              $0 + Int128($1.weight)
                * min(distance(ofPoint: $1.point, to: candidate.point), Int128($1.distance))
            }
            return .init(
              key: candidate.key, point: candidate.point, potential: candidate.potential + gain)
          })
        if changed[step].seed.point != before.seed.point { return result(step, true) }
      }
      shares = lowered(shares, to: changed[step].seed.point)
    }
    return result(range.upperBound, false)
  }
}
