// One run of a solve: everything that it keeps and that was computed from its points.
//
// Two runs over the same points with the same settings are equal, whatever happened to them before.
// What is not here is a cache.

struct Run: Equatable, Sendable {
  var seeding = Seeding()
  /// ε of the last round, in steps; resolved if it was left automatic.
  var cell = 1
  /// Round 0 has the seeds; rounds 1 to T the rounded means of the round before.
  var rounds = Rounds()
  /// The round of least loss among 1 to T, ties to the earlier.
  private(set) var bestRound = 1

  struct Round: Equatable, Sendable {
    var centroids: Centroids
    /// Of the clusters that these centroids make.
    var statistics: ClusterStatistics
    /// The sum of squared distances to these centroids, each times the point's weight, in steps squared.
    var loss: Int128
  }

  /// The round whose centroids are the run's.
  var best: Round { rounds[bestRound] }

  /// Its loss.
  var leastLoss: Int128 { rounds.losses[bestRound] }

  mutating func chooseBestRound() {
    let losses = rounds.losses
    bestRound = losses.indices.dropFirst().min { losses[$0] < losses[$1] } ?? 1
  }
}

/// What a solve found: R runs, of which the one of least loss counts.
struct Solution: Equatable, Sendable {
  /// R of them; none if there were no points.
  var runs: [Run] = []
  /// The run of least loss, ties to the earlier.
  private(set) var bestRun = 0

  /// The round whose centroids are the solution; nil if there were no points.
  var best: Run.Round? { runs.isEmpty ? nil : runs[bestRun].best }

  /// Its centroids.
  var centroids: Centroids? {
    runs.isEmpty ? nil : runs[bestRun].rounds.centroids(ofRound: runs[bestRun].bestRound)
  }

  mutating func chooseBestRun() {
    bestRun = runs.indices.min { runs[$0].leastLoss < runs[$1].leastLoss } ?? 0
  }
}
