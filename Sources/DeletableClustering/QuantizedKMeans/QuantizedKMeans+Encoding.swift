// The canonical encoding of a quantized model, and its digest.
//
// The layout stands in docs/format.md. The digest covers the settings and the
// whole state, and nothing else: not the caches, the threads or the features' names.

import Crypto

extension QuantizedKMeans {
  /// The version of the encoding, which is also that of the state's definition.
  package static let encodingVersion: UInt32 = 1

  /// The SHA-256 of the settings and the whole state.
  ///
  /// Anyone who holds the surviving records can fit them anew and compare.
  ///
  /// - Complexity: O(T·k·d).
  public var digest: ModelDigest {
    ModelDigest(bytes: Array(SHA256.hash(data: encoded)))
  }

  /// The settings and the state, from which ``init(encoded:featureNames:records:)`` makes the model again.
  package var encoded: [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(Self.encodingVersion)
    configuration.encode(to: &encoder)
    encoder.append(UInt64(dimension))
    state.encode(to: &encoder)
    return encoder.bytes
  }

  /// Makes a model again from its encoding.
  ///
  /// - Parameter records: Where the records are.
  /// - Throws: `DecodingFailure` if the bytes are no encoding of a model with so many records, or the BLAS
  ///   is unsuitable.
  package init(
    encoded: [UInt8], featureNames: [String], records: any DeferredRecords, threads: Int
  ) throws(DecodingFailure) {
    guard LinearAlgebra.isSuitable else { throw .unsuitableLinearAlgebra(LinearAlgebra.provider) }
    var decoder = CanonicalDecoder(encoded)
    let version = try decoder.number(UInt32.self)
    guard version == Self.encodingVersion else { throw .unknownVersion(version) }
    configuration = try Configuration(from: &decoder)
    let dimension = Int(clamping: try decoder.number(UInt64.self))
    guard dimension >= 1, dimension == featureNames.count else { throw .invalid("dimension") }
    self.dimension = dimension
    self.featureNames = featureNames
    self.threads = threads
    state = try QuantizedKMeansState(from: &decoder, dimension: dimension, configuration)
    guard decoder.isAtEnd else { throw .invalid("length") }
    guard state.recordCount == records.count else { throw .invalid("record count") }
    deferred = records
  }

  /// Has the records read from another place, unless they are in memory already.
  ///
  /// - Precondition: The same records are there, which only their count is checked for.
  package mutating func moveDeferredRecords(to records: any DeferredRecords) {
    precondition(
      records.count == recordCount, "\(records.count) records are not the model's \(recordCount).")
    if deferred != nil { deferred = records }
  }
}

/// The digest of a model: 32 bytes, equal for equal models.
public struct ModelDigest: Hashable, Sendable, CustomStringConvertible {
  public let bytes: [UInt8]

  /// 64 hexadecimal digits.
  public var description: String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}

extension QuantizedKMeans.Configuration {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt32(clusters))
    encoder.append(UInt32(iterations))
    encoder.append(UInt8(epsilon == nil ? 0 : 1))
    encoder.append(epsilon ?? 0)
    encoder.append(UInt32(balance.numerator))
    encoder.append(UInt32(balance.denominator))
    encoder.append(seed)
  }

  init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    let clusters = Int(try decoder.number(UInt32.self))
    let iterations = Int(try decoder.number(UInt32.self))
    let hasEpsilon = try decoder.number(UInt8.self)
    let epsilon = try decoder.double()
    let numerator = Int(try decoder.number(UInt32.self))
    let denominator = Int(try decoder.number(UInt32.self))
    guard hasEpsilon == 1 || (hasEpsilon == 0 && epsilon.bitPattern == 0),
      (1...BalanceFraction.maximumDenominator).contains(denominator),
      numerator <= denominator
    else { throw .invalid("settings") }
    let balance = BalanceFraction(numerator, over: denominator)
    guard balance.denominator == denominator else { throw .invalid("settings") }
    self.init(
      clusters: clusters, iterations: iterations, epsilon: hasEpsilon == 1 ? epsilon : nil,
      balance: balance, seed: try decoder.number())
    do { try validate() } catch { throw .invalid("settings") }
  }
}
