// What is done to records before they are clustered.
//
// Limits, means, variances and axes are learnt from records as much as centroids are, so each step is part of
// a model's state, under the same promise.

/// The steps that records go through before they are clustered, in order.
///
/// ```swift
/// let configuration = QuantizedKMeans.Configuration(
///   clusters: 8, preparation: [.fillMissing, .standardize, .principalComponents(10)])
/// ```
///
/// What a step learns from the records is rounded coarsely, to lattices of random phase, so that most
/// deletions leave it as it is. A deletion that changes it has everything after it fitted again.
public struct Preparation: Equatable, Sendable {
  /// From the first to the last; none leave the records as they are.
  public var steps: [Step]

  public init(_ steps: [Step] = []) {
    self.steps = steps
  }

  /// One step.
  public enum Step: Equatable, Sendable {
    /// Puts a feature's mean in the place of its missing values. The first step, if it is there; without it,
    /// records with missing values are refused.
    case fillMissing
    /// Brings each feature to mean 0 and standard deviation 1; one that does not vary becomes 0.
    case standardize
    /// Brings each feature from its least and its greatest value to 0 and 1; one that does not vary becomes 0.
    ///
    /// - Parameter known: Limits that are known beforehand, one for each feature or a single one for all;
    ///   they need nothing from the records. Nil, or none at all, where they are learnt.
    case minMax(known: [ClosedRange<Double>?] = [])
    /// Takes keyed sums of features, in so many dimensions, that keep distances approximately. Learns nothing
    /// from the records.
    case randomProjection(Int)
    /// Projects onto so many axes of greatest variance, at most as many as there are features.
    ///
    /// - Parameter whiten: Whether each score is divided by its standard deviation.
    case principalComponents(Int, whiten: Bool = false)
  }
}

extension Preparation: ExpressibleByArrayLiteral {
  public init(arrayLiteral steps: Step...) {
    self.init(steps)
  }
}

extension Preparation {
  /// The most steps that there may be.
  public static let maximumStepCount = 16
  /// The dimensions that a projection may have.
  public static let dimensionRange = 1...65_536

  /// Whether missing values are filled.
  public var fillsMissing: Bool { steps.first == .fillMissing }

  /// Checks what can be known without records.
  func validate() throws(ConfigurationError) {
    guard steps.count <= Self.maximumStepCount else {
      throw .preparation("There are more than \(Self.maximumStepCount) steps.")
    }
    if steps.dropFirst().contains(.fillMissing) {
      throw .preparation("Missing values are filled in the first step or not at all.")
    }
    for step in steps { try step.validate() }
  }

  /// Checks the steps against the count of features that come in.
  func check(dimension: Int) throws(ConfigurationError) {
    var dimension = dimension
    for step in steps {
      switch step {
      case .minMax(let known) where known.count > 1 && known.count != dimension:
        throw .preparation("There are \(known.count) known ranges for \(dimension) features.")
      case .principalComponents(let count, _) where count > dimension:
        throw .preparation("\(dimension) features have no \(count) principal components.")
      default:
        break
      }
      dimension = step.outputDimension(of: dimension)
    }
  }
}

extension Preparation.Step {
  func outputDimension(of dimension: Int) -> Int {
    switch self {
    case .fillMissing, .standardize, .minMax: dimension
    case .randomProjection(let count), .principalComponents(let count, _): count
    }
  }

  /// Whether the features that come out are those that went in, each on its own scale.
  var keepsFeatures: Bool {
    switch self {
    case .fillMissing, .standardize, .minMax: true
    case .randomProjection, .principalComponents: false
    }
  }

  fileprivate func validate() throws(ConfigurationError) {
    switch self {
    case .fillMissing, .standardize:
      break
    case .minMax(let known):
      for range in known {
        guard let range else { continue }
        guard range.lowerBound.isFinite, range.upperBound.isFinite, range.lowerBound < range.upperBound else {
          throw .preparation("A known range goes from a number to a larger one.")
        }
      }
    case .randomProjection(let count), .principalComponents(let count, _):
      guard Preparation.dimensionRange.contains(count) else {
        throw .outOfRange(
          setting: "dimensions",
          range: "\(Preparation.dimensionRange.lowerBound) to \(Preparation.dimensionRange.upperBound)")
      }
    }
  }
}
