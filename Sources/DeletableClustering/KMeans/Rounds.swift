// The rounds of a run, one after another in a few pieces of memory.
//
// A deletion looks at every round and changes little in each: so what it changes lies together, and it goes through
// all rounds without following a reference for each.

struct Rounds: Equatable, Sendable {
  /// d.
  private(set) var dimension = 0
  /// k, the same in all rounds.
  private(set) var clusterCount = 0
  /// The rounds' centroids, k × d numbers each.
  var centroids: [Int32] = []
  /// The counts, sums and sums of squares of their clusters: k, k × d and k numbers a round.
  var counts: [Int] = []
  var sums: [Int64] = []
  var squares: [Int128] = []
  /// One a round.
  var losses: [Int128] = []

  /// No rounds yet; the first decides on dimension and clusters.
  init() {}

  /// Adds a round after the last.
  mutating func append(_ round: Run.Round) {
    if isEmpty { (dimension, clusterCount) = (round.centroids.dimension, round.centroids.count) }
    precondition(
      round.hasShape(dimension: dimension, clusters: clusterCount), "All rounds have the same clusters.")
    centroids += round.centroids.steps
    counts += round.statistics.counts
    sums += round.statistics.sums
    squares += round.statistics.squares
    losses.append(round.loss)
  }

  /// Where a round's centroids and sums lie.
  private func coordinates(ofRound round: Int) -> Range<Int> {
    round * clusterCount * dimension..<(round + 1) * clusterCount * dimension
  }

  /// Where its clusters' counts and squares lie.
  private func clusters(ofRound round: Int) -> Range<Int> {
    round * clusterCount..<(round + 1) * clusterCount
  }

  /// - Complexity: O(k·d), a copy.
  func centroids(ofRound round: Int) -> Centroids {
    Centroids(dimension: dimension, steps: Array(centroids[coordinates(ofRound: round)]))
  }

  /// - Complexity: O(k), a copy.
  func counts(ofRound round: Int) -> [Int] {
    Array(counts[clusters(ofRound: round)])
  }

  /// - Complexity: O(k·d), a copy.
  func statistics(ofRound round: Int) -> ClusterStatistics {
    ClusterStatistics(
      dimension: dimension, counts: counts(ofRound: round), sums: Array(sums[coordinates(ofRound: round)]),
      squares: Array(squares[clusters(ofRound: round)]))
  }

  /// Whether a round has these centroids.
  func areCentroids(_ other: Centroids, ofRound round: Int) -> Bool {
    other.steps[...] == centroids[coordinates(ofRound: round)]
  }
}

extension Rounds: RandomAccessCollection, MutableCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { losses.count }

  /// - Complexity: O(k·d), a copy.
  subscript(round: Int) -> Run.Round {
    get {
      Run.Round(
        centroids: centroids(ofRound: round), statistics: statistics(ofRound: round), loss: losses[round])
    }
    set {
      precondition(
        newValue.hasShape(dimension: dimension, clusters: clusterCount), "All rounds have the same clusters.")
      let (coordinates, clusters) = (coordinates(ofRound: round), clusters(ofRound: round))
      centroids.replaceSubrange(coordinates, with: newValue.centroids.steps)
      counts.replaceSubrange(clusters, with: newValue.statistics.counts)
      sums.replaceSubrange(coordinates, with: newValue.statistics.sums)
      squares.replaceSubrange(clusters, with: newValue.statistics.squares)
      losses[round] = newValue.loss
    }
  }
}

extension Run.Round {
  fileprivate func hasShape(dimension: Int, clusters: Int) -> Bool {
    centroids.dimension == dimension && centroids.steps.count == clusters * dimension
      && statistics.counts.count == clusters && statistics.squares.count == clusters
      && statistics.sums.count == clusters * dimension
  }
}
