// What a manifest keeps so that the ledger can be gone on with and checked.

import Crypto
import DeletableClustering

struct Evidence: Equatable, Sendable {
  /// Names the model: copies of it share the name, whatever they are called.
  var identity: [UInt8]
  /// The key under which ids are hashed for the ledger.
  var secret: [UInt8]
  /// The Ed25519 key by which entries are signed; nil as long as none was.
  var publicKey: [UInt8]?
  /// The commitment to the records in the segments.
  var commitment: RecordCommitment
  /// How far the ledger's file belongs to this model; what lies beyond is a crash's.
  var ledger = LedgerEnd()

  static let identityBytes = 16
  static let keyBytes = 32

  /// For a new model, or for one of a version that had no ledger.
  init(_ files: FileSystem) {
    identity = files.randomBytes(Self.identityBytes)
    secret = files.randomBytes(Self.keyBytes)
    commitment = RecordCommitment()
  }

  /// Throws if the ledger is signed, and by another key than this.
  func check(_ signer: SigningKey?, path: String) throws(StoreError) {
    guard let signer, let publicKey, signer.publicKey != publicKey else { return }
    throw .otherSigner(path: path)
  }

  /// What the ledger holds of an id that was withdrawn: the first half of HMAC-SHA256 under the model's secret.
  func token(of id: RecordID) -> LedgerToken {
    let code = HMAC<SHA256>.authenticationCode(for: id.bytes, using: SymmetricKey(data: secret))
    return LedgerToken(bytes: Array(Array(code)[..<LedgerToken.length]))
  }

  /// The tokens of some ids, ascending.
  func tokens(of ids: some Sequence<RecordID>) -> [LedgerToken] {
    ids.map { token(of: $0) }.sorted()
  }
}

/// Where a ledger ends.
struct LedgerEnd: Equatable, Sendable {
  /// The length of the file; 0 if there is none yet.
  var length = 0
  var entryCount = 0
  /// The last entry's hash; zeros if there is none.
  var head = [UInt8](repeating: 0, count: LedgerEntry.hashBytes)
}

extension Evidence {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(bytes: identity)
    encoder.append(bytes: secret)
    encoder.append(UInt8(publicKey == nil ? 0 : 1))
    encoder.append(bytes: publicKey ?? Array(repeating: 0, count: Self.keyBytes))
    for lane in commitment.lanes { encoder.append(lane) }
    encoder.append(UInt64(ledger.length))
    encoder.append(UInt64(ledger.entryCount))
    encoder.append(bytes: ledger.head)
  }

  init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    identity = try decoder.bytes(Self.identityBytes)
    secret = try decoder.bytes(Self.keyBytes)
    let hasKey = try decoder.flag("mark of a public key")
    let key = try decoder.bytes(Self.keyBytes)
    guard hasKey || key.allSatisfy({ $0 == 0 }) else { throw .invalid("public key") }
    publicKey = hasKey ? key : nil
    var lanes: [UInt16] = []
    for _ in 0..<RecordCommitment.laneCount { lanes.append(try decoder.number()) }
    commitment = RecordCommitment(lanes: lanes)
    ledger = LedgerEnd(
      length: try decoder.size("ledger's length"), entryCount: try decoder.size("count of entries"),
      head: try decoder.bytes(LedgerEntry.hashBytes))
  }
}
