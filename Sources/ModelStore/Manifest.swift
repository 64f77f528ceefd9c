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
  var participantCount: Int
  var segments: [SegmentEntry]
  /// The canonical encoding of the settings and the state.
  var encodedModel: [UInt8]

  static let magic = Array("unlearnM".utf8)
  static let version: UInt32 = 1

  var layout: SegmentLayout { SegmentLayout(dimension: featureNames.count, element: element) }

  var encoded: [UInt8] {
    var encoder = CanonicalEncoder()
    for byte in Self.magic { encoder.append(byte) }
    encoder.append(Self.version)
    encoder.append(generation)
    encoder.append(UInt8(metadata.idColumn == nil ? 0 : 1))
    encoder.append(metadata.idColumn ?? "")
    encoder.append(texts: metadata.features)
    encoder.append(texts: featureNames)
    encoder.append(element.rawValue)
    encoder.append(UInt64(participantCount))
    encoder.append(UInt64(segments.count))
    for segment in segments { segment.encode(to: &encoder) }
    encoder.append(all: encodedModel)
    return encoder.bytes + Array(SHA256.hash(data: encoder.bytes))
  }

  /// Why bytes are no manifest.
  enum Failure: Error, Equatable {
    case damaged(String)
    case newerVersion(UInt32)
  }

  init(
    generation: UInt64, metadata: ModelMetadata, featureNames: [String], element: ElementType,
    participantCount: Int, segments: [SegmentEntry], encodedModel: [UInt8]
  ) {
    self.generation = generation
    self.metadata = metadata
    self.featureNames = featureNames
    self.element = element
    self.participantCount = participantCount
    self.segments = segments
    self.encodedModel = encodedModel
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
      case .unsuitableLinearAlgebra: preconditionFailure("A manifest alone needs no product.")
      }
    }
  }

  private init(content: [UInt8]) throws(DecodingFailure) {
    var decoder = CanonicalDecoder(content)
    let version = try decoder.number(UInt32.self)
    guard version == Self.version else { throw .unknownVersion(version) }
    generation = try decoder.number()
    let hasIDColumn = try decoder.number(UInt8.self)
    let idColumn = try decoder.text()
    guard hasIDColumn == 1 || hasIDColumn == 0 && idColumn.isEmpty else { throw .invalid("id column") }
    metadata = ModelMetadata(
      idColumn: hasIDColumn == 1 ? idColumn : nil, features: try decoder.texts())
    featureNames = try decoder.texts()
    guard !featureNames.isEmpty else { throw .invalid("dimension") }
    guard let element = ElementType(rawValue: try decoder.number()) else { throw .invalid("element type") }
    self.element = element
    participantCount = try decoder.size("participant count")
    segments = []
    var rowCount = 0
    for _ in 0..<(try decoder.count(elementBytes: SegmentEntry.encodedBytes)) {
      let segment = try SegmentEntry(from: &decoder)
      rowCount += segment.rowCount
      guard rowCount <= Dataset.maximumCount else { throw .invalid("record count") }
      segments.append(segment)
    }
    guard participantCount <= rowCount, (participantCount == 0) == (rowCount == 0) else {
      throw .invalid("participant count")
    }
    encodedModel = try decoder.numbers()
    guard decoder.isAtEnd else { throw .invalid("length") }
  }
}

extension SegmentEntry {
  static let encodedBytes = 8 + 4 + 8 + 8 + 2 * digestBytes

  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(generation)
    encoder.append(number)
    encoder.append(UInt64(rowCount))
    encoder.append(UInt64(idBytes))
    for byte in idDigest + coordinateDigest { encoder.append(byte) }
  }

  init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    generation = try decoder.number()
    number = try decoder.number()
    rowCount = try decoder.size("row count")
    guard (1...Dataset.maximumCount).contains(rowCount) else { throw .invalid("row count") }
    idBytes = try decoder.size("length of ids")
    idDigest = []
    coordinateDigest = []
    for _ in 0..<Self.digestBytes { idDigest.append(try decoder.number()) }
    for _ in 0..<Self.digestBytes { coordinateDigest.append(try decoder.number()) }
  }
}

extension CanonicalEncoder {
  fileprivate mutating func append(texts: [String]) {
    append(UInt64(texts.count))
    for text in texts { append(text) }
  }
}

extension CanonicalDecoder {
  fileprivate mutating func texts() throws(DecodingFailure) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count(elementBytes: 8)) { texts.append(try text()) }
    return texts
  }

  /// A number that is no less than 0 and fits an `Int`.
  fileprivate mutating func size(_ what: String) throws(DecodingFailure) -> Int {
    guard let size = Int(exactly: try number(UInt64.self)) else { throw .invalid(what) }
    return size
  }
}
