// The race of one seeding step: D² sampling without a generator that is advanced.
//
// Promise    Removing a record that did not win leaves the winners as they were.
// Method     Each record draws its own E = −ln U for the step. The winners are the records of least
//            E/r, the rate r being the exact squared distance to the nearest seed, times the record's
//            weight. The least of independent exponentials with rates r is each with probability
//            r/Σr, which is k-means++ sampling.
// Source     Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA 2007; the
//            race is the exponential-clocks view of weighted sampling.

/// The records that lead a race so far, in order.
struct RaceLeaders: Sendable {
  struct Entry: Sendable {
    let time: Double
    let row: Int
  }

  private let limit: Int
  private let precedes: @Sendable (Int, Int) -> Bool
  private(set) var entries: [Entry] = []
  /// A time that is not beaten is no leader's; infinite until there are enough leaders.
  private(set) var bound = Double.infinity

  /// - Parameter precedes: The order of rows that settles equal times.
  init(limit: Int, precedes: @escaping @Sendable (Int, Int) -> Bool) {
    self.limit = limit
    self.precedes = precedes
  }

  mutating func enter(_ entry: Entry) {
    guard entry.time <= bound else { return }
    let place = entries.firstIndex { comesBefore(entry, $0) } ?? entries.count
    guard place < limit else { return }
    entries.insert(entry, at: place)
    if entries.count > limit { entries.removeLast() }
    if entries.count == limit { bound = entries[limit - 1].time }
  }

  private func comesBefore(_ left: Entry, _ right: Entry) -> Bool {
    left.time == right.time ? precedes(left.row, right.row) : left.time < right.time
  }
}

struct Race: Sendable {
  private let draw: RaceDraw
  private let keys: [Word128]

  init(_ random: KeyedRandom, step: Int, keys: [Word128]) {
    draw = RaceDraw(random, step: step)
    self.keys = keys
  }

  /// The leaders among all records, and the time that the last of them took; infinite if there are fewer than
  /// there may be.
  ///
  /// - Parameters:
  ///   - distances: The squared distance of each record to the nearest seed; a record of distance 0 does not
  ///     take part. Nil before there is a seed, when all distances count as 1.
  ///   - weights: The weight of each record; nil where every weight is 1. The rate is the product of the
  ///     two, rounded once.
  /// - Complexity: O(n); a draw for each record and a logarithm for few.
  func leaders(
    _ limit: Int, distances: [Double]?, weights: [Double]?, threads: Int,
    precedes: @escaping @Sendable (Int, Int) -> Bool
  ) -> (rows: [Int], bound: Double) {
    let filter = RaceFilter(draw)
    let parts = Parallel.reduce(
      count: keys.count, grain: 512, threads: threads,
      worker: RaceLeaders(limit: limit, precedes: precedes)
    ) { leaders, rows in
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: RaceFilter.width) {
        let block = first..<min(first + RaceFilter.width, rows.upperBound)
        var open = filter.contenders(block, keys, distances, weights, bound: leaders.bound)
        while open != 0 {
          let row = first + open.trailingZeroBitCount
          open &= open - 1
          let rate = (distances?[row] ?? 1) * (weights?[row] ?? 1)
          leaders.enter(
            .init(time: RaceDraw.exponential(bits: draw.bits(of: keys[row])) / rate, row: row))
        }
      }
    }
    var all = RaceLeaders(limit: limit, precedes: precedes)
    for entry in parts.flatMap(\.entries) { all.enter(entry) }
    return (all.entries.map(\.row), all.bound)
  }
}
