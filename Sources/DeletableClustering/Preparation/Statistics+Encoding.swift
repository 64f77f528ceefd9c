// The canonical encoding of what steps learn; its layout stands in docs/format.md.

extension FeatureMoments {
  func encode(to encoder: inout CanonicalEncoder) {
    for feature in features {
      feature.octaves.encode(to: &encoder)
      encoder.append(UInt64(feature.weight))
      encoder.append(feature.sum)
      encoder.append(feature.squares)
    }
  }

  init(from decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    var features: [Feature] = []
    for _ in 0..<dimension {
      let octaves = try OctaveCounts(from: &decoder)
      let weight = Int(clamping: try decoder.number(UInt64.self))
      let feature = Feature(
        octaves: octaves, weight: weight, sum: try decoder.number(), squares: try decoder.number())
      guard feature.isPossible else { throw .invalid("moments") }
      features.append(feature)
    }
    self.init(features)
  }
}

extension FeatureLimits {
  func encode(to encoder: inout CanonicalEncoder) {
    for feature in features {
      encoder.append(UInt64(feature?.leastCount ?? 0))
      encoder.append(UInt64(feature?.greatestCount ?? 0))
      encoder.append(feature?.least ?? 0)
      encoder.append(feature?.greatest ?? 0)
    }
  }

  init(
    from decoder: inout CanonicalDecoder, dimension: Int, learning isLearnt: (Int) -> Bool
  ) throws(DecodingFailure) {
    var features: [Feature?] = []
    for column in 0..<dimension {
      let leastCount = Int(clamping: try decoder.number(UInt64.self))
      let greatestCount = Int(clamping: try decoder.number(UInt64.self))
      let (least, greatest) = (try decoder.double(), try decoder.double())
      if leastCount == 0, greatestCount == 0, least.bitPattern == 0, greatest.bitPattern == 0 {
        features.append(nil)
        continue
      }
      let counts = 1...Dataset.maximumCount
      guard isLearnt(column), counts.contains(leastCount), counts.contains(greatestCount),
        least.isFinite, greatest.isFinite, least <= greatest
      else { throw .invalid("limits") }
      features.append(
        .init(least: least, leastCount: leastCount, greatest: greatest, greatestCount: greatestCount))
    }
    self.init(features)
  }
}

extension ProductSums {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt64(weight))
    encoder.append(all: sums)
    encoder.append(all: products)
  }

  init(from decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    let weight = Int(clamping: try decoder.number(UInt64.self))
    let sums = try decoder.numbers(Int64.self)
    let products = try decoder.numbers(Int128.self)
    guard let read = ProductSums(dimension: dimension, weight: weight, sums: sums, products: products) else {
      throw .invalid("products")
    }
    self = read
  }
}

extension DenseMap {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(all: entries.map(\.bitPattern))
  }

  init(
    from decoder: inout CanonicalDecoder, inputDimension: Int, outputDimension: Int
  ) throws(DecodingFailure) {
    let entries = try decoder.numbers(UInt64.self).map { Double(bitPattern: $0) }
    guard entries.count == inputDimension * outputDimension, entries.allSatisfy(\.isFinite) else {
      throw .invalid("axes")
    }
    self.init(entries, inputDimension: inputDimension, outputDimension: outputDimension)
  }
}
