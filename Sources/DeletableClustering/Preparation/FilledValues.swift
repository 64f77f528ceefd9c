// Missing values become the mean of those that are there.
//
// The mean is rounded to cells of 1/8 to 1/16 of the feature's standard deviation.

struct FilledValues: FittedStep, Equatable {
  /// State.
  private let moments: FeatureMoments
  /// What each feature is filled with: a function of the moments.
  let fills: [Double]

  init(_ moments: FeatureMoments, _ context: StepContext) {
    self.moments = moments
    fills = moments.features.enumerated().map { column, feature in
      let deviation = feature.deviation
      guard deviation > 0 else { return feature.mean }
      return KeyedCell.middle(
        of: feature.mean, size: KeyedCell.powerOfTwo(below: deviation, dividedBy: 3),
        phase: context.phase(.fill, column: column))
    }
  }

  var outputDimension: Int { fills.count }

  func apply(to data: Dataset, threads: Int) -> Dataset {
    guard data.firstMissingValue != nil else { return data }
    return data.mappingFeatures(threads: threads) { value, column in value.isNaN ? fills[column] : value }
  }

  func removing(_ leaving: Dataset, _ context: StepContext) -> FilledValues? {
    moments.removing(leaving).map { FilledValues($0, context) }
  }

  func hasParameters(of other: any FittedStep) -> Bool { (other as? FilledValues)?.fills == fills }

  func encode(to encoder: inout CanonicalEncoder) { moments.encode(to: &encoder) }
}

extension FilledValues: InvertibleStep {
  func inverse(_ vector: [Double]) -> [Double] { vector }
}
