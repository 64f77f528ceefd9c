import TestSupport
import Testing

@testable import DeletableClustering

struct RaceTests {
  @Test("Equal times go by the order of records, in whatever order they enter")
  func ties() {
    var random = SplitMix(1)
    for _ in 0..<200 {
      let entries = (0..<12).map { row in
        RaceLeaders.Entry(time: Double(random.int(0...3)), row: row)
      }
      let sorted = entries.sorted { ($0.time, $0.row) < ($1.time, $1.row) }.prefix(5).map(\.row)
      var leaders = RaceLeaders(limit: 5) { $0 < $1 }
      for entry in entries.shuffled(using: &random) { leaders.enter(entry) }
      #expect(leaders.entries.map(\.row) == Array(sorted))
    }
  }

  @Test("Leaders are those of the sorted race, for any number of threads")
  func leaders() {
    var random = SplitMix(2)
    let keys = (0..<10_000).map { _ in Word128(low: random.next(), high: random.next()) }
    let weights = keys.map { _ in Double(random.int(0...2)) * Double(random.int(1...1 << 40)) }
    let draw = RaceDraw(KeyedRandom(seed: 9), step: 3)
    let sorted = keys.indices.filter { weights[$0] > 0 }.sorted {
      RaceDraw.exponential(bits: draw.bits(of: keys[$0])) / weights[$0]
        < RaceDraw.exponential(bits: draw.bits(of: keys[$1])) / weights[$1]
    }
    for threads in 1...3 {
      let leaders = Race(KeyedRandom(seed: 9), step: 3, keys: keys)
        .leaders(8, distances: weights, weights: nil, threads: threads, precedes: <)
      #expect(leaders.rows == Array(sorted.prefix(8)))
      let last = sorted[7]
      #expect(leaders.bound == RaceDraw.exponential(bits: draw.bits(of: keys[last])) / weights[last])
    }
  }

  @Test("A winner is drawn in proportion to its weight")
  func isDSquaredSampling() {
    let weights = [1.0, 4, 9, 16, 0]
    let keys = (0..<5).map { Word128(low: UInt64($0), high: 7) }
    let trials = 20_000
    var wins = Array(repeating: 0, count: 5)
    for seed in 0..<UInt64(trials) {
      let winner = Race(KeyedRandom(seed: seed), step: 1, keys: keys)
        .leaders(1, distances: weights, weights: nil, threads: 1, precedes: <)
      wins[winner.rows[0]] += 1
    }
    #expect(wins[4] == 0)
    let statistic = (0..<4).reduce(0.0) { sum, index in
      let expected = Double(trials) * weights[index] / 30
      return sum + (Double(wins[index]) - expected) * (Double(wins[index]) - expected) / expected
    }
    #expect(statistic < 20)  // three degrees of freedom: one seed range in 5,000 would exceed it
  }

  @Test("The number of candidates is 2·(2 + ⌊ln k⌋)")
  func candidateCounts() {
    let known = [1: 4, 2: 4, 3: 6, 7: 6, 8: 8, 20: 8, 21: 10, 100: 12, 65_535: 26]
    for (clusters, count) in known { #expect(Seeding.candidateCount(clusters: clusters) == count) }
  }
}
