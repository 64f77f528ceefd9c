// How long something took.

package struct Stopwatch {
  private let start = ContinuousClock.now

  package init() {}

  /// To the nanosecond, so that as a decimal it has nine places.
  package var seconds: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds * 1_000_000_000 + attoseconds / 1_000_000_000) / 1e9
  }

  /// The result of some work, and how long it took.
  static func time<Result>(_ work: () throws -> Result) rethrows -> (result: Result, seconds: Double) {
    let watch = Stopwatch()
    let result = try work()
    return (result, watch.seconds)
  }
}
