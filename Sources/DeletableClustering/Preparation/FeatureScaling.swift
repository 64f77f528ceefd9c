// A shift and a scale for each feature.

struct FeatureScaling: Equatable, Sendable {
  struct Feature: Equatable, Sendable {
    let center: Double
    /// 0 if every value is the same: then it becomes 0.
    let scale: Double

    static func constant(_ value: Double) -> Feature { Feature(center: value, scale: 0) }
  }

  let features: [Feature]
  /// What each scaled value is shifted by. Scaled first and shifted after, no difference overflows.
  private let shifts: [Double]

  init(_ features: [Feature]) {
    self.features = features
    shifts = features.map { $0.scale > 0 ? $0.center / $0.scale : 0 }
  }

  func apply(to data: Dataset, threads: Int) -> Dataset {
    data.mappingFeatures(threads: threads) { value, column in
      let scale = features[column].scale
      return scale > 0 ? ClampedNumber.clamped(value / scale - shifts[column]) : 0
    }
  }

  func inverse(_ vector: [Double]) -> [Double] {
    zip(vector, features).map { value, feature in value * feature.scale + feature.center }
  }
}
