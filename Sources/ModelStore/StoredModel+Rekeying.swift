// Putting a model under a key, under another, or under none.
//
// Promise    The same as for a withdrawal: the change is made whole or not at all, and what it replaced is overwritten.
//            The model, its records, their salts and the commitment stay as they are.
// Method     All segments, the ledger and the manifest are written anew, under names of their own; the rename of the
//            manifest is the change. The records are written from what is stored: no table is needed.

import DeletableClustering

extension StoredModel {
  /// Encrypts the model's files under a key, or under another key, or writes them in clear.
  ///
  /// The change is entered in the ledger. A model of a version that had no ledger gets one.
  ///
  /// - Parameters:
  ///   - newKey: The new key; it may be the one that the model is under, whose files are then all written anew. Nil
  ///     to write them in clear, which does nothing if they are.
  ///   - signer: Signs the entry in the ledger.
  /// - Throws: ``StoreError``; folder and value are as they were. The exception is
  ///   ``StoreError/unfinished(path:reason:withdrawal:)``: the change is made, but files under the old key may still
  ///   be there.
  /// - Precondition: The model was opened for updating.
  /// - Complexity: O(n·d), and the length of the ledger; about a segment is in memory at a time.
  public mutating func rekey(_ newKey: ModelKey?, signer: SigningKey? = nil) throws(StoreError) {
    precondition(lock.access == .updating, "A model that was opened for reading is not changed.")
    let lock = lock
    try lock.generations.withLock { (generations) throws(StoreError) in
      guard generations.current == manifest.generation else { throw .outdated(path: path) }
      guard newKey != nil || isEncrypted else { return }
      try manifest.evidence?.check(signer, path: path)
      try Interruption.whileWriting(path) { () throws(StoreError) in try rekey(newKey, signer, &generations) }
    }
  }

  private mutating func rekey(
    _ newKey: ModelKey?, _ signer: SigningKey?, _ generations: inout FolderLock.Generations
  ) throws(StoreError) {
    let before = manifest.evidence.map { LedgerEntry.State(model, $0.commitment, in: manifest) }
    var new = nextManifest(&generations)
    let identity = new.evidence?.identity ?? []
    let epoch = new.generation
    new.encryption = newKey.map { Encryption(key: $0, identity: identity, epoch: epoch) }
    try replaceSegments(
      with: stored, new, Entering(.rekeying, before: before, signer: signer), &generations)
  }
}
