// The kernels over single points, and the way of a change through recorded rounds.

import CLinearAlgebra
import TestSupport
import Testing

@testable import DeletableClustering

extension VectorLevelLaws {
  @Test("Points: rounded rows, and distances", arguments: VectorLevel.all, UInt64(0)..<60)
  func points(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let dimension = random.int(1...70)
    let limit = LatticePrecision(dimension: dimension).limit
    let row = (0..<dimension).map { _ in Float(random.int(-9000...9000)) / 8 }
    let scale = random.element([1, 0.5, 2, 0.125])
    let points = (0..<2 * dimension).map { _ in
      Int32(random.element([-limit, limit, random.int(-limit...limit)]))
    }
    let place = (0..<dimension).map { _ in Int32(random.element([-limit, limit, random.int(-limit...limit)]))
    }
    let plain = (0..<dimension).reduce(Int64(0)) {
      let difference = Int64(points[dimension + $1]) - Int64(place[$1])
      return $0 + difference * difference
    }
    let rounded = row.map { Int32((Double($0) * scale).rounded(.toNearestOrEven)) }
    var floats = Array(repeating: Int32(7), count: dimension)
    var doubles = floats
    VectorLevel.limited(to: level) {
      #expect(LooseKernels.squaredDistance(points, from: dimension, to: place) == plain)
      unsafe la_steps_of_floats(row, dimension, scale, &floats)
      unsafe la_steps_of_doubles(row.map(Double.init), dimension, scale, &doubles)
    }
    #expect(floats == rounded && doubles == rounded)
  }

  @Test("Many points are taken into all rounds on several threads as on one", arguments: UInt64(0)..<6)
  func manyPoints(seed: UInt64) {
    var random = SplitMix(seed)
    let (dimension, clusters, roundCount, count) = (random.int(9...20), random.int(1...5), 7, 1000)
    let steps = (0..<count * dimension).map { _ in Int32(random.int(-9000...9000)) }
    let lattice = LatticePoints(
      Centroids(dimension: dimension, steps: steps), weights: Array(repeating: 1, count: count))
    let points = LoosePoints(
      lattice, keys: Array(repeating: Word128(low: 0, high: 0), count: count), at: Array(0..<count),
      rows: nil, sign: -1)
    let labels = (0..<roundCount * count).map { _ in UInt16(random.int(0...clusters - 1)) }
    let centroids = Centroids(
      dimension: dimension, steps: (0..<clusters * dimension).map { _ in Int32(random.int(-9000...9000)) })
    var rounds = Rounds()
    for _ in 0..<roundCount {
      let none = ClusterStatistics(clusterCount: clusters, dimension: dimension)
      rounds.append(Run.Round(centroids: centroids, statistics: none, loss: 0))
    }
    var others = rounds
    rounds.takeIn(points, labels, threads: 1)
    others.takeIn(points, labels, threads: 3)
    #expect(rounds == others)
    for round in 0..<roundCount {
      #expect(rounds.counts(ofRound: round).reduce(0, +) == -count)
      let sum = rounds.statistics(ofRound: round).sums.reduce(0, +)
      #expect(sum == -steps.reduce(0) { $0 + Int64($1) })
    }
  }

  @Test("The loss about the means, of few points and of as many as there may be", arguments: VectorLevel.all)
  func lossAboutMeans(level: Int32) {
    for seed in 0..<UInt64(60) {
      var random = SplitMix(seed)
      let (clusters, dimension) = (random.int(1...6), random.int(1...20))
      var rounds = Rounds()
      var losses: [Int128] = []
      for _ in 0..<2 {
        var statistics = ClusterStatistics(clusterCount: clusters, dimension: dimension)
        var loss: Int128 = 0
        for cluster in 0..<clusters {
          let count = random.element([0, 1, 2, 1 << 30, random.int(1...1 << 30)])
          guard count > 0 else { continue }
          let sums = (0..<dimension).map { _ in
            random.element([-1 << 53, 1 << 53, Int64(random.next() >> 10) - (1 << 53)])
          }
          let share = sums.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
          let rest = Int128(random.next() >> UInt64(random.int(1...64)))
          statistics.counts[cluster] = count
          for column in 0..<dimension { statistics.sums[cluster * dimension + column] = sums[column] }
          // At least ‖S‖²/N, as of points.
          statistics.squares[cluster] = (share + Int128(count) - 1) / Int128(count) + rest
          loss += (statistics.squares[cluster] * Int128(count) - share) / Int128(count)
        }
        let centroids = Centroids(
          dimension: dimension, steps: Array(repeating: 0, count: clusters * dimension))
        rounds.append(Run.Round(centroids: centroids, statistics: statistics, loss: 0))
        losses.append(loss)
      }
      let found = VectorLevel.limited(to: level) { (0..<2).map { rounds.lossAboutMeans(ofRound: $0) } }
      #expect(found == losses)
    }
  }

  @Test("A mean at the border of its cell, plain and balanced", arguments: VectorLevel.all)
  func meansAtBorders(level: Int32) {
    let cases = TestLevel.count(quick: 2000, standard: 2000, long: 40_000)
    var stayed = 0
    for seed in 0..<UInt64(cases) {
      var random = SplitMix(seed)
      let dimension = random.int(1...20)
      let limit = LatticePrecision(dimension: dimension).limit
      let total = random.element([500, 1 << 20, 1 << 30])
      let (own, all) = (Int64(random.element([20, 60, 20_000])), Int64(total))
      let isPlain = seed % 3 == 0
      let count = random.int(1...max(1, isPlain ? total : total / Int(own)))
      let cell = random.element([1, 16, 4096, limit])
      let previous = (0..<dimension).map { _ in Int32(random.int(1 - limit...limit - 1)) }
      let centroid = previous.map {
        Int32(min(max(Int($0) + random.int(-cell...cell), 1 - limit), limit - 1))
      }
      var statistics = ClusterStatistics(clusterCount: 1, dimension: dimension)
      statistics.counts[0] = count
      let (share, divisor) = isPlain ? (Int128(1), Int128(count)) : (Int128(own), Int128(all))
      let rest = isPlain ? 0 : divisor - share * Int128(count)
      let bound = Int128(cell) * divisor
      // One column is at a border, or a whole number beside it; the others are well inside.
      let column = random.int(0...dimension - 1)
      for other in 0..<dimension {
        let twice = other != column ? bound / 3 : random.int(0...1) == 0 ? -bound : bound
        let wanted = twice / 2 + Int128(centroid[other]) * divisor - rest * Int128(previous[other])
        statistics.sums[other] = Int64(wanted / share) + Int64(other == column ? random.int(-1...1) : 0)
      }
      let stays = (0..<dimension).allSatisfy { place in
        let mean = share * Int128(statistics.sums[place]) + rest * Int128(previous[place])
        let twice = 2 * (mean - Int128(centroid[place]) * divisor)
        return twice >= -bound && twice < bound
      }
      let rule = MeanRule(limit: Int64(limit), threshold: isPlain ? 0 : count + 1, own: own, all: all)
      let found = VectorLevel.limited(to: level) {
        LooseKernels.meanStays(
          statistics, at: Centroids(dimension: dimension, steps: centroid),
          previous: Centroids(dimension: dimension, steps: previous), cluster: 0, cell: cell, rule)
      }
      #expect(found == stays, "seed \(seed)")
      if stays { stayed += 1 }
    }
    #expect(stayed * 5 > cases && stayed * 5 < cases * 4, "\(stayed) of \(cases)")
  }

  @Test(
    "A change goes through the rounds as long as no centroid moves, and mostly as long as that",
    arguments: VectorLevel.all, [true, false])
  func changedRounds(level: Int32, knowsEnds: Bool) {
    var (passed, could) = (0, 0)
    for seed in 0..<UInt64(TestLevel.count(quick: 400, standard: 400, long: 8000)) {
      var random = SplitMix(seed)
      let sample = RecordedRounds(knowsEnds: knowsEnds, &random)
      var rounds = sample.before
      let last = VectorLevel.limited(to: level) {
        rounds.takeIn(sample.points, sample.labels, threads: 1)
        return rounds.lastToStay(sample.points, sample.labels, from: 0, sample.check, sample.lattices)
      }
      #expect(Array(rounds) == sample.after, "seed \(seed)")
      let stays = sample.lastReached
      #expect(last <= stays, "seed \(seed)")
      passed += last
      could += stays
    }
    #expect(could > 0 && passed * 10 > could * (knowsEnds ? 8 : 5), "\(passed) of \(could)")
  }
}

/// Rounds whose centroids are the rounded means of the ones before, and a change of a few points.
private struct RecordedRounds {
  let before: Rounds
  let points: LoosePoints
  let labels: [UInt16]
  let check: RoundCheck
  let lattices: RoundLattices
  /// Of each round, as it rounds after the change.
  private let roundings: [MeanRounding]

  /// - Parameter knowsEnds: Whether it is known where the lattices end.
  init(knowsEnds: Bool, _ random: inout SplitMix) {
    let dimension = random.element([1, 3, 8, 10, 19])
    let clusters = random.int(1...6)
    let roundCount = random.int(1...6)
    let precision = LatticePrecision(dimension: dimension)
    let keyed = KeyedRandom(seed: random.next())
    let reach = random.element([20, 3000, precision.limit])
    func place(_ random: inout SplitMix) -> [Int32] {
      (0..<dimension).map { _ in Int32(random.int(-reach...reach)) }
    }
    let (leaving, joining) = (random.int(0...8), random.element([0, 0, 0, 1, 3]))
    let weights = (0..<leaving + joining).map { _ in random.element([1, 1, 4]) }
    let steps = weights.map { _ in place(&random) }
    let labels = (0..<roundCount * weights.count).map { _ in UInt16(random.int(0...clusters - 1)) }
    points = Self.points(steps, weights, leaving: leaving, dimension: dimension)
    self.labels = labels
    // All weigh the same in every round.
    var counts = (0..<clusters).map { _ in random.element([0, 1, 40, 1000, 100_000, 100_000]) }
    let leavingWeight = weights[..<leaving].reduce(0, +)
    counts[0] += leavingWeight
    let weight = counts.reduce(0, +)
    let gain = weights[leaving...].reduce(0, +) - leavingWeight
    let balance = random.element([BalanceFraction(1, over: 20), BalanceFraction(1, over: 2)])
    let cells = (0..<roundCount).map { _ in random.element([16, 4096, 1 << 18, precision.limit]) }
    func rounding(_ round: Int, _ weight: Int) -> MeanRounding {
      MeanRounding(
        random: keyed, round: round, cell: cells[round], precision: precision, balance: balance,
        totalWeight: weight)
    }
    var rounds = Rounds()
    var centroids = Centroids(dimension: dimension, steps: (0..<clusters).flatMap { _ in place(&random) })
    for round in 0..<roundCount {
      var statistics = ClusterStatistics(clusterCount: clusters, dimension: dimension)
      // What leaves is there; of the others the rest.
      for point in 0..<leaving {
        let label = Int(labels[round * weights.count + point])
        statistics.counts[label] += weights[point]
        for column in 0..<dimension {
          statistics.sums[label * dimension + column] += Int64(weights[point]) * Int64(steps[point][column])
        }
      }
      for cluster in 0..<clusters {
        let others = cluster == 0 ? counts[0] - leavingWeight : counts[cluster]
        statistics.counts[cluster] += others
        for column in 0..<dimension where others > 0 {
          statistics.sums[cluster * dimension + column] +=
            Int64(others) * Int64(random.int(-reach...reach)) / 2 + Int64(random.int(0...others))
        }
        statistics.squares[cluster] = Int128(random.next() >> 8)
      }
      let loss = Int128(random.next() >> 2)
      rounds.append(Run.Round(centroids: centroids, statistics: statistics, loss: loss))
      if round + 1 < roundCount {
        centroids = rounding(round + 1, weight).centroids(statistics, previous: centroids)
      }
    }
    before = rounds
    roundings = (0..<roundCount).map { rounding($0, weight + gain) }
    let thresholds = [weight, weight + gain].map {
      balance.threshold(totalWeight: $0, clusterCount: clusters)
    }
    let joiningWeight = weights[leaving...].reduce(0, +)
    var lattices = RoundLattices(lastCell: cells[roundCount - 1], cells: cells.map { Int64($0) })
    if knowsEnds { lattices.findEnds(roundings.dropFirst(), dimension: dimension) }
    self.lattices = lattices
    check = RoundCheck(
      rule: roundings[0].meanRule(clusterCount: clusters),
      leastCount: max(thresholds[1], thresholds[0] + joiningWeight), joiningWeight: joiningWeight)
  }

  private static func points(
    _ steps: [[Int32]], _ weights: [Int], leaving: Int, dimension: Int
  ) -> LoosePoints {
    let lattice = LatticePoints(
      Centroids(dimension: dimension, steps: steps[..<leaving].flatMap { $0 }),
      weights: Array(weights[..<leaving]))
    let keys = (0..<leaving).map { Word128(low: UInt64($0), high: 0) }
    var points = LoosePoints(lattice, keys: keys, at: Array(0..<leaving), rows: nil, sign: -1)
    for point in leaving..<steps.count {
      points.append(.init(key: Word128(low: 0, high: 1), steps: steps[point], weight: weights[point]))
    }
    return points
  }

  /// The rounds after the change was taken into them.
  var after: [Run.Round] {
    before.enumerated().map { round, recorded in
      var changed = recorded
      let dimension = recorded.centroids.dimension
      for (point, member) in points.members.enumerated() {
        let cluster = Int(labels[round * points.count + point])
        let range = recorded.centroids.range(of: cluster)
        changed.statistics.counts[cluster] += Int(member.weight)
        var (norm, distance) = (Int128(0), Int128(0))
        for (column, index) in range.enumerated() {
          let step = Int128(points.steps[point * dimension + column])
          changed.statistics.sums[index] += member.weight * Int64(step)
          norm += step * step
          distance +=
            (step - Int128(recorded.centroids.steps[index]))
            * (step - Int128(recorded.centroids.steps[index]))
        }
        changed.statistics.squares[cluster] += Int128(member.weight) * norm
        changed.loss += Int128(member.weight) * distance
      }
      return changed
    }
  }

  /// The last round to which the plain rounding of all means lets the change through.
  var lastReached: Int {
    let changed = after
    for round in 0..<before.count - 1 {
      let next = roundings[round + 1].centroids(changed[round].statistics, previous: before[round].centroids)
      if next != before[round + 1].centroids { return round }
    }
    return before.count - 1
  }
}
