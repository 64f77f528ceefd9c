// Each feature less its mean, over its standard deviation.
//
// The deviation is rounded to cells of 1/16 to 1/32 of itself. Where the middle lies changes no distance, so
// the mean is rounded to cells of one to two deviations.

struct StandardScaling: FittedStep, Equatable {
  /// State.
  private let moments: FeatureMoments
  /// Functions of the moments; a deviation of 0 makes the feature 0.
  let scaling: FeatureScaling

  init(_ moments: FeatureMoments, _ context: StepContext) {
    self.moments = moments
    scaling = FeatureScaling(
      moments.features.enumerated().map { column, feature in
        let deviation = feature.deviation
        guard deviation > 0 else { return .constant(feature.mean) }
        return .init(
          center: KeyedCell.middle(
            of: feature.mean, size: KeyedCell.powerOfTwo(below: deviation, dividedBy: -1),
            phase: context.phase(.center, column: column)),
          scale: KeyedCell.relativeMiddle(of: deviation, phase: context.phase(.scale, column: column)))
      })
  }

  var outputDimension: Int { scaling.features.count }

  func apply(to data: Dataset, threads: Int) -> Dataset { scaling.apply(to: data, threads: threads) }

  func removing(_ leaving: Dataset, _ context: StepContext) -> StandardScaling? {
    moments.removing(leaving).map { StandardScaling($0, context) }
  }

  func hasParameters(of other: any FittedStep) -> Bool { (other as? StandardScaling)?.scaling == scaling }

  func encode(to encoder: inout CanonicalEncoder) { moments.encode(to: &encoder) }
}

extension StandardScaling: InvertibleStep {
  func inverse(_ vector: [Double]) -> [Double] { scaling.inverse(vector) }
}
