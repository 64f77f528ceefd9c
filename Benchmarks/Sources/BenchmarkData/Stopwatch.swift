/// Measures the time since it was made.
public struct Stopwatch {
  private let start = ContinuousClock.now

  public init() {}

  public var seconds: Double {
    let (whole, fraction) = (ContinuousClock.now - start).components
    return Double(whole) + Double(fraction) * 1e-18
  }
}
