// The canonical encoding of the settings; its layout stands in docs/format.md.

extension ModelSettings {
  func encode(to encoder: inout CanonicalEncoder, version: UInt32) {
    encoder.append(method.tag)
    encoder.append(UInt32(clusters))
    encoder.append(UInt32(iterations))
    encoder.append(UInt32(restarts))
    encoder.append(UInt8(epsilon == nil ? 0 : 1))
    encoder.append(epsilon ?? 0)
    encoder.append(UInt32(balance.numerator))
    encoder.append(UInt32(balance.denominator))
    encoder.append(seed)
    if method == .divideAndConquer { tree.encode(to: &encoder) }
    if version > 2 { preparation.encode(to: &encoder) }
    if version > 3 { encoder.append(UInt32(seedingSample ?? 0)) }
  }

  /// - Parameter version: Of the encoding; version 2 knew no preparation, and version 3 no samples.
  init(from decoder: inout CanonicalDecoder, version: UInt32) throws(DecodingFailure) {
    let tag = try decoder.number(UInt8.self)
    guard let method = ClusteringMethod.allCases.first(where: { $0.tag == tag }) else {
      throw .invalid("method")
    }
    self.init(method, clusters: Int(try decoder.number(UInt32.self)))
    iterations = Int(try decoder.number(UInt32.self))
    restarts = Int(try decoder.number(UInt32.self))
    try readCells(from: &decoder)
    if method == .divideAndConquer { tree = try TreeSettings(from: &decoder) }
    if version > 2 { preparation = try Preparation(from: &decoder) }
    seedingSample = version > 3 ? try Self.sample(from: &decoder) : Self.everyRecord
    do { try validate() } catch { throw .invalid("settings") }
  }

  /// Zero stands for automatic.
  private static func sample(from decoder: inout CanonicalDecoder) throws(DecodingFailure) -> Int? {
    let sample = Int(try decoder.number(UInt32.self))
    return sample == 0 ? nil : sample
  }

  /// Reads ε, γ and the seed.
  mutating func readCells(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    let hasEpsilon = try decoder.number(UInt8.self)
    let epsilon = try decoder.double()
    guard hasEpsilon == 1 || (hasEpsilon == 0 && epsilon.bitPattern == 0) else {
      throw .invalid("settings")
    }
    self.epsilon = hasEpsilon == 1 ? epsilon : nil
    balance = try BalanceFraction(from: &decoder)
    seed = try decoder.number()
  }
}

extension BalanceFraction {
  fileprivate init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    let numerator = Int(try decoder.number(UInt32.self))
    let denominator = Int(try decoder.number(UInt32.self))
    guard (1...Self.maximumDenominator).contains(denominator), numerator <= denominator else {
      throw .invalid("settings")
    }
    self.init(numerator, over: denominator)
    guard self.denominator == denominator else { throw .invalid("settings") }
  }
}

extension TreeSettings {
  /// Zero stands for automatic.
  fileprivate func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt32(leaves ?? 0))
    encoder.append(UInt32(depth ?? 0))
    encoder.append(UInt8(merging == .weighted ? 1 : 0))
    encoder.append(UInt8(solver == .quantized ? 1 : 0))
  }

  fileprivate init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    let leaves = Int(try decoder.number(UInt32.self))
    let depth = Int(try decoder.number(UInt32.self))
    let isWeighted = try decoder.number(UInt8.self)
    let isQuantized = try decoder.number(UInt8.self)
    guard isWeighted <= 1, isQuantized <= 1 else { throw .invalid("settings") }
    self.init(
      leaves: leaves == 0 ? nil : leaves, depth: depth == 0 ? nil : depth,
      merging: isWeighted == 1 ? .weighted : .unweighted, solver: isQuantized == 1 ? .quantized : .lloyd)
  }
}
