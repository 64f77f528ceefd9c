// The canonical encoding of a model, and its digest.
//
// The layout stands in docs/format.md. The digest covers the settings and the
// whole state, and nothing else: not the caches, the threads or the features' names.

import Crypto

extension ModelCore {
  /// The version of the encoding, which is also that of the state's definition.
  package static let encodingVersion: UInt32 = 2

  var digest: ModelDigest {
    var encoder = CanonicalEncoder()
    encodeHead(to: &encoder)
    structure.encodeForDigest(to: &encoder)
    return ModelDigest(bytes: Array(SHA256.hash(data: encoder.bytes)))
  }

  /// The settings and the state, from which ``model(encoded:featureNames:records:threads:)`` makes the model
  /// again.
  package var encoded: [UInt8] {
    var encoder = CanonicalEncoder()
    encodeHead(to: &encoder)
    structure.encode(to: &encoder)
    return encoder.bytes
  }

  private func encodeHead(to encoder: inout CanonicalEncoder) {
    encoder.append(Self.encodingVersion)
    settings.encode(to: &encoder)
    encoder.append(UInt64(dimension))
    summary.encode(to: &encoder)
  }

  /// Makes a model again from its encoding.
  ///
  /// - Parameter records: Where the records are.
  /// - Throws: `DecodingFailure` if the bytes are no encoding of a model with so many records, or the BLAS
  ///   is unsuitable.
  package static func model(
    encoded: [UInt8], featureNames: [String], records: any DeferredRecords, threads: Int
  ) throws(DecodingFailure) -> any DeletableModel {
    let core = try ModelCore(encoded, featureNames, records, threads: threads)
    return core.settings.method.model.init(core: core)
  }

  private init(
    _ encoded: [UInt8], _ featureNames: [String], _ records: any DeferredRecords, threads: Int
  ) throws(DecodingFailure) {
    guard LinearAlgebra.isSuitable else { throw .unsuitableLinearAlgebra(LinearAlgebra.provider) }
    var decoder = CanonicalDecoder(encoded)
    let version = try decoder.number(UInt32.self)
    let isOld = version == Version1.number
    guard isOld || version == Self.encodingVersion else { throw .unknownVersion(version) }
    settings = isOld ? try ModelSettings(fromVersion1: &decoder) : try ModelSettings(from: &decoder)
    let dimension = Int(clamping: try decoder.number(UInt64.self))
    guard dimension >= 1, dimension == featureNames.count else { throw .invalid("dimension") }
    self.dimension = dimension
    self.featureNames = featureNames
    self.threads = threads
    summary =
      isOld
      ? try RecordSummary(fromVersion1: &decoder, dimension: dimension)
      : try RecordSummary(from: &decoder, dimension: dimension)
    let context = FitContext(
      settings: settings, dimension: dimension, summary: summary, threads: threads)
    structure =
      isOld
      ? try FlatFit(fromVersion1: &decoder, context)
      : try settings.method.structure.init(from: &decoder, context)
    guard decoder.isAtEnd else { throw .invalid("length") }
    guard summary.recordCount == records.count else { throw .invalid("record count") }
    deferred = records
  }

  /// Has the records read from another place, unless they are in memory already.
  ///
  /// - Precondition: The same records are there, which only their count is checked for.
  package mutating func moveDeferredRecords(to records: any DeferredRecords) {
    precondition(
      records.count == summary.recordCount,
      "\(records.count) records are not the model's \(summary.recordCount).")
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
