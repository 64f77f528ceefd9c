// Several measurements of one figure.

/// Measurements of one figure, over seeds say, with their mean and spread.
public struct Spread: Equatable, Sendable {
  /// The measurements, at least one, in the order in which they were made.
  public let values: [Double]

  /// - Precondition: There is at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "A spread needs a measurement.")
    self.values = values
  }

  /// The arithmetic mean, summed in order.
  public var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// The sample standard deviation (n − 1 in the denominator); 0 for a single measurement.
  public var deviation: Double {
    guard values.count > 1 else { return 0 }
    let mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  public var least: Double { values.reduce(values[0], min) }
  public var greatest: Double { values.reduce(values[0], max) }

  /// The same in units of another number.
  func divided(by unit: Double) -> Spread { Spread(values.map { $0 / unit }) }
}
