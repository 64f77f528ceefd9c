// The manifest: the one root of a stored model. What it does not name is not part of the model.
//
// Its last 32 bytes are the SHA-256 of all before them, in this and in every later version, so that
// a damaged file is told from a newer one.

import Crypto
import DeletableClustering

struct Manifest: Equatable, Sendable {
  /// Grows with every change.
  var generation: UInt64
  var metadata: ModelMetadata
  var featureNames: [String]
  var element: ElementType
  /// Whether rows have weights in the segments.
  var isWeighted: Bool
  var participantCount: Int
  var segments: [SegmentEntry]
  /// The canonical encoding of the settings and the state.
  var encodedModel: [UInt8]
  /// What belongs to the ledger; nil in a model of a version that had none.
  var evidence: Evidence?
  /// The key that the model's files are under, this one too; nil if they are in clear. It stands in the envelope
  /// around the manifest.
  var encryption: Encryption?

  static let magic = Array("unlearnM".utf8)
  /// Version 1 had no weights, and its segments were all of their version 1. Version 2 had no ledger.
  static let version: UInt32 = 3

  /// The highest generation that a manifest may have. Changes that are counted come nowhere near it, so one above
  /// was forged, and there is room to count on from any.
  static let highestGeneration = UInt64(Int64.max)

  var layout: SegmentLayout {
    SegmentLayout(dimension: featureNames.count, element: element, isWeighted: isWeighted)
  }

  /// The version of the encoding that the state was written in; a state of version 1 has the digest of version 2.
  var stateVersion: UInt32 {
    max(2, encodedModel.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
  }

  var encoded: [UInt8] {
    var encoder = CanonicalEncoder()
    for byte in Self.magic { encoder.append(byte) }
    encoder.append(Self.version)
    encoder.append(generation)
    encoder.append(optional: metadata.idColumn)
    encoder.append(optional: metadata.weightColumn)
    encoder.append(texts: metadata.features)
    encoder.append(texts: featureNames)
    encoder.append(element.rawValue)
    encoder.append(isWeighted)
    encoder.append(UInt64(participantCount))
    encoder.append(UInt64(segments.count))
    for segment in segments { segment.encode(to: &encoder) }
    encoder.append(all: encodedModel)
    encoder.append(evidence != nil)
    evidence?.encode(to: &encoder)
    return encoder.bytes + Array(SHA256.hash(data: encoder.bytes))
  }

  /// Why bytes are no manifest.
  enum Failure: Error, Equatable {
    case damaged(String)
    case newerVersion(UInt32)
  }

  init(
    generation: UInt64, metadata: ModelMetadata, featureNames: [String], element: ElementType,
    isWeighted: Bool, participantCount: Int, segments: [SegmentEntry], encodedModel: [UInt8],
    evidence: Evidence?
  ) {
    self.generation = generation
    self.metadata = metadata
    self.featureNames = featureNames
    self.element = element
    self.isWeighted = isWeighted
    self.participantCount = participantCount
    self.segments = segments
    self.encodedModel = encodedModel
    self.evidence = evidence
  }

  init(_ bytes: [UInt8]) throws(Failure) {
    let content = Array(bytes.dropLast(SegmentEntry.digestBytes))
    guard content.count > Self.magic.count,
      SHA256.hash(data: content).elementsEqual(bytes.suffix(SegmentEntry.digestBytes))
    else { throw .damaged("it does not agree with its digest") }
    guard content.starts(with: Self.magic) else { throw .damaged("it is no manifest") }
    do throws(DecodingFailure) {
      try self.init(content: Array(content.dropFirst(Self.magic.count)))
    } catch {
      switch error {
      case .unknownVersion(let version): throw .newerVersion(version)
      case .endOfBytes: throw .damaged("it ends too early")
      case .invalid(let what): throw .damaged("its \(what) cannot be")
      case .unsuitableLinearAlgebra, .endedSeeding:
        preconditionFailure("Nothing of the state is read with the manifest.")
      }
    }
  }

  private init(content: [UInt8]) throws(DecodingFailure) {
    var decoder = CanonicalDecoder(content)
    let version = try decoder.number(UInt32.self)
    guard (1...Self.version).contains(version) else { throw .unknownVersion(version) }
    generation = try decoder.number()
    guard generation <= Self.highestGeneration else { throw .invalid("generation") }
    metadata = ModelMetadata(
      idColumn: try decoder.optionalText("id column"),
      weightColumn: version == 1 ? nil : try decoder.optionalText("weight column"),
      features: try decoder.texts())
    featureNames = try decoder.texts()
    guard !featureNames.isEmpty else { throw .invalid("dimension") }
    guard let element = ElementType(rawValue: try decoder.number()) else { throw .invalid("element type") }
    self.element = element
    isWeighted = version == 1 ? false : try decoder.flag("mark of weights")
    participantCount = try decoder.size("participant count")
    segments = try SegmentEntry.list(from: &decoder, manifestVersion: version)
    if isWeighted, segments.contains(where: { $0.version == 1 }) { throw .invalid("segment version") }
    let rowCount = segments.reduce(0) { $0 + $1.rowCount }
    guard participantCount <= rowCount, (participantCount == 0) == (rowCount == 0) else {
      throw .invalid("participant count")
    }
    encodedModel = try decoder.numbers()
    let hasEvidence = version < 3 ? false : try decoder.flag("mark of a ledger")
    evidence = hasEvidence ? try Evidence(from: &decoder) : nil
    guard !hasEvidence || segments.allSatisfy(\.isSalted) else { throw .invalid("segment version") }
    guard decoder.isAtEnd else { throw .invalid("length") }
  }
}

extension SegmentEntry {
  /// The length of an entry; in manifests of version 1, the version of the segment was not in it.
  private static func encodedBytes(manifestVersion: UInt32) -> Int {
    (manifestVersion == 1 ? 0 : 4) + 8 + 4 + 8 + 8 + 2 * digestBytes
  }

  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(version)
    encoder.append(generation)
    encoder.append(number)
    encoder.append(UInt64(rowCount))
    encoder.append(UInt64(idBytes))
    encoder.append(bytes: idDigest + coordinateDigest)
  }

  /// The entries of all segments, whose rows are no more than a data set may have.
  fileprivate static func list(
    from decoder: inout CanonicalDecoder, manifestVersion: UInt32
  ) throws(DecodingFailure) -> [SegmentEntry] {
    var entries: [SegmentEntry] = []
    var rowCount = 0
    for _ in 0..<(try decoder.count(elementBytes: encodedBytes(manifestVersion: manifestVersion))) {
      let entry = try SegmentEntry(from: &decoder, manifestVersion: manifestVersion)
      rowCount += entry.rowCount
      guard rowCount <= Dataset.maximumCount else { throw .invalid("record count") }
      entries.append(entry)
    }
    return entries
  }

  private init(from decoder: inout CanonicalDecoder, manifestVersion: UInt32) throws(DecodingFailure) {
    version = manifestVersion == 1 ? 1 : try decoder.number()
    guard (1...SegmentLayout.version).contains(version) else { throw .invalid("segment version") }
    generation = try decoder.number()
    number = try decoder.number()
    rowCount = try decoder.size("row count")
    guard (1...Dataset.maximumCount).contains(rowCount) else { throw .invalid("row count") }
    idBytes = try decoder.size("length of ids")
    idDigest = try decoder.bytes(Self.digestBytes)
    coordinateDigest = try decoder.bytes(Self.digestBytes)
  }
}
