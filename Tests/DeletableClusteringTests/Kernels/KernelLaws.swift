import TestSupport
import Testing

@testable import DeletableClustering

/// Each kernel equals its plain twin on whole numbers, bit for bit.
struct KernelLaws {
  private static let seeds = TestLevel.seeds(quick: 20, standard: 400, long: 5000)

  @Test("Full assignment: labels exact, gaps no more than true, statistics from scratch", arguments: seeds)
  func assignment(seed: UInt64) {
    let sample = WholeNumbers(seed: seed)
    for threads in 1...2 {
      var assignments = Assignments(
        rounds: 1, count: sample.points.count, clusters: labelRange(seed, sample.centroids.count))
      let statistics = assignments.assign(
        sample.points, to: sample.centroids, round: 0, threads: threads)
      check(assignments, sample.points, sample.centroids)
      #expect(statistics == plainStatistics(sample, sample.centroids))
    }
  }

  /// Labels of one byte or of two.
  private func labelRange(_ seed: UInt64, _ clusters: Int) -> Int { seed % 2 == 0 ? clusters : 1000 }

  @Test("Nothing stays of the label and the gap of a point that left", arguments: [0, 1, 4], [3, 256, 257])
  func emptied(point: Int, clusters: Int) {
    var assignments = Assignments(rounds: 2, count: 5, clusters: clusters)
    let labels: [UInt16] = [1, 2, 3, 4, 5]
    let gaps = labels.map { Float($0) }
    for round in 0..<2 {
      assignments.write(round, reading: round) { _, new in
        new.store(0..<5, labels: labels.span, gaps: gaps.span)
      }
    }
    assignments.removeSwapping(points: [point])
    // The room that the next point gets is the one that was given up.
    assignments.append()
    let expected: [UInt16] = [[5, 2, 3, 4, 0], [1, 5, 3, 4, 0], [], [], [1, 2, 3, 4, 0]][point]
    for round in 0..<2 {
      #expect(assignments.labels(ofRound: round) == expected)
      #expect(assignments.gaps(ofRound: round) == expected.map { Float($0) })
    }
  }

  @Test("Many points leave on several threads as on one", arguments: [3, 256, 257], [10, 300])
  func manyLeave(clusters: Int, leavingCount: Int) {
    var random = SplitMix(UInt64(clusters + leavingCount))
    let (rounds, count) = (5, 900)
    var assignments = Assignments(rounds: rounds, count: count, clusters: clusters)
    var plain: [[UInt16]] = []
    // The last is not known.
    for round in 0..<rounds - 1 {
      let labels = (0..<count).map { _ in UInt16(random.int(0...clusters - 1)) }
      let gaps = labels.map { Float($0) }
      assignments.write(round, reading: round) { _, new in
        new.store(0..<count, labels: labels.span, gaps: gaps.span)
      }
      plain.append(labels)
    }
    let leaving = Array(0..<count).shuffled(using: &random).prefix(leavingCount).sorted(by: >)
    for threads in [1, 3] {
      var left = assignments
      var labels = Array(repeating: UInt16(9), count: rounds * leavingCount + 2)
      left.copyLabels(ofPoints: leaving, to: &labels, at: 1, threads: threads)
      let known = plain.flatMap { all in leaving.map { all[$0] } }
      #expect(labels == [9] + known + Array(repeating: 9, count: leavingCount + 1))
      left.removeSwapping(points: leaving, threads: threads)
      for round in 0..<rounds - 1 {
        var expected = plain[round]
        expected.swapRemove(leaving)
        #expect(left.labels(ofRound: round) == expected)
        let gaps = zip(left.gaps(ofRound: round), expected.map { Float($0) })
        #expect(gaps.allSatisfy { $0 <= $1 && $0 >= $1 * 0.99 })
      }
    }
  }

  @Test("Labels above 255 are as exact, when assigned and after a move", arguments: UInt64(0)..<4)
  func manyClusters(seed: UInt64) throws {
    var random = SplitMix(seed)
    let sample = WholeNumbers(
      count: 900, clusters: 300 + Int(seed), dimension: 3, nearTies: false, &random)
    var assignments = Assignments(rounds: 1, count: 900, clusters: sample.centroids.count)
    _ = assignments.assign(sample.points, to: sample.centroids, round: 0, threads: 2)
    check(assignments, sample.points, sample.centroids)
    #expect(assignments.labels(ofRound: 0).contains { $0 > 255 })
    let moved = move(sample.centroids, LatticePrecision(dimension: 3), &random)
    let change = try #require(ScoreChange(from: sample.centroids, to: moved))
    let update = GapUpdate(
      change: change, centroids: CentroidOperand(moved),
      origin: .records(
        PointRecords(data: seed % 4 < 2 ? sample.data : sample.data.inSinglePrecision, rows: nil)),
      rounding: LatticeRounding(WholeNumbers.unit, dimension: 3))
    _ = update.apply(to: &assignments, round: 0, of: sample.points, threads: 1)
    check(assignments, sample.points, moved)
    for point in [899, 5, 300] {
      let last = assignments.label(ofPoint: assignments.count - 1, inRound: 0)
      assignments.removeSwapping(points: [point])
      if point < assignments.count { #expect(assignments.label(ofPoint: point, inRound: 0) == last) }
    }
  }

  @Test("The judge's labels and gaps are exact", arguments: seeds)
  func judge(seed: UInt64) {
    let sample = WholeNumbers(seed: seed)
    let places = Array(0..<sample.points.count)
    let loose = LoosePoints(
      sample.points, keys: places.map { Word128(low: UInt64($0), high: 0) }, at: places, rows: nil, sign: 1)
    let (labels, gaps) = loose.nearest(0..<loose.count, among: sample.centroids)
    for point in labels.indices {
      let (label, gap) = plainNearest(sample.steps(ofPoint: point), sample.centroids)
      #expect(Int(labels[point]) == label)
      if let gap { #expect(Double(gaps[point]) <= Double(gap)) }
    }
  }

  @Test("Updated gaps: labels exact, gaps no more than true, statistics from scratch", arguments: seeds)
  func gapUpdate(seed: UInt64) {
    let sample = WholeNumbers(seed: seed)
    var random = SplitMix(seed)
    var assignments = Assignments(
      rounds: 1, count: sample.points.count, clusters: labelRange(seed, sample.centroids.count))
    var statistics = assignments.assign(sample.points, to: sample.centroids, round: 0, threads: 1)
    var centroids = sample.centroids
    let precision = LatticePrecision(dimension: centroids.dimension)
    for _ in 0..<6 {
      let moved = move(centroids, precision, &random)
      guard let change = ScoreChange(from: centroids, to: moved) else { continue }
      let update = GapUpdate(
        change: change, centroids: CentroidOperand(moved),
        origin: .records(
          PointRecords(data: seed % 4 < 2 ? sample.data : sample.data.inSinglePrecision, rows: nil)),
        rounding: LatticeRounding(WholeNumbers.unit, dimension: centroids.dimension))
      let result = update.apply(to: &assignments, round: 0, of: sample.points, threads: 2)
      for part in result.changes { statistics.merge(part) }
      centroids = moved
      check(assignments, sample.points, centroids)
      #expect(statistics == plainStatistics(sample, centroids))
    }
  }

  /// One or two coordinates elsewhere: a step away or anywhere.
  private func move(
    _ centroids: Centroids, _ precision: LatticePrecision, _ random: inout SplitMix
  ) -> Centroids {
    var moved = centroids
    let limit = Int32(precision.limit)
    for _ in 0..<random.int(1...2) {
      let index = random.int(0...centroids.steps.count - 1)
      let step = moved.steps[index] + Int32(random.element([-2, -1, 1, 2]))
      moved.steps[index] =
        random.int(0...2) == 0 ? Int32(random.int(-Int(limit)...Int(limit))) : min(max(step, -limit), limit)
    }
    return moved
  }

  private func check(_ assignments: Assignments, _ points: LatticePoints, _ centroids: Centroids) {
    let (labels, gaps) = (assignments.labels(ofRound: 0), assignments.gaps(ofRound: 0))
    for point in 0..<points.count {
      let steps = points.coordinates(ofPoint: point).map { Int64($0) }
      let (label, gap) = plainNearest(steps, centroids)
      #expect(Int(labels[point]) == label)
      if let gap { #expect(Double(gaps[point]) <= Double(gap)) }
    }
  }

  private func plainStatistics(_ sample: WholeNumbers, _ centroids: Centroids) -> ClusterStatistics {
    var statistics = ClusterStatistics(clusterCount: centroids.count, dimension: centroids.dimension)
    for point in 0..<sample.points.count {
      let steps = sample.steps(ofPoint: point)
      let (label, _) = plainNearest(steps, centroids)
      statistics.counts[label] += 1
      for (column, step) in steps.enumerated() {
        statistics.sums[label * centroids.dimension + column] += step
        statistics.squares[label] += Int128(step * step)
      }
    }
    return statistics
  }
}
