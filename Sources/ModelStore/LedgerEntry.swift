// An entry of the ledger: what was done to a model, and when.
//
// Promise    It holds no id and no coordinate. What it says cannot be changed without changing its hash, which the
//            next entry, and in the end the manifest, names.
// Method     The content has a fixed order of fields, and names the list of tokens by a digest, so that it stays
//            short enough to be given out in a receipt.

import Crypto
import DeletableClustering

/// The keyed hash of a withdrawn id, 16 bytes.
public struct LedgerToken: Hashable, Comparable, Sendable {
  public let bytes: [UInt8]

  static let length = 16

  /// The order of the bytes, so that a list of tokens does not tell the order of a request.
  public static func < (left: LedgerToken, right: LedgerToken) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

/// One entry of a ledger.
public struct LedgerEntry: Equatable, Sendable {
  public enum Kind: UInt8, Sendable {
    /// A model was fitted, the first one or one in the place of another.
    case fit = 1
    case withdrawal = 2
    /// Files were written from the model for other programs.
    case export = 3
    /// The folder was destroyed; this entry is given out and not kept.
    case destruction = 4
    /// The files were put under a key, under another, or under none.
    case rekeying = 5
  }

  /// What a model was at one moment.
  public struct State: Equatable, Sendable {
    /// The model's digest, 32 bytes.
    public internal(set) var digest: [UInt8]
    /// SHA-256 of the commitment to its records, 32 bytes.
    public internal(set) var commitment: [UInt8]
    public internal(set) var recordCount: Int
    public internal(set) var participantCount: Int
  }

  /// How many ids a withdrawal was asked for, and what it did.
  public struct Withdrawal: Equatable, Sendable {
    public internal(set) var requestedCount = 0
    public internal(set) var withdrawnCount = 0
    public internal(set) var recordCount = 0
    public internal(set) var unknownCount = 0
    public internal(set) var isCertified = true
    public internal(set) var firstMovedRound: Int?
    public internal(set) var reassignedCount = 0
    public internal(set) var changedNodeCount = 0
    public internal(set) var isRefitted = false
  }

  /// A file that was written from the model.
  public struct Output: Equatable, Sendable {
    public enum Kind: UInt8, Sendable {
      case centroids = 1
      case labels = 2
      /// A page about the model, with figures of its records.
      case report = 3
    }

    public let kind: Kind
    /// SHA-256 of the file.
    public let digest: [UInt8]

    public init(kind: Kind, digest: [UInt8]) {
      precondition(digest.count == LedgerEntry.hashBytes, "A digest has no \(digest.count) bytes.")
      self.kind = kind
      self.digest = digest
    }
  }

  /// An Ed25519 signature.
  public struct Signature: Equatable, Sendable {
    /// 32 bytes.
    public internal(set) var publicKey: [UInt8]
    /// 64 bytes.
    public internal(set) var bytes: [UInt8]

    static let length = 64
  }

  /// The model's name, 16 random bytes.
  public internal(set) var identity: [UInt8]
  /// From 0.
  public internal(set) var number: Int
  /// Seconds since 1970, UTC, by the clock of the machine.
  public internal(set) var time: UInt64
  public internal(set) var kind: Kind
  /// The model before; nil if there was none, or the ledger did not know it.
  public internal(set) var before: State?
  /// The model after; nil if it is gone.
  public internal(set) var after: State?
  public internal(set) var withdrawal = Withdrawal()
  public internal(set) var outputs: [Output] = []
  /// The version of the software that made the entry.
  public internal(set) var software = StoredModel.softwareVersion
  /// The hash of the entry before; zeros in the first.
  public internal(set) var previous: [UInt8]
  /// The withdrawn ids' tokens, ascending.
  public internal(set) var tokens: [LedgerToken] = []
  /// Nil if the entry was not signed.
  public internal(set) var signature: Signature?

  static let version: UInt32 = 1
  static let hashBytes = 32
  /// The end of the year 9999, so that a time can always be written as a date.
  static let latestTime: UInt64 = 253_402_300_799
  private static let domain = Array("unlearn ledger entry\0".utf8)

  init(
    _ kind: Kind, _ evidence: Evidence, time: UInt64, before: State?, after: State?
  ) {
    self.kind = kind
    identity = evidence.identity
    number = evidence.ledger.entryCount
    previous = evidence.ledger.head
    self.time = time
    self.before = before
    self.after = after
  }

  /// What is signed and given out: all but the tokens, which it names by their digest.
  public var content: [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(Self.version)
    encoder.append(bytes: identity)
    encoder.append(UInt64(number))
    encoder.append(time)
    encoder.append(kind.rawValue)
    for state in [before, after] { state.encode(to: &encoder) }
    withdrawal.encode(to: &encoder)
    encoder.append(UInt64(outputs.count))
    for output in outputs {
      encoder.append(output.kind.rawValue)
      encoder.append(bytes: output.digest)
    }
    encoder.append(software)
    encoder.append(bytes: previous)
    encoder.append(bytes: Array(SHA256.hash(data: tokens.flatMap(\.bytes))))
    return encoder.bytes
  }

  /// What the next entry names: SHA-256 of the content and the signature.
  public var hash: [UInt8] {
    Array(SHA256.hash(data: content + signatureBytes))
  }

  private var signatureBytes: [UInt8] {
    guard let signature else { return [0] }
    return [1] + signature.publicKey + signature.bytes
  }

  /// The bytes in the file.
  var encoded: [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(all: content)
    encoder.append(UInt64(tokens.count))
    return encoder.bytes + tokens.flatMap(\.bytes) + signatureBytes
  }

  mutating func sign(with key: SigningKey) {
    signature = Signature(publicKey: key.publicKey, bytes: key.signature(of: Self.domain + content))
  }

  /// Whether the entry is signed, and the signature is that of its key.
  public var isSignatureValid: Bool {
    guard let signature else { return false }
    return SigningKey.isValid(
      signature.bytes, of: Self.domain + content, publicKey: signature.publicKey)
  }
}

// MARK: - Reading

extension LedgerEntry {
  init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    let content = try decoder.numbers(UInt8.self)
    var inner = CanonicalDecoder(content)
    guard try inner.number(UInt32.self) == Self.version else { throw .invalid("version") }
    identity = try inner.bytes(Evidence.identityBytes)
    number = try inner.size("number")
    time = try inner.number()
    guard time <= Self.latestTime else { throw .invalid("time") }
    guard let kind = Kind(rawValue: try inner.number()) else { throw .invalid("kind") }
    self.kind = kind
    before = try State.decode(from: &inner)
    after = try State.decode(from: &inner)
    withdrawal = try Withdrawal(from: &inner)
    for _ in 0..<(try inner.count(elementBytes: 1 + Self.hashBytes)) {
      guard let kind = Output.Kind(rawValue: try inner.number()) else { throw .invalid("kind of output") }
      outputs.append(Output(kind: kind, digest: try inner.bytes(Self.hashBytes)))
    }
    software = try inner.text()
    previous = try inner.bytes(Self.hashBytes)
    for _ in 0..<(try decoder.count(elementBytes: LedgerToken.length)) {
      tokens.append(LedgerToken(bytes: try decoder.bytes(LedgerToken.length)))
    }
    if try decoder.flag("mark of a signature") {
      signature = Signature(
        publicKey: try decoder.bytes(Evidence.keyBytes), bytes: try decoder.bytes(Signature.length))
    }
    // Whatever else the bytes may be, they are what this entry is written as; that covers the tokens' digest.
    guard self.content == content else { throw .invalid("content") }
  }
}

extension LedgerEntry.State? {
  fileprivate func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(self != nil)
    guard let self else { return }
    encoder.append(bytes: self.digest + self.commitment)
    encoder.append(UInt64(self.recordCount))
    encoder.append(UInt64(self.participantCount))
  }
}

extension LedgerEntry.State {
  /// - Parameter manifest: Where the model is stored, if its ledger is spoken of: a state that an earlier version wrote
  ///   keeps the digest of that version there, until it is written anew.
  init(_ model: any DeletableModel, _ commitment: RecordCommitment, in manifest: Manifest? = nil) {
    let digest = manifest.map { model.core.digest(version: $0.stateVersion) } ?? model.digest
    self.init(
      digest: digest.bytes, commitment: commitment.digest, recordCount: model.recordCount,
      participantCount: model.participantCount)
  }

  fileprivate static func decode(
    from decoder: inout CanonicalDecoder
  ) throws(DecodingFailure) -> LedgerEntry.State? {
    guard try decoder.flag("mark of a state") else { return nil }
    return LedgerEntry.State(
      digest: try decoder.bytes(LedgerEntry.hashBytes),
      commitment: try decoder.bytes(LedgerEntry.hashBytes),
      recordCount: try decoder.size("record count"),
      participantCount: try decoder.size("participant count"))
  }
}

extension LedgerEntry.Withdrawal {
  init(_ outcome: DeletionOutcome) {
    requestedCount = outcome.requestedCount
    withdrawnCount = outcome.withdrawnCount
    recordCount = outcome.recordCount
    unknownCount = outcome.unknownIDs.count
    isCertified = outcome.isCertified
    firstMovedRound = outcome.firstMovedRound
    reassignedCount = outcome.reassignedCount
    changedNodeCount = outcome.changedNodeCount
    isRefitted = outcome.isRefitted
  }

  fileprivate func encode(to encoder: inout CanonicalEncoder) {
    for count in [requestedCount, withdrawnCount, recordCount, unknownCount] {
      encoder.append(UInt64(count))
    }
    encoder.append(isCertified)
    encoder.append(firstMovedRound != nil)
    encoder.append(UInt64(firstMovedRound ?? 0))
    encoder.append(UInt64(reassignedCount))
    encoder.append(UInt64(changedNodeCount))
    encoder.append(isRefitted)
  }

  fileprivate init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    requestedCount = try decoder.size("count of requested ids")
    withdrawnCount = try decoder.size("count of withdrawn ids")
    recordCount = try decoder.size("count of removed records")
    unknownCount = try decoder.size("count of unknown ids")
    isCertified = try decoder.flag("mark of certainty")
    let hasMoved = try decoder.flag("mark of a moved round")
    let round = try decoder.size("moved round")
    firstMovedRound = hasMoved ? round : nil
    reassignedCount = try decoder.size("count of reassigned points")
    changedNodeCount = try decoder.size("count of changed nodes")
    isRefitted = try decoder.flag("mark of a refit")
  }
}
