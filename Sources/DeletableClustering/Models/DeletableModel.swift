// What every method can do.
//
// Promise    After any deletions a model's state is, bit for bit, the one that a fit of the remaining records
//            gives, whatever the order of rows, the threads, the BLAS and the batches.
// Method     A model's type says which settings it takes; all that is computed lies in its core, which
//            treats the methods alike.

/// A clustering model that forgets records exactly.
///
/// ```swift
/// func withdraw(_ ids: [RecordID], from model: inout some DeletableModel) throws {
///   let outcome = try model.delete(ids)
///   print(outcome.recordCount, outcome.isCertified, model.digest)
/// }
/// ```
///
/// A model is a value: a copy is independent of the original, and cheap until one of them changes, so a
/// deletion can be tried out on a copy. The library's methods conform; no other type can.
public protocol DeletableModel: Equatable, Sendable {
  associatedtype Configuration: ModelConfiguration

  static var method: ClusteringMethod { get }

  /// What the methods have in common.
  ///
  /// - Precondition: A core that is put in its place is of this method.
  var core: ModelCore { get set }

  /// - Precondition: The core is of this method.
  init(core: ModelCore)
}

/// The settings of one method.
public protocol ModelConfiguration: Equatable, Sendable {
  /// The same as a record of any method's settings.
  var settings: ModelSettings { get }

  /// - Precondition: The settings are of this method.
  init(_ settings: ModelSettings)
}

extension DeletableModel {
  /// Fits a model.
  ///
  /// - Parameters:
  ///   - data: n records of d coordinates. Their order decides nothing. None give an empty model.
  ///   - configuration: The settings.
  ///   - threads: How many threads to use; they decide nothing.
  ///   - keepingAssignments: See ``keepsAssignments``.
  ///   - progress: Called now and then with the share of the work that is done, from 0 to 1.
  /// - Throws: ``FitError``.
  /// - Complexity: See the method.
  public static func fit(
    _ data: Dataset,
    _ configuration: Configuration,
    threads: Int = Parallel.coreCount,
    keepingAssignments: Bool = true,
    progress: ((Double) -> Void)? = nil
  ) throws(FitError) -> Self {
    Self(
      core: try ModelCore(
        fitting: data, configuration.settings, threads: threads, keepingAssignments: keepingAssignments,
        progress: progress))
  }

  /// The settings that were asked for.
  public var configuration: Configuration { Configuration(core.settings) }

  /// The same as a record of any method's settings.
  public var settings: ModelSettings { core.settings }

  /// What automatic settings were resolved to.
  public var resolved: ResolvedSettings { core.resolved }

  /// The count of coordinates of a record, d.
  public var dimension: Int { core.dimension }

  /// The features' names, d of them.
  public var featureNames: [String] { core.featureNames }

  /// How many threads fits and deletions use. They decide nothing.
  public var threads: Int {
    get { core.threads }
    set { core.threads = newValue }
  }

  /// Whether the nearest cluster of each record in each round, and how safe it is, stay in memory: 3·R·(T + 1)
  /// bytes a record, and 4·R·(T + 1) with more than 256 clusters. Without them a model takes less, and a deletion
  /// that moves a centroid looks at all records again. They decide nothing.
  public var keepsAssignments: Bool {
    get { core.keepsAssignments }
    set { core.keepsAssignments = newValue }
  }

  /// The count of surviving records, n.
  public var recordCount: Int { core.summary.recordCount }

  /// The count of distinct ids among them.
  public var participantCount: Int { core.participantCount }

  /// The cluster centres: at most k; none if there are no records.
  ///
  /// They are in the units in which records are clustered: the data's, d numbers each, unless the preparation
  /// changes them. See ``clustersInDataUnits()``.
  public var centroids: [[Double]] { core.centroids }

  /// The SHA-256 of the settings and the whole state.
  ///
  /// Anyone who holds the surviving records can fit them anew and compare.
  public var digest: ModelDigest { core.digest }

  /// Deletes all records of some ids.
  ///
  /// Afterwards the model equals a fit of the remaining records with the same configuration, bit for bit.
  /// Unknown ids are counted and change nothing; deleting twice is harmless.
  ///
  /// - Parameter ids: Any number; a batch costs one pass.
  /// - Returns: What was found, removed and changed.
  /// - Throws: ``DeletionError`` if the records of an opened model cannot be read, or its state is not theirs; the
  ///   model is as it was.
  /// - Complexity: See the method; at most that of a fit.
  @discardableResult
  public mutating func delete(_ ids: some Sequence<RecordID>) throws(DeletionError) -> DeletionOutcome {
    try core.delete(ids)
  }

  /// The surviving records, read from the store if they were not yet.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  public func records() throws(DeletionError) -> Dataset {
    try core.records()
  }

  /// The nearest cluster of each surviving record, in the order of ``records()``.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  /// - Complexity: O(n) where a flat model has its records in memory with their cache; else O(n·k·d), and
  ///   for an opened model each call reads all records.
  public func labels() throws(DeletionError) -> [Int] {
    try core.labels()
  }

  /// How well the clusters fit the surviving records, and how large they are.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  /// - Complexity: O(k) for flat models, which keep both; O(n·k·d) for divide and conquer, which computes
  ///   them now, from the records.
  public func clusterSummary() throws(DeletionError) -> ClusterSummary {
    try core.clusterSummary()
  }

  /// The clusters in the units of the records as they were given.
  ///
  /// Without preparation these are ``centroids`` and the inertia of ``clusterSummary()``. Scales are undone; where
  /// features were mixed, a cluster is at the mean of its records, each coordinate rounded to a keyed cell of
  /// 1/32 to 1/64 of the feature's standard deviation.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  /// - Complexity: That of ``clusterSummary()`` without preparation; else O(n·(k·D + d)).
  public func clustersInDataUnits() throws(DeletionError) -> DataUnitClusters {
    try core.clustersInDataUnits()
  }

  /// The nearest cluster of each row, ties to the lower index; the rows need not be the model's.
  ///
  /// Rows are prepared as the model's records are, and rounded to its lattice. A row beyond the lattice's range, where exact
  /// arithmetic ends, is compared in plain double precision, in a fixed order.
  ///
  /// - Parameter rows: m rows of d coordinates; their ids and weights do not matter.
  /// - Returns: m clusters from 0; empty if the model is.
  /// - Precondition: `rows.dimension` is d, and no value is missing unless the preparation fills it.
  /// - Complexity: O(m·k·d).
  public func predict(_ rows: Dataset) -> [Int] {
    core.predict(rows)
  }

  /// The names of features whose values differ among the records but round to one lattice value, so that they
  /// tell the model nothing. Their range is tiny beside the largest feature's; scale them. None where the
  /// preparation mixes features.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  /// - Complexity: O(n·d).
  public func collapsedFeatures() throws(DeletionError) -> [String] {
    try core.collapsedFeatures()
  }

  /// The settings and the state, from which `ModelCore.model(encoded:featureNames:records:threads:)` makes
  /// the model again.
  package var encoded: [UInt8] { core.encoded }
}

extension DeletableModel {
  /// Two models are equal if their settings and states are: then they agree on every prediction, and on
  /// every deletion to come.
  public static func == (left: Self, right: Self) -> Bool {
    left.core == right.core
  }
}

extension ModelSettings {
  /// Fits a model of the settings' method; see
  /// ``DeletableModel/fit(_:_:threads:keepingAssignments:progress:)``.
  ///
  /// - Throws: ``FitError``.
  public func fit(
    _ data: Dataset, threads: Int = Parallel.coreCount, keepingAssignments: Bool = true,
    progress: ((Double) -> Void)? = nil
  ) throws(FitError) -> any DeletableModel {
    method.model.init(
      core: try ModelCore(
        fitting: data, self, threads: threads, keepingAssignments: keepingAssignments,
        progress: progress))
  }
}

/// How well clusters fit the records, and how large they are.
public struct ClusterSummary: Equatable, Sendable {
  /// The sum of squared distances of the records to their centroids, each times the record's weight, in the
  /// units in which records are clustered, squared.
  ///
  /// The exact whole number of lattice steps squared, converted at the end.
  public let inertia: Double
  /// How many records each cluster has; with weights, what they weigh.
  public let clusterSizes: [Int]
}

/// Settings that are functions of the surviving records; nil where the method has none.
public struct ResolvedSettings: Equatable, Sendable {
  /// One step of the lattice, in the units in which records are clustered.
  public let unit: Double
  /// The steps of the preparation, with what they learnt.
  public let preparation: [StepParameters]
  /// ε of the last round of a flat model, in the same units as the lattice's; for Lloyd's algorithm one step.
  public internal(set) var epsilon: Double?
  /// The share of records that the seeding of a flat model looked at, but for far and heavy ones, of which there are
  /// more: 1 where it looked at all, else ¼, ⅛, …; nil if there are no records.
  public internal(set) var seedingShare: Double?
  /// The run, from 1 to R, whose centroids are the model's; nil also if there are no records.
  public internal(set) var bestRun: Int?
  /// The round, from 1 to T, whose centroids are the model's; likewise.
  public internal(set) var bestRound: Int?
  /// Leaves of the tree.
  public internal(set) var leaves: Int?
  /// Levels of nodes above the leaves.
  public internal(set) var depth: Int?
  /// Children that a node has at most.
  public internal(set) var width: Int?

  init(unit: Double, preparation: [StepParameters]) {
    self.unit = unit
    self.preparation = preparation
  }
}
