// The canonical encoding of a model, and its digest.
//
// The layout stands in docs/format.md. The digest covers the settings and the
// whole state, and nothing else: not the caches, the threads or the features' names.

import Crypto

extension ModelCore {
  /// The version of the encoding, which is also that of the state's definition.
  package static let encodingVersion: UInt32 = 5

  var digest: ModelDigest { digest(version: Self.encodingVersion) }

  /// The digest as a version of the encoding defines it, for what was noted in that version.
  ///
  /// - Precondition: The version is 2 or later, and knows all that the model has.
  package func digest(version: UInt32) -> ModelDigest {
    var encoder = CanonicalEncoder()
    encodeHead(to: &encoder, version: version)
    structure.encodeForDigest(to: &encoder, version: version, threads: threads)
    return ModelDigest(bytes: Array(SHA256.hash(data: encoder.bytes)))
  }

  /// The settings and the state, from which ``model(encoded:featureNames:records:threads:)`` makes the model
  /// again.
  package var encoded: [UInt8] {
    var encoder = CanonicalEncoder()
    encodeHead(to: &encoder, version: Self.encodingVersion)
    structure.encode(to: &encoder)
    return encoder.bytes
  }

  private func encodeHead(to encoder: inout CanonicalEncoder, version: UInt32) {
    precondition(version > 2 || settings.preparation.steps.isEmpty, "Version 2 knew no preparation.")
    precondition(
      version > 3 || settings.seedingSample == ModelSettings.everyRecord, "Version 3 knew no samples.")
    encoder.append(version)
    settings.encode(to: &encoder, version: version)
    encoder.append(UInt64(dimension))
    preparation.encode(to: &encoder)
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
    guard (Version1.number...Self.encodingVersion).contains(version) else { throw .unknownVersion(version) }
    settings =
      isOld ? try ModelSettings(fromVersion1: &decoder) : try ModelSettings(from: &decoder, version: version)
    let dimension = Int(clamping: try decoder.number(UInt64.self))
    guard dimension >= 1, dimension == featureNames.count else { throw .invalid("dimension") }
    self.dimension = dimension
    self.featureNames = featureNames
    self.threads = threads
    preparation = try FittedPreparation(
      from: &decoder, settings.preparation, inputDimension: dimension,
      random: KeyedRandom(seed: settings.seed))
    let prepared = preparation.outputDimension
    summary =
      isOld
      ? try RecordSummary(fromVersion1: &decoder, dimension: prepared)
      : try RecordSummary(from: &decoder, dimension: prepared)
    let context = FitContext(
      settings: settings, dimension: prepared, summary: summary, threads: threads)
    structure = try Self.structure(from: &decoder, context, version: version)
    guard decoder.isAtEnd else { throw .invalid("length") }
    guard summary.recordCount == records.count else { throw .invalid("record count") }
    deferred = records
  }

  private static func structure(
    from decoder: inout CanonicalDecoder, _ context: FitContext, version: UInt32
  ) throws(DecodingFailure) -> any FittedStructure {
    if version == Version1.number { return try FlatFit(fromVersion1: &decoder, context) }
    let isOfVersion4 = version == Version4.number
    do throws(DecodingFailure) {
      let structure = try context.settings.method.structure.init(from: &decoder, context)
      let isDoubtful = (structure as? TreeFit)?.mayHaveEndedASeeding(context) ?? false
      guard isOfVersion4, isDoubtful else { return structure }
    } catch .endedSeeding where !isOfVersion4 {
      throw .invalid("sample")
    }
    throw .endedSeeding
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
