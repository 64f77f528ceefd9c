// What of a folder is different if its model is encrypted.
//
// Promise    Whatever the manifest, the segments and the ledger hold is in envelopes; the lock is empty.
// Method     A manifest is one envelope. A segment is two, so that looking for an id decrypts no coordinate. The
//            ledger grows by an envelope with every entry, and has a name of its own for every key: so a change of
//            the key, too, is made by the rename of the manifest alone.

import DeletableClustering
import Foundation

extension Manifest {
  private static let plainLedgerName = "ledger"
  private static let encryptedLedgerPrefix = "ledger-"

  /// The name of the ledger's file.
  var ledgerName: String {
    encryption.map { "\(Self.encryptedLedgerPrefix)\($0.epoch)" } ?? Self.plainLedgerName
  }

  /// Whether a name is one that a ledger may have.
  static func isLedgerName(_ name: String) -> Bool {
    name == plainLedgerName
      || name.hasPrefix(encryptedLedgerPrefix) && UInt64(name.dropFirst(encryptedLedgerPrefix.count)) != nil
  }
}

extension ModelFolder {
  func ledgerPath(_ manifest: Manifest) -> String { "\(path)/\(manifest.ledgerName)" }

  /// Whether the manifest, if there is one, is in an envelope.
  func isEncrypted() throws(FileFailure) -> Bool {
    guard try files.kind(of: manifestPath) == .file else { return false }
    return try files.start(of: manifestPath, count: EnvelopeHeader.magic.count) == EnvelopeHeader.magic
  }

  /// Takes a manifest out of its envelope.
  func encryptedManifest(_ bytes: Data) throws(StoreError) -> Manifest {
    let header: EnvelopeHeader
    let content: Data
    let encryption: Encryption
    do throws(EnvelopeFailure) {
      header = try EnvelopeHeader(bytes)
      guard let key else { throw EnvelopeFailure.otherKey }
      encryption = Encryption(key: key, identity: header.identity, epoch: header.epoch)
      content = try Envelope.opening(
        bytes, encryption, at: EnvelopePlace(content: .manifest, position: header.place.position))
    } catch {
      throw storeError(error)
    }
    var manifest = try manifest(Array(content))
    guard bytes.count == header.length + Envelope.extraBytes, manifest.generation == header.place.position,
      manifest.evidence?.identity == header.identity
    else {
      throw .damaged(path: path, file: Self.manifestName, reason: "its envelope is another's")
    }
    manifest.encryption = encryption
    return manifest
  }

  private func storeError(_ failure: EnvelopeFailure) -> StoreError {
    switch failure {
    case .otherKey: key == nil ? .needsKey(path: path) : .wrongKey(path: path)
    case .newerVersion(let version): .newerVersion(path: path, file: Self.manifestName, version: version)
    case .damaged(let reason): .damaged(path: path, file: Self.manifestName, reason: reason)
    }
  }

  /// The manifest; nil if it cannot be read for another reason than that of the key.
  func manifestIfSound() throws(StoreError) -> Manifest? {
    do throws(StoreError) {
      return try manifest()
    } catch {
      switch error {
      case .needsKey, .wrongKey, .notEncrypted: throw error
      default: return nil
      }
    }
  }

  // MARK: - Writing

  /// The bytes of a manifest's file.
  func bytes(of manifest: Manifest) -> [UInt8] {
    let bytes = manifest.encoded
    guard let encryption = manifest.encryption else { return bytes }
    let place = EnvelopePlace(content: .manifest, position: manifest.generation)
    return Envelope.sealing(bytes, encryption, at: place, files)
  }

  /// The bytes of a segment's file.
  func bytes(
    of contents: SegmentContents, as entry: SegmentEntry, _ manifest: Manifest
  ) -> [UInt8] {
    let (first, second) = contents.parts(entry, manifest.layout)
    guard let encryption = manifest.encryption else { return first + second }
    return Envelope.sealing(first, encryption, at: .ids(entry), files)
      + Envelope.sealing(second, encryption, at: .coordinates(entry), files)
  }

  /// The bytes that a ledger's file grows by.
  ///
  /// - Parameter offset: Where they will stand.
  func bytes(ofEntries content: [UInt8], at offset: Int, _ manifest: Manifest) -> [UInt8] {
    guard let encryption = manifest.encryption else { return content }
    let place = EnvelopePlace(content: .ledger, position: UInt64(offset))
    return Envelope.sealing(content, encryption, at: place, files)
  }

  /// Writes a ledger into the file that a manifest under another key names, and has the manifest go on from there.
  func copy(_ ledger: Ledger, to manifest: inout Manifest) throws(StoreError) {
    let bytes = bytes(ofEntries: ledger.encoded, at: 0, manifest)
    let path = ledgerPath(manifest)
    try storing { () throws(FileFailure) in
      try files.extend(path, after: 0, with: bytes)
      try files.synchronise(folder: self.path)
    }
    manifest.evidence?.ledger.length = bytes.count
  }
}

extension EnvelopeFailure {
  /// For files that a manifest names, which was opened: another key is damage there.
  var reason: String {
    switch self {
    case .damaged(let reason): reason
    case .newerVersion(let version): "its envelope has the format \(version), which this version cannot read"
    case .otherKey: "it is not under the model's key"
    }
  }
}
