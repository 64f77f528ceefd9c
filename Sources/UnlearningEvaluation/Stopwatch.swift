// How long something took.

struct Stopwatch {
  private let start = ContinuousClock.now

  var seconds: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// The result of some work, and how long it took.
  static func time<Result>(_ work: () throws -> Result) rethrows -> (result: Result, seconds: Double) {
    let watch = Stopwatch()
    let result = try work()
    return (result, watch.seconds)
  }
}
