// The methods, in the one place that lists them.

/// How a model is fitted.
public enum ClusteringMethod: String, CaseIterable, Sendable {
  /// ``QuantizedKMeans``.
  case quantized
  /// ``DivideAndConquerKMeans``.
  case divideAndConquer = "divide-and-conquer"
  /// ``LloydKMeans``.
  case lloyd
}

extension ClusteringMethod {
  /// The type of the method's models.
  public var model: any DeletableModel.Type {
    switch self {
    case .quantized: QuantizedKMeans.self
    case .divideAndConquer: DivideAndConquerKMeans.self
    case .lloyd: LloydKMeans.self
    }
  }

  /// What the method computes from records.
  var structure: any FittedStructure.Type {
    switch self {
    case .quantized, .lloyd: FlatFit.self
    case .divideAndConquer: TreeFit.self
    }
  }

  /// The number that stands for the method in the canonical encoding.
  var tag: UInt8 {
    switch self {
    case .quantized: 1
    case .divideAndConquer: 2
    case .lloyd: 3
    }
  }
}
