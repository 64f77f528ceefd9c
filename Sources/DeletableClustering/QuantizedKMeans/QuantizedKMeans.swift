// Quantized k-means: a model from which records can be deleted exactly.
//
// Promise    After any deletions the state is, bit for bit, the one that a fit of the remaining records
//            gives, whatever the order of rows, the threads, the BLAS and the batches.
// Method     Greedy k-means++ by keyed races, then T rounds of Lloyd's algorithm in which each mean is
//            rounded to a lattice of random phase; the round of least exact loss is the model.
// Source     Ginart, Guan, Valiant and Zou, "Making AI Forget You: Data Deletion in Machine Learning",
//            NeurIPS 2019, arXiv:1907.05012, Algorithm 1.
// Differs    All numbers are whole, so statistics are exact; the cells shrink over the last rounds; the
//            best of all rounds is kept; phases, draws and ties are keyed. See Exactness in the documentation.

/// A k-means model that forgets records exactly.
///
/// ```swift
/// let data = try RecordFiles.read("study.csv", selecting: TableSelection(idColumn: "participant"))
/// var model = try QuantizedKMeans.fit(data, .init(clusters: 8))
/// let outcome = try model.delete(["p17", "p23"])
/// print(outcome.recordCount, outcome.isCertified, model.digest)
/// ```
///
/// A model is a value: a copy is independent of the original, and cheap until one of them changes, so a
/// deletion can be tried out on a copy.
public struct QuantizedKMeans: Sendable {
  /// The settings that were asked for.
  public let configuration: Configuration
  /// The count of coordinates of a record, d.
  public let dimension: Int
  /// The features' names, d of them.
  public let featureNames: [String]
  /// How many threads fits and deletions use. They decide nothing.
  public var threads: Int

  var state: QuantizedKMeansState
  /// The surviving records in memory; nil while they are deferred.
  var resident: QuantizedKMeansRecords?
  /// The surviving records where they are stored; nil once they were read.
  var deferred: (any DeferredRecords)?

  var precision: LatticePrecision { LatticePrecision(dimension: dimension) }
}

/// Two models are equal if their settings and states are: then they agree on every prediction, and on
/// every deletion to come.
extension QuantizedKMeans: Equatable {
  public static func == (left: QuantizedKMeans, right: QuantizedKMeans) -> Bool {
    left.configuration == right.configuration && left.dimension == right.dimension
      && left.state == right.state
  }
}

extension QuantizedKMeans {
  /// The count of surviving records, n.
  public var recordCount: Int { state.recordCount }

  /// The count of distinct ids among them.
  public var participantCount: Int {
    resident?.data.participantCount ?? deferred?.participantCount ?? 0
  }

  /// The cluster centres in the data's units: at most k, each of d numbers; none if there are no records.
  public var centroids: [[Double]] {
    guard let published = state.published else { return [] }
    return (0..<published.count).map { cluster in
      published.steps[published.range(of: cluster)].map { Double($0) * state.unit.value }
    }
  }

  /// How many records each cluster has.
  public var clusterSizes: [Int] {
    state.bestRound.map { state.rounds[$0].statistics.counts } ?? []
  }

  /// The sum of squared distances of the records to their centroids, in the data's units squared.
  ///
  /// The exact whole number of lattice steps squared, converted at the end.
  public var inertia: Double {
    guard let best = state.bestRound else { return 0 }
    return Double(state.rounds[best].loss) * state.unit.value * state.unit.value
  }

  /// What automatic settings were resolved to.
  public var resolved: ResolvedSettings {
    ResolvedSettings(
      unit: state.unit.value, epsilon: Double(state.cell) * state.unit.value,
      bestRound: state.bestRound)
  }

  /// Settings that are functions of the surviving records.
  public struct ResolvedSettings: Equatable, Sendable {
    /// One step of the lattice, in the data's units.
    public let unit: Double
    /// ε of the last round, in the data's units.
    public let epsilon: Double
    /// The round, from 1 to T, whose centroids are the model's; nil if there are no records.
    public let bestRound: Int?
  }
}
