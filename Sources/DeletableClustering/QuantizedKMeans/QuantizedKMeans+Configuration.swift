// What a quantized model is asked to be.

extension QuantizedKMeans {
  /// The settings of a fit. What is left automatic is resolved from exact statistics of the records,
  /// and resolved again at every deletion.
  public struct Configuration: ModelConfiguration {
    public private(set) var settings: ModelSettings

    /// - Parameters:
    ///   - clusters: k, from 1 to 65,535. Records with fewer distinct points than k give fewer centroids.
    ///   - iterations: T, the rounds after the seeding, from 1 to 1,000.
    ///   - epsilon: ε, the cell to which the last round's means are rounded, in the units that come out of the
    ///     preparation; nil for automatic. Rounded down to whole lattice units, at least one. Earlier rounds use 2ε, 4ε and 8ε.
    ///     Larger cells mean that fewer deletions move a centroid, and a higher loss.
    ///   - balance: γ: a cluster with fewer than γn/k records is drawn towards its previous centroid, so that
    ///     no single record moves it far.
    ///   - restarts: R, from 1 to 1,000: how often the fit starts from seeds of its own; the one of least loss
    ///     is the model. Fits, deletions and memory grow with it.
    ///   - seedingSample: About how many records the seeding looks at, from 1 to ``ModelSettings/everyRecord``; nil
    ///     for automatic. See ``ModelSettings/seedingSample``.
    ///   - seed: What all draws are a function of.
    ///   - preparation: What is done to the records before they are clustered.
    public init(
      clusters: Int,
      iterations: Int = 10,
      epsilon: Double? = nil,
      balance: BalanceFraction = BalanceFraction(1, over: 20),
      restarts: Int = 1,
      seedingSample: Int? = nil,
      seed: UInt64 = 0,
      preparation: Preparation = []
    ) {
      settings = ModelSettings(.quantized, clusters: clusters)
      settings.iterations = iterations
      settings.epsilon = epsilon
      settings.balance = balance
      settings.restarts = restarts
      settings.seedingSample = seedingSample
      settings.seed = seed
      settings.preparation = preparation
    }

    public init(_ settings: ModelSettings) {
      precondition(settings.method == .quantized)
      self.settings = settings
    }
  }
}
