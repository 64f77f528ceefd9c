// Destroying a model for good.
//
// Promise    When it returns, the store's files are overwritten and gone, the secret and the salts among them.
// Order      The manifest goes first: from then on no model opens, whatever happens. What has not gone yet can be
//            destroyed by the same call again.

extension StoredModel {
  /// What a destruction found and did.
  public struct Destruction: Equatable, Sendable {
    /// The entry that ends the ledger; it is to be kept elsewhere. Nil if there was no ledger that could be read.
    public let entry: LedgerEntry?
    /// Whether the folder stays, because other files are in it.
    public let hasOtherFiles: Bool
  }

  /// Overwrites and removes a model, be it a damaged one. Other files in its folder stay.
  ///
  /// - Parameters:
  ///   - path: The model's folder.
  ///   - key: That of an encrypted model. It is not needed; without it there is no last entry.
  ///   - signer: Signs the last entry.
  /// - Throws: ``StoreError``. After ``StoreError/io(path:operation:reason:)`` part of the model may be gone.
  ///   With a key that is not the model's, nothing is destroyed: it may be the wrong model.
  public static func destroy(
    at path: String, key: ModelKey? = nil, signer: SigningKey? = nil
  ) throws(StoreError) -> Destruction {
    try destroy(at: path, key: key, signer: signer, files: FileSystem())
  }

  static func destroy(
    at path: String, key: ModelKey? = nil, signer: SigningKey?, files: FileSystem
  ) throws(StoreError) -> Destruction {
    let folder = ModelFolder(path: path, files: files, key: key)
    guard try storing({ () throws(FileFailure) in try folder.isModel() }) else { throw .noModel(path: path) }
    let lock = try FolderLock(folder, .updating)
    defer { withExtendedLifetime(lock) {} }
    return try Interruption.whileWriting(path) { () throws(StoreError) in
      let entry = try lastEntry(folder, signer)
      do throws(FileFailure) {
        try folder.eraseAll()
      } catch {
        guard error.call == .remove, error.path == path, error.isTaken else { throw StoreError(error) }
        return Destruction(entry: entry, hasOtherFiles: true)
      }
      return Destruction(entry: entry, hasOtherFiles: false)
    }
  }

  private static func lastEntry(
    _ folder: ModelFolder, _ signer: SigningKey?
  ) throws(StoreError) -> LedgerEntry? {
    let manifest: Manifest?
    do { manifest = try folder.manifestIfSound() } catch .needsKey { return nil }
    guard let manifest, let evidence = manifest.evidence, let ledger = try? folder.ledger(manifest) else {
      return nil
    }
    try evidence.check(signer, path: folder.path)
    var entry = LedgerEntry(
      .destruction, evidence, time: folder.files.now(), before: ledger.entries.last?.after, after: nil)
    if let signer { entry.sign(with: signer) }
    return entry
  }
}
