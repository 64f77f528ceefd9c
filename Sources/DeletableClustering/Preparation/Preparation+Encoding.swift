// The canonical encoding of preparations: what was asked for, and what was learnt.
//
// The layout stands in docs/format.md. Parameters that take little to compute are not stored, but made again of
// the statistics; axes are stored.

extension Preparation {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt64(steps.count))
    for step in steps { step.encode(to: &encoder) }
  }

  init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    var steps: [Step] = []
    let count = try decoder.count(elementBytes: 1)
    guard count <= Self.maximumStepCount else { throw .invalid("preparation") }
    for _ in 0..<count { steps.append(try Step(from: &decoder)) }
    self.init(steps)
  }
}

extension Preparation.Step {
  fileprivate func encode(to encoder: inout CanonicalEncoder) {
    switch self {
    case .fillMissing:
      encoder.append(UInt8(1))
    case .standardize:
      encoder.append(UInt8(2))
    case .minMax(let known):
      encoder.append(UInt8(3))
      encoder.append(UInt64(known.count))
      for range in known {
        encoder.append(UInt8(range == nil ? 0 : 1))
        encoder.append(range?.lowerBound ?? 0)
        encoder.append(range?.upperBound ?? 0)
      }
    case .randomProjection(let count):
      encoder.append(UInt8(4))
      encoder.append(UInt32(count))
    case .principalComponents(let count, let isWhitened):
      encoder.append(UInt8(5))
      encoder.append(UInt32(count))
      encoder.append(UInt8(isWhitened ? 1 : 0))
    }
  }

  fileprivate init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    switch try decoder.number(UInt8.self) {
    case 1: self = .fillMissing
    case 2: self = .standardize
    case 3: self = .minMax(known: try Self.ranges(from: &decoder))
    case 4: self = .randomProjection(Int(try decoder.number(UInt32.self)))
    case 5:
      let count = Int(try decoder.number(UInt32.self))
      let mark = try decoder.number(UInt8.self)
      guard mark <= 1 else { throw .invalid("preparation") }
      self = .principalComponents(count, whiten: mark == 1)
    default: throw .invalid("preparation")
    }
  }

  private static func ranges(
    from decoder: inout CanonicalDecoder
  ) throws(DecodingFailure) -> [ClosedRange<Double>?] {
    var ranges: [ClosedRange<Double>?] = []
    for _ in 0..<(try decoder.count(elementBytes: 17)) {
      let mark = try decoder.number(UInt8.self)
      let (lower, upper) = (try decoder.double(), try decoder.double())
      switch mark {
      case 0 where lower.bitPattern == 0 && upper.bitPattern == 0: ranges.append(nil)
      case 1 where lower < upper: ranges.append(lower...upper)
      default: throw .invalid("preparation")
      }
    }
    return ranges
  }
}

extension FittedPreparation {
  func encode(to encoder: inout CanonicalEncoder) {
    for step in steps { step.encode(to: &encoder) }
  }
}

extension Preparation.Step {
  func fitted(
    from decoder: inout CanonicalDecoder, dimension: Int, _ context: StepContext
  ) throws(DecodingFailure) -> any FittedStep {
    switch self {
    case .fillMissing:
      FilledValues(try FeatureMoments(from: &decoder, dimension: dimension), context)
    case .standardize:
      StandardScaling(try FeatureMoments(from: &decoder, dimension: dimension), context)
    case .minMax(let known):
      MinMaxScaling(
        try FeatureLimits(from: &decoder, dimension: dimension) { MinMaxScaling.learns(known, column: $0) },
        known: known, context)
    case .randomProjection(let count):
      RandomProjection(inputDimension: dimension, outputDimension: count, context)
    case .principalComponents(let count, let isWhitened):
      try PrincipalComponents(from: &decoder, dimension: dimension, count: count, isWhitened: isWhitened)
    }
  }
}
