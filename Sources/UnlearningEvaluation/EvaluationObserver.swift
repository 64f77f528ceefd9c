// Whoever wants to know what an evaluation is at.

/// Is told of the stages of an evaluation.
public protocol EvaluationObserver {
  /// Runs one stage of the work, and returns what it gives.
  func stage<Result>(_ name: String, _ work: () throws -> Result) rethrows -> Result

  /// Is told the share of the stage that is done, from 0 to 1.
  func update(_ share: Double)
}

/// Tells nobody.
public struct SilentObserver: EvaluationObserver {
  public init() {}

  public func stage<Result>(_ name: String, _ work: () throws -> Result) rethrows -> Result { try work() }

  public func update(_ share: Double) {}
}
