// An envelope: some bytes of a model under its key.
//
// Promise    Without the key nothing is learnt of the content but its length. What is opened is what was put in, at
//            this place of this model, under this key and no other.
// Method     AES-256-GCM under a key that HKDF-SHA256 draws for each envelope from the model's key and a random salt.
//            No key is used twice, so the nonce is zero. The header is authenticated, and so is the place.
// Source     RFC 5869 for HKDF; NIST SP 800-38D for GCM. GCM alone does not commit to its key (Dodis, Grubbs,
//            Ristenpart and Woodage, "Fast Message Franking", CRYPTO 2018), so the header has a check of the key,
//            drawn from the same salt: two keys of one check would be a collision of SHA-256.

import Crypto
import DeletableClustering
import Foundation

/// What an envelope holds, and where it belongs.
struct EnvelopePlace: Equatable, Sendable {
  enum Content: UInt32, Sendable {
    case manifest = 1
    /// A segment's header and ids.
    case ids = 2
    /// A segment's salts and coordinates.
    case coordinates = 3
    /// Some entries of the ledger.
    case ledger = 4
  }

  var content: Content
  /// The generation of the manifest or the segment; in the ledger, the offset at which the envelope begins.
  var position: UInt64
  /// The segment's number in its generation, else 0.
  var number: UInt64 = 0

  static func ids(_ entry: SegmentEntry) -> EnvelopePlace {
    EnvelopePlace(content: .ids, position: entry.generation, number: UInt64(entry.number))
  }

  static func coordinates(_ entry: SegmentEntry) -> EnvelopePlace {
    EnvelopePlace(content: .coordinates, position: entry.generation, number: UInt64(entry.number))
  }
}

/// Why an envelope was not opened.
enum EnvelopeFailure: Error, Equatable {
  case damaged(String)
  case newerVersion(UInt32)
  case otherKey
}

/// What stands in clear before the content.
struct EnvelopeHeader: Equatable, Sendable {
  let identity: [UInt8]
  let epoch: UInt64
  let place: EnvelopePlace
  /// The length of the content.
  let length: Int
  fileprivate let salt: [UInt8]
  fileprivate let keyCheck: [UInt8]

  static let magic = Array("unlearnE".utf8)
  static let version: UInt32 = 1
  private static let checksumBytes = 16
  fileprivate static let saltBytes = 32
  /// The length of a header, in every later version too.
  static let bytes = 8 + 4 + 4 + Evidence.identityBytes + 4 * 8 + saltBytes + 32 + checksumBytes

  /// The header as it stands in the file. The checksum tells a damaged header from another key.
  fileprivate var encoded: [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(bytes: Self.magic)
    encoder.append(Self.version)
    encoder.append(place.content.rawValue)
    encoder.append(bytes: identity)
    encoder.append(epoch)
    encoder.append(place.position)
    encoder.append(place.number)
    encoder.append(UInt64(length))
    encoder.append(bytes: salt + keyCheck)
    return encoder.bytes + Self.checksum(encoder.bytes)
  }

  private static func checksum(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    Array(SHA256.hash(data: bytes)).prefix(checksumBytes)
  }

  fileprivate init(
    _ encryption: Encryption, _ place: EnvelopePlace, length: Int, salt: [UInt8], keyCheck: [UInt8]
  ) {
    identity = encryption.identity
    epoch = encryption.epoch
    self.place = place
    self.length = length
    self.salt = salt
    self.keyCheck = keyCheck
  }

  /// Reads the header that some bytes begin with; no key is needed.
  init(_ bytes: Data) throws(EnvelopeFailure) {
    let all = Array(bytes.prefix(Self.bytes))
    let content = Array(all.dropLast(Self.checksumBytes))
    guard all.count == Self.bytes, all.starts(with: Self.magic),
      Self.checksum(content).elementsEqual(all.suffix(Self.checksumBytes))
    else { throw .damaged("the header of its envelope is not as it was written") }
    do throws(DecodingFailure) {
      try self.init(content: Array(content.dropFirst(Self.magic.count)))
    } catch {
      if case .unknownVersion(let version) = error { throw .newerVersion(version) }
      throw .damaged("the header of its envelope cannot be")
    }
  }

  private init(content: [UInt8]) throws(DecodingFailure) {
    var decoder = CanonicalDecoder(content)
    let version = try decoder.number(UInt32.self)
    guard version == Self.version else { throw .unknownVersion(version) }
    guard let kind = EnvelopePlace.Content(rawValue: try decoder.number()) else { throw .invalid("content") }
    identity = try decoder.bytes(Evidence.identityBytes)
    epoch = try decoder.number()
    place = EnvelopePlace(content: kind, position: try decoder.number(), number: try decoder.number())
    length = try decoder.size("length")
    salt = try decoder.bytes(Self.saltBytes)
    keyCheck = try decoder.bytes(SHA256.byteCount)
  }
}

/// The two values that are drawn for an envelope from the model's key and the envelope's salt.
private struct EnvelopeKeys {
  let encryption: SymmetricKey
  /// Names the key without telling anything of it.
  let check: [UInt8]

  init(_ key: ModelKey, salt: [UInt8]) {
    let root = HKDF<SHA256>.extract(inputKeyMaterial: key.secret, salt: salt)
    func draw(_ purpose: String) -> SymmetricKey {
      HKDF<SHA256>.expand(pseudoRandomKey: root, info: Array(purpose.utf8), outputByteCount: 32)
    }
    encryption = draw("unlearn envelope encryption")
    check = Array(
      HMAC<SHA256>.authenticationCode(for: [] as [UInt8], using: draw("unlearn envelope key check")))
  }
}

enum Envelope {
  private static let tagBytes = 16
  private static let nonce = [UInt8](repeating: 0, count: 12)

  /// By how much an envelope is longer than its content.
  static let extraBytes = EnvelopeHeader.bytes + tagBytes

  /// Puts bytes into an envelope.
  ///
  /// - Complexity: O(length).
  static func sealing(
    _ content: [UInt8], _ encryption: Encryption, at place: EnvelopePlace, _ files: FileSystem
  ) -> [UInt8] {
    let salt = files.randomBytes(EnvelopeHeader.saltBytes)
    let keys = EnvelopeKeys(encryption.key, salt: salt)
    let header = EnvelopeHeader(encryption, place, length: content.count, salt: salt, keyCheck: keys.check)
      .encoded
    guard let nonce = try? AES.GCM.Nonce(data: nonce),
      let box = try? AES.GCM.seal(content, using: keys.encryption, nonce: nonce, authenticating: header)
    else { preconditionFailure("A key of 32 bytes and a nonce of 12 fit AES-GCM.") }
    return header + box.ciphertext + box.tag
  }

  /// Takes the content out of the envelope that some bytes begin with.
  ///
  /// - Complexity: O(length).
  static func opening(
    _ bytes: Data, _ encryption: Encryption, at place: EnvelopePlace
  ) throws(EnvelopeFailure) -> Data {
    let header = try EnvelopeHeader(bytes)
    guard header.identity == encryption.identity, header.epoch == encryption.epoch, header.place == place
    else {
      throw .damaged("it belongs to another place or model")
    }
    let keys = EnvelopeKeys(encryption.key, salt: header.salt)
    guard keys.check == header.keyCheck else { throw .otherKey }
    guard header.length <= bytes.count - extraBytes else { throw .damaged("its envelope ends too early") }
    let start = bytes.startIndex + EnvelopeHeader.bytes
    let end = start + header.length
    guard let nonce = try? AES.GCM.Nonce(data: nonce),
      let box = try? AES.GCM.SealedBox(
        nonce: nonce, ciphertext: bytes[start..<end], tag: bytes[end..<end + tagBytes]),
      let content = try? AES.GCM.open(
        box, using: keys.encryption, authenticating: bytes[bytes.startIndex..<start])
    else { throw .damaged("the content of its envelope is not as it was written") }
    return content
  }
}
