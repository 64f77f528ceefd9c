// The seeding, replayed without the records that leave.
//
// Promise    Candidates, potentials and seeds are those of a seeding of the survivors.
// Method     A record that was no candidate lost every race without being looked at; only its shares of
//            the potentials go. Where a candidate leaves, that step's race is run again without it.
// Source     Keeping the seeds before the deleted one: Pan, Sima, Prakash, Rana and Milenkovic, "Machine
//            Unlearning of Federated Clusters", ICLR 2023, Algorithm 3.
// Differs    Keyed draws make the resumed seeding equal to a refit's bit for bit, not in distribution only.

extension QuantizedKMeans {
  /// Subtracts the leaving records' shares from the candidates' potentials, and resumes the races at the first
  /// step where a candidate leaves or another candidate becomes the best.
  ///
  /// - Complexity: O(m·k·L·d) for m records while the seeds stand; O(n·d·L) for each step run again.
  mutating func replaySeeding(
    _ leaving: RemovedPoints, _ survivors: QuantizedKMeansRecords?
  ) -> Bool {
    var seeder: Seeder?
    let leavingKeys = leaving.points.count == 1 ? [] : Set(leaving.points.map(\.key))
    let onlyKey = leaving.points.count == 1 ? leaving.points[0].key : nil
    var shares = SeedingShares(leaving)
    var index = 0
    while index < state.seeding.steps.count {
      let seed = state.seeding.steps[index].seed.point
      if state.seeding.steps[index].candidates.contains(where: {
        $0.key == onlyKey || leavingKeys.contains($0.key)
      }) {
        guard let survivors else { return false }
        seeder = seeder ?? self.seeder(over: survivors)
        guard let step = seeder?.runStep(after: Array(state.seeding.steps[..<index])) else {
          // Every record that is left lies on an earlier seed.
          state.seeding.steps.removeSubrange(index...)
          return true
        }
        state.seeding.steps[index] = step
      } else if index > 0 {
        shares.subtract(from: &state.seeding.steps[index])
      }
      if state.seeding.steps[index].seed.point != seed {
        guard let survivors else { return false }
        state.seeding.steps.removeSubrange((index + 1)...)
        seeder = seeder ?? self.seeder(over: survivors)
        seeder?.finish(&state.seeding)
        return true
      }
      shares.take(seed)
      index += 1
    }
    return true
  }
}

/// What the leaving records contribute to the potentials of one step after another.
private struct SeedingShares {
  private let points: [RemovedPoints.Point]
  /// The squared distance of each to the nearest seed so far.
  private var weights: [Double]

  init(_ leaving: RemovedPoints) {
    points = leaving.points
    weights = Array(repeating: .infinity, count: points.count)
  }

  mutating func take(_ seed: [Int32]) {
    for index in points.indices {
      weights[index] = min(weights[index], points[index].squaredDistance(to: seed[...]))
    }
  }

  func subtract(from step: inout SeedingStep) {
    for candidate in step.candidates.indices {
      var share: Int128 = 0
      let place = step.candidates[candidate].point[...]
      for index in points.indices {
        share += Int128(whole: min(weights[index], points[index].squaredDistance(to: place)))
      }
      step.candidates[candidate].potential -= share
    }
    step.choose()
  }
}
