// Order statistics of measurements.

package enum Percentile {
  /// The middle value, or the mean of the two in the middle.
  package static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The least value that so many of a hundred keep to.
  package static func percentile(_ share: Int, _ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[(sorted.count * share + 99) / 100 - 1]
  }
}
