// The ledger: what was done to a model, each entry chained to the one before.
//
// Promise    Entries are only ever added. What the manifest names of the file is a whole chain; an entry becomes
//            part of it with the same rename as the change that it tells of.
// Method     A new entry is written after the named length and brought down to the medium before the manifest that
//            names it. What a crash leaves beyond is ignored by readers, and cut at the next update.

import Crypto
import DeletableClustering
import Foundation

/// A whole ledger, its chain checked.
public struct Ledger: Equatable, Sendable {
  /// The oldest first.
  public let entries: [LedgerEntry]

  static let magic = Array("unlearnL".utf8)
  static let version: UInt32 = 1

  /// The bytes that the file begins with.
  static var header: [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(bytes: magic)
    encoder.append(version)
    return encoder.bytes
  }

  /// Why bytes are not the ledger that a manifest names.
  struct Failure: Error, Equatable {
    let reason: String
  }

  /// - Parameters:
  ///   - bytes: The file; what lies beyond the named end is passed over.
  ///   - encryption: The key that it is under.
  init(_ bytes: Data, _ evidence: Evidence, _ encryption: Encryption?) throws(Failure) {
    try self.init(content: Array(try Self.content(bytes, evidence, encryption)))
    try checkChain(evidence)
  }

  /// The part of a file that a manifest names, in clear.
  static func content(
    _ bytes: Data, _ evidence: Evidence, _ encryption: Encryption?
  ) throws(Failure) -> Data {
    let end = evidence.ledger
    guard bytes.count >= end.length else { throw Failure(reason: "it is shorter than it was") }
    guard let encryption else { return bytes.prefix(end.length) }
    return try decrypting(bytes.prefix(end.length), encryption)
  }

  private init(content: [UInt8]) throws(Failure) {
    do throws(DecodingFailure) {
      var decoder = CanonicalDecoder(content)
      guard try decoder.bytes(Self.magic.count) == Self.magic,
        try decoder.number(UInt32.self) == Self.version
      else { throw .invalid("beginning") }
      var entries: [LedgerEntry] = []
      while !decoder.isAtEnd { entries.append(try LedgerEntry(from: &decoder)) }
      self.entries = entries
    } catch {
      switch error {
      case .invalid(let what): throw Failure(reason: "its \(what) cannot be")
      default: throw Failure(reason: "it ends too early")
      }
    }
  }

  /// What is in the envelopes that a file consists of.
  private static func decrypting(_ file: Data, _ encryption: Encryption) throws(Failure) -> Data {
    var content = Data()
    var offset = 0
    while offset < file.count {
      let place = EnvelopePlace(content: .ledger, position: UInt64(offset))
      do throws(EnvelopeFailure) {
        let part = try Envelope.opening(file.dropFirst(offset), encryption, at: place)
        content += part
        offset += part.count + Envelope.extraBytes
      } catch {
        throw Failure(reason: error.reason)
      }
    }
    return content
  }

  /// The bytes that the entries are written as.
  var encoded: [UInt8] { entries.reduce(into: Self.header) { $0 += $1.encoded } }

  private func checkChain(_ evidence: Evidence) throws(Failure) {
    var previous = LedgerEnd().head
    for (number, entry) in entries.enumerated() {
      guard entry.number == number, entry.previous == previous, entry.identity == evidence.identity else {
        throw Failure(reason: "entry \(number) does not go on from the one before")
      }
      previous = entry.hash
    }
    guard entries.count == evidence.ledger.entryCount, previous == evidence.ledger.head else {
      throw Failure(reason: "its last entry is not the one that the manifest names")
    }
  }

  /// The entries, the newest first, that tell of an id's withdrawal.
  func withdrawals(_ token: LedgerToken) -> [LedgerEntry] {
    entries.reversed().filter { $0.tokens.contains(token) }
  }
}

extension ModelFolder {
  /// The whole ledger, checked; nil if the model is of a version that had none.
  func ledger(_ manifest: Manifest) throws(StoreError) -> Ledger? {
    guard let evidence = manifest.evidence else { return nil }
    return try readingLedger(manifest) { bytes throws(Ledger.Failure) in
      try Ledger(bytes, evidence, manifest.encryption)
    }
  }

  /// Checks the chain of the ledger, if there is one, so that it can be gone on with.
  func checkLedger(_ manifest: Manifest) throws(StoreError) {
    guard let evidence = manifest.evidence else { return }
    try readingLedger(manifest) { bytes throws(Ledger.Failure) in
      try Ledger.checkChain(of: try Ledger.content(bytes, evidence, manifest.encryption), evidence)
    }
  }

  private func readingLedger<Result>(
    _ manifest: Manifest, _ body: (Data) throws(Ledger.Failure) -> Result
  ) throws(StoreError) -> Result {
    let bytes: Data
    do throws(FileFailure) {
      bytes = try files.map(ledgerPath(manifest))
    } catch {
      guard error.isMissing else { throw StoreError(error) }
      throw .damaged(path: path, file: manifest.ledgerName, reason: "it is missing")
    }
    do throws(Ledger.Failure) {
      return try body(bytes)
    } catch {
      throw .damaged(path: path, file: manifest.ledgerName, reason: error.reason)
    }
  }

  /// Enters what was done to a model whose manifest is about to be committed.
  ///
  /// - Parameter note: Completes the entry.
  func enter(
    _ kind: LedgerEntry.Kind, in manifest: inout Manifest, before: LedgerEntry.State?,
    after model: any DeletableModel, signer: SigningKey?,
    _ note: (inout LedgerEntry, Evidence) -> Void = { _, _ in }
  ) throws(StoreError) {
    guard let evidence = manifest.evidence else {
      preconditionFailure("A model gets what belongs to the ledger before an entry.")
    }
    var entry = LedgerEntry(
      kind, evidence, time: files.now(), before: before,
      after: LedgerEntry.State(model, evidence.commitment, in: manifest))
    note(&entry, evidence)
    if let signer { entry.sign(with: signer) }
    try append(entry, to: &manifest, evidence)
  }

  /// Writes an entry after those that a manifest names, and moves the end that it names.
  ///
  /// - Throws: An error if the entry may not be on the medium; the named end is as it was.
  private func append(
    _ entry: LedgerEntry, to manifest: inout Manifest, _ evidence: Evidence
  ) throws(StoreError) {
    let old = evidence.ledger
    let content = (old.length == 0 ? Ledger.header : []) + entry.encoded
    let bytes = bytes(ofEntries: content, at: old.length, manifest)
    let ledgerPath = ledgerPath(manifest)
    try storing { () throws(FileFailure) in
      try files.extend(ledgerPath, after: old.length, with: bytes)
      // A new file needs its name on the medium before a manifest relies on it.
      if old.length == 0 { try files.synchronise(folder: path) }
    }
    manifest.evidence?.ledger = LedgerEnd(
      length: old.length + bytes.count, entryCount: old.entryCount + 1, head: entry.hash)
    if let signature = entry.signature { manifest.evidence?.publicKey = signature.publicKey }
  }
}
