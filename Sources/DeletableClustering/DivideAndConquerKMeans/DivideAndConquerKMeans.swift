// Divide and conquer: a tree of small solves, of which a deletion touches one path.
//
// Promise    After any deletions the state is, bit for bit, the one that a fit of the remaining records gives,
//            whatever the order of rows, the threads, the BLAS and the batches.
// Method     Records fall into leaves by key; each leaf is solved over its records, each inner node over its
//            children's centroids, the root gives the model. A deletion resumes its leaf, and climbs while what
//            a node passes on changes.
// Source     Ginart, Guan, Valiant and Zou, "Making AI Forget You: Data Deletion in Machine Learning",
//            NeurIPS 2019, arXiv:1907.05012, Algorithm 2.
// Differs    Nodes below the root find 2k centroids weighted by parcels of their counts, the root starts
//            several times, leaves are quantized by default and keyed: a record's leaf depends on the record.

/// A k-means model in a tree, whose deletions cost no more than a leaf and the way up, whatever they move.
///
/// ```swift
/// var model = try DivideAndConquerKMeans.fit(data, .init(clusters: 8))
/// try model.delete(["p17"])
/// print(try model.clusterSummary().inertia)
/// ```
///
/// The overall loss takes a pass over all records, so it is computed when asked for and is no part of the
/// state. A fit takes about twice what one of ``QuantizedKMeans`` takes, as leaves look for 2k clusters. With
/// W leaves a deletion takes what a solve of n/W records and of 2kW points takes, at most.
public struct DivideAndConquerKMeans: DeletableModel {
  public static let method = ClusteringMethod.divideAndConquer
  /// - Precondition: One of this method; checked in release builds too.
  public var core: ModelCore {
    didSet { core.requireMethod(Self.method) }
  }

  public init(core: ModelCore) {
    core.requireMethod(Self.method)
    self.core = core
  }

  /// The settings of a fit. What is left automatic is resolved from exact statistics of the records,
  /// and resolved again at every deletion.
  public struct Configuration: ModelConfiguration {
    public private(set) var settings: ModelSettings

    /// - Parameters:
    ///   - clusters: k, from 1 to 65,535.
    ///   - tree: The shape of the tree, and what passes from a node to its parent.
    ///   - iterations: T, the rounds of each node after its seeding, from 1 to 1,000.
    ///   - epsilon: ε of quantized nodes, in the units that come out of the preparation; nil for automatic, node by node.
    ///     The root uses it in its last round. Nodes below the root use at least 4ε.
    ///   - balance: γ of quantized nodes.
    ///   - restarts: R, from 1 to 1,000: how often the root starts from seeds of its own.
    ///   - seedingSample: About how many points the seeding of a node looks at, from 1 to ``ModelSettings/everyRecord``; nil
    ///     for automatic. See ``ModelSettings/seedingSample``.
    ///   - seed: What all draws are a function of.
    ///   - preparation: What is done to the records before they are clustered.
    public init(
      clusters: Int,
      tree: TreeSettings = TreeSettings(),
      iterations: Int = 10,
      epsilon: Double? = nil,
      balance: BalanceFraction = BalanceFraction(1, over: 20),
      restarts: Int = 4,
      seedingSample: Int? = nil,
      seed: UInt64 = 0,
      preparation: Preparation = []
    ) {
      settings = ModelSettings(.divideAndConquer, clusters: clusters)
      settings.tree = tree
      settings.iterations = iterations
      settings.epsilon = epsilon
      settings.balance = balance
      settings.restarts = restarts
      settings.seedingSample = seedingSample
      settings.seed = seed
      settings.preparation = preparation
    }

    public init(_ settings: ModelSettings) {
      precondition(settings.method == .divideAndConquer)
      self.settings = settings
    }
  }
}
