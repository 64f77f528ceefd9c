// Steps that can be undone for a point, such as a centroid.

/// A step after which a point tells where it was before.
protocol InvertibleStep: FittedStep {
  /// - Parameter vector: A point as it came out.
  /// - Returns: The point as it went in.
  func inverse(_ vector: [Double]) -> [Double]
}
