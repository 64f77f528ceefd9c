// Lloyd's algorithm: the baseline that the other methods are compared with.
//
// Promise    After any deletions the state is, bit for bit, the one that a fit of the remaining records gives.
// Method     As quantized k-means, with means rounded to whole lattice steps in every round, and without
//            balance. A step is so small that nearly every deletion moves a centroid; the replay resumes
//            from there, and computes again only the labels that the gaps no longer prove.
// Source     Lloyd, "Least Squares Quantization in PCM", IEEE Transactions on Information Theory 28, 1982.

/// A plain k-means model that forgets records exactly, at a cost that grows with the records.
///
/// ```swift
/// var model = try LloydKMeans.fit(data, .init(clusters: 8, restarts: 4))
/// try model.delete(["p17"])
/// ```
///
/// A fit takes what one of ``QuantizedKMeans`` takes. A deletion takes O(R·T·n·d) and more.
public struct LloydKMeans: DeletableModel {
  public static let method = ClusteringMethod.lloyd
  /// - Precondition: One of this method; checked in release builds too.
  public var core: ModelCore {
    didSet { core.requireMethod(Self.method) }
  }

  public init(core: ModelCore) {
    core.requireMethod(Self.method)
    self.core = core
  }

  /// The settings of a fit.
  public struct Configuration: ModelConfiguration {
    public private(set) var settings: ModelSettings

    /// - Parameters:
    ///   - clusters: k, from 1 to 65,535. Records with fewer distinct points than k give fewer centroids.
    ///   - iterations: T, the rounds after the seeding, from 1 to 1,000.
    ///   - restarts: R, from 1 to 1,000: how often the fit starts from seeds of its own; the one of least loss
    ///     is the model.
    ///   - seedingSample: About how many records the seeding looks at, from 1 to ``ModelSettings/everyRecord``; nil
    ///     for automatic. See ``ModelSettings/seedingSample``.
    ///   - seed: What all draws are a function of.
    ///   - preparation: What is done to the records before they are clustered.
    public init(
      clusters: Int, iterations: Int = 10, restarts: Int = 1, seedingSample: Int? = nil, seed: UInt64 = 0,
      preparation: Preparation = []
    ) {
      settings = ModelSettings(.lloyd, clusters: clusters)
      settings.iterations = iterations
      settings.restarts = restarts
      settings.seedingSample = seedingSample
      settings.seed = seed
      settings.preparation = preparation
    }

    public init(_ settings: ModelSettings) {
      precondition(settings.method == .lloyd)
      self.settings = settings
    }
  }
}
