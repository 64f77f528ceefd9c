// Each feature from its least and its greatest value to 0 and 1.
//
// Learnt limits are moved outwards to the borders of cells of 1/32 to 1/64 of half the range, so that a published
// limit is nobody's value. Known limits need no records, and are used as they are.

struct MinMaxScaling: FittedStep, Equatable {
  /// State.
  private let limits: FeatureLimits
  private let known: [ClosedRange<Double>?]
  /// Functions of the limits.
  let scaling: FeatureScaling

  init(_ limits: FeatureLimits, known: [ClosedRange<Double>?], _ context: StepContext) {
    self.limits = limits
    self.known = known
    scaling = FeatureScaling(
      limits.features.indices.map { column in
        if let range = Self.known(known, column) {
          return Self.scaling(range.lowerBound, range.upperBound)
        }
        guard let feature = limits.features[column] else { return .constant(0) }
        let half = feature.greatest / 2 - feature.least / 2
        guard half > 0 else { return .constant(feature.least) }
        let size = KeyedCell.powerOfTwo(below: half, dividedBy: 5)
        let (lower, upper) = (
          context.phase(.lowerLimit, column: column), context.phase(.upperLimit, column: column)
        )
        return Self.scaling(
          size * ((feature.least / size - lower).rounded(.down) + lower),
          size * ((feature.greatest / size - upper).rounded(.up) + upper))
      })
  }

  /// The known range of a column: a single one is that of all.
  private static func known(_ known: [ClosedRange<Double>?], _ column: Int) -> ClosedRange<Double>? {
    known.count == 1 ? known[0] : known.isEmpty ? nil : known[column]
  }

  private static func scaling(_ lower: Double, _ upper: Double) -> FeatureScaling.Feature {
    // Halves, since the whole range may be more than the largest number.
    let range = upper / 2 - lower / 2
    return .init(center: lower, scale: min(2 * range, .greatestFiniteMagnitude))
  }

  /// Which columns have limits to learn.
  static func learns(_ known: [ClosedRange<Double>?], column: Int) -> Bool {
    Self.known(known, column) == nil
  }

  var outputDimension: Int { scaling.features.count }

  func apply(to data: Dataset, threads: Int) -> Dataset { scaling.apply(to: data, threads: threads) }

  func removing(_ leaving: Dataset, _ context: StepContext) -> MinMaxScaling? {
    limits.removing(leaving).map { MinMaxScaling($0, known: known, context) }
  }

  func hasParameters(of other: any FittedStep) -> Bool { (other as? MinMaxScaling)?.scaling == scaling }

  func encode(to encoder: inout CanonicalEncoder) { limits.encode(to: &encoder) }
}

extension MinMaxScaling: InvertibleStep {
  func inverse(_ vector: [Double]) -> [Double] { scaling.inverse(vector) }
}
