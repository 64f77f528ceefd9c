// Everything that a quantized model keeps and that was computed from data.
//
// Two models of the same records and settings have equal states, whatever happened to them before.
// What is not here is a cache.

struct QuantizedKMeansState: Equatable, Sendable {
  /// n.
  var recordCount: Int
  /// What the unit is resolved from.
  var octaves: OctaveCounts
  /// One lattice step, in the data's units.
  var unit: LatticeUnit
  var seeding: Seeding
  /// ε of the last round, in steps; resolved if it was left automatic.
  var cell: Int
  /// Round 0 has the seeds; rounds 1 to T the rounded means of the round before. Empty if there
  /// are no records.
  var rounds: [Round]
  /// The round whose centroids are the model's; nil if there are no records.
  var bestRound: Int?

  struct Round: Equatable, Sendable {
    var centroids: Centroids
    /// Of the clusters that these centroids make.
    var statistics: ClusterStatistics
    /// The sum of squared distances to these centroids, in steps squared.
    var loss: Int128
  }

  /// The model's centroids.
  var published: Centroids? { bestRound.map { rounds[$0].centroids } }

  /// Takes the round of least loss among 1 to T, ties to the earlier.
  mutating func chooseBestRound() {
    bestRound = rounds.indices.dropFirst().min { rounds[$0].loss < rounds[$1].loss }
  }
}
