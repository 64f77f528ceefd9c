// What a quantized model is asked to be.

extension QuantizedKMeans {
  /// The settings of a fit. What is left automatic is resolved from exact statistics of the records,
  /// and resolved again at every deletion.
  public struct Configuration: Equatable, Sendable {
    /// k, from 1 to 65,535. Records with fewer distinct points than k give fewer centroids.
    public var clusters: Int
    /// T, the rounds after the seeding, from 1 to 1,000.
    public var iterations: Int
    /// ε, the cell to which the last round's means are rounded, in the data's units; nil for automatic.
    ///
    /// Rounded down to whole lattice units, at least one. Earlier rounds use 2ε, 4ε and 8ε. Larger cells
    /// mean that fewer deletions move a centroid, and a higher loss.
    public var epsilon: Double?
    /// γ: a cluster with fewer than γn/k records is drawn towards its previous centroid, so that no
    /// single record moves it far.
    public var balance: BalanceFraction
    /// What all draws are a function of.
    public var seed: UInt64

    public init(
      clusters: Int,
      iterations: Int = 10,
      epsilon: Double? = nil,
      balance: BalanceFraction = BalanceFraction(1, over: 20),
      seed: UInt64 = 0
    ) {
      self.clusters = clusters
      self.iterations = iterations
      self.epsilon = epsilon
      self.balance = balance
      self.seed = seed
    }

    /// Checks the settings' ranges.
    ///
    /// - Throws: ``ConfigurationError``, which names the setting.
    public func validate() throws(ConfigurationError) {
      guard (1...65_535).contains(clusters) else {
        throw .outOfRange(setting: "clusters", range: "1 to 65535")
      }
      guard (1...1_000).contains(iterations) else {
        throw .outOfRange(setting: "iterations", range: "1 to 1000")
      }
      if let epsilon, !(epsilon.isFinite && epsilon > 0) {
        throw .outOfRange(setting: "epsilon", range: "numbers above 0")
      }
    }
  }
}

/// A setting that no fit can have.
public enum ConfigurationError: Error, Equatable {
  case outOfRange(setting: String, range: String)
}

extension ConfigurationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfRange(let setting, let range): "The setting \(setting) must be in the range \(range)."
    }
  }
}
