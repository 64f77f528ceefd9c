// Places along an axis: round numbers at about even distances.
//
// Steps are 1, 2 or 5 times a power of ten that is read from its decimal form, so no logarithm of the platform's
// decides.

struct Axis {
  /// What the two ends of the axis stand for; the ticks at both ends, or the ends themselves.
  let range: ClosedRange<Double>
  let ticks: [(value: Double, label: String)]

  /// An axis that covers some values.
  ///
  /// - Parameters:
  ///   - values: Those that are not finite are passed over.
  ///   - isRounded: Whether the axis goes on to the next ticks at both ends.
  ///   - margin: By how much of the values' range the axis goes beyond them, if it is not rounded.
  ///   - tickCount: About so many ticks.
  init(
    covering values: some Sequence<Double>, isRounded: Bool = true, margin: Double = 0,
    about tickCount: Int = 5
  ) {
    // Beyond this, differences would overflow.
    let finite = values.lazy.filter(\.isFinite).map { min(max($0, -1e300), 1e300) }
    var lower = finite.min() ?? 0
    var upper = finite.max() ?? 1
    if lower == upper {
      let room = max(lower.magnitude / 2, 0.5)
      (lower, upper) = (lower - room, upper + room)
    }
    (lower, upper) = (lower - margin * (upper - lower), upper + margin * (upper - lower))
    let (step, exponent) = Self.step(atLeast: (upper - lower) / Double(tickCount))
    var first = (lower / step).rounded(isRounded ? .down : .up)
    var last = (upper / step).rounded(isRounded ? .up : .down)
    // Where steps are below the precision of the values there are no ticks worth having.
    if last - first > 100 { (first, last) = (first, first) }
    range = isRounded ? first * step...max(last * step, first * step + step) : lower...upper
    let isPlain = (-6...0).contains(min(exponent, 0)) && max(lower.magnitude, upper.magnitude) < 1e7
    ticks = stride(from: first, through: last, by: 1).map { number in
      let value = number * step
      return (value, isPlain ? Numerals.fixed(value, decimals: max(0, -exponent)) : Numerals.short(value))
    }
  }

  init(range: ClosedRange<Double>, ticks: [(value: Double, label: String)]) {
    self.range = range
    self.ticks = ticks
  }

  /// A place from 0 to 1 along the axis; beyond the ends for values beyond the range.
  func share(_ value: Double) -> Double {
    (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// The least of 1, 2 and 5 times a power of ten that is at least a number, and the power.
  private static func step(atLeast number: Double) -> (step: Double, exponent: Int) {
    let number = max(number, 1e-300)
    var exponent = Int((Double(number.exponent) * 0.30103).rounded(.down)) - 1
    while true {
      for digit in [1, 2, 5] {
        if let step = Double("\(digit)e\(exponent)"), step >= number { return (step, exponent) }
      }
      exponent += 1
    }
  }
}
