// What a model is asked to be, whatever its method.
//
// The methods' own configurations are views of this one record, so that a model is stored, shown and
// fitted again without a look at its method.

/// The settings of a fit. What is left automatic is resolved from exact statistics of the records,
/// and resolved again at every deletion.
public struct ModelSettings: Equatable, Sendable {
  public let method: ClusteringMethod
  /// k, from 1 to 65,535. Records with fewer distinct points than k give fewer centroids.
  public var clusters: Int
  /// T, the rounds after each seeding, from 1 to 1,000.
  public var iterations = 10
  /// R, from 1 to 1,000: how often the model is fitted from seeds of its own; the fit of least loss is the
  /// model. With divide and conquer, this is done at the root.
  public var restarts: Int
  /// ε, the cell to which the last round's means are rounded, in the units that come out of the preparation; nil for
  /// automatic, and for Lloyd's algorithm.
  public var epsilon: Double?
  /// γ: a cluster with fewer than γn/k records is drawn towards its previous centroid. 0 for Lloyd's
  /// algorithm.
  public var balance: BalanceFraction
  /// M, about how many records the seeding looks at, from 1 to ``everyRecord``; nil for automatic: 4,096, or 128 a
  /// cluster if that is more. Of 4M records or more it looks at a sample of about M to 2M, in which records far from the
  /// others are likelier; and at all again once each record of it lies on a seed. With divide and conquer, this is done in each
  /// node, for the clusters that it looks for.
  public var seedingSample: Int?
  /// A sample of this size is all records, however many there are.
  public static let everyRecord = Dataset.maximumCount
  /// What all draws are a function of.
  public var seed: UInt64 = 0
  /// The tree of divide and conquer; other methods have none.
  public var tree = TreeSettings()
  /// What is done to the records before they are clustered; ε is then in the units that come out.
  public var preparation = Preparation()

  /// The method's defaults.
  public init(_ method: ClusteringMethod, clusters: Int) {
    self.method = method
    self.clusters = clusters
    restarts = method == .divideAndConquer ? 4 : 1
    balance = method == .lloyd ? .zero : BalanceFraction(1, over: 20)
  }

  /// Checks the settings' ranges.
  ///
  /// - Throws: ``ConfigurationError``, which names the setting.
  public func validate() throws(ConfigurationError) {
    try Self.check(clusters, in: 1...65_535, "clusters")
    try Self.check(iterations, in: 1...1_000, "iterations")
    try Self.check(restarts, in: 1...1_000, "restarts")
    if let seedingSample { try Self.check(seedingSample, in: 1...Self.everyRecord, "seedingSample") }
    try preparation.validate()
    if let epsilon, !(epsilon.isFinite && epsilon > 0) {
      throw .outOfRange(setting: "epsilon", range: "numbers above 0")
    }
    if method == .lloyd, epsilon != nil { throw .notOfMethod(setting: "epsilon", method) }
    if method == .lloyd, balance != .zero { throw .notOfMethod(setting: "balance", method) }
    guard method == .divideAndConquer else {
      if tree != TreeSettings() { throw .notOfMethod(setting: "tree", method) }
      return
    }
    if let leaves = tree.leaves { try Self.check(leaves, in: TreeSettings.leafRange, "leaves") }
    if let depth = tree.depth { try Self.check(depth, in: TreeSettings.depthRange, "depth") }
  }

  private static func check(
    _ value: Int, in range: ClosedRange<Int>, _ setting: String
  ) throws(ConfigurationError) {
    guard range.contains(value) else {
      throw .outOfRange(setting: setting, range: "\(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension ModelSettings {
  /// What a solve of these settings is asked for.
  ///
  /// - Parameters:
  ///   - clusters: Of this solve; nodes of a tree have more than the model.
  ///   - kind: Lloyd's algorithm or quantized k-means.
  func solver(clusters: Int, restarts: Int, _ kind: NodeSolver) -> SolverSettings {
    SolverSettings(
      clusters: clusters, iterations: iterations, restarts: restarts,
      cells: kind == .lloyd ? .steps : .shrinking(to: epsilon),
      balance: kind == .lloyd ? .zero : balance,
      seedingSample: seedingSample ?? max(4_096, 128 * clusters))
  }
}

/// A setting that no fit can have.
public enum ConfigurationError: Error, Equatable {
  case outOfRange(setting: String, range: String)
  /// The setting was given, and the method has none of that name.
  case notOfMethod(setting: String, ClusteringMethod)
  /// The steps of the preparation do not fit one another, or the records.
  case preparation(String)
}

extension ConfigurationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfRange(let setting, let range): "The setting \(setting) must be in the range \(range)."
    case .notOfMethod(let setting, let method): "The method \(method.rawValue) has no setting \(setting)."
    case .preparation(let reason): reason
    }
  }
}
