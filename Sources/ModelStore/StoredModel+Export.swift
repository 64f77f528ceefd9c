// Entering what left the store.

import DeletableClustering

extension StoredModel {
  /// Enters in the ledger that files were written from the model.
  ///
  /// - Parameters:
  ///   - outputs: The files' kinds and digests.
  ///   - signer: Signs the entry.
  /// - Returns: Whether there is a ledger; if not, nothing is written.
  /// - Throws: ``StoreError``; folder and value are as they were. The exception is
  ///   ``StoreError/unfinished(path:reason:withdrawal:)``, after which the entry is there.
  /// - Precondition: The model was opened for updating.
  public mutating func enterExport(
    _ outputs: [LedgerEntry.Output], signer: SigningKey? = nil
  ) throws(StoreError) -> Bool {
    guard let evidence = manifest.evidence else { return false }
    try evidence.check(signer, path: path)
    let model = model
    let state = LedgerEntry.State(model, evidence.commitment, in: manifest)
    try change { (folder, new) throws(StoreError) in
      try folder.enter(.export, in: &new, before: state, after: model, signer: signer) { entry, _ in
        entry.outputs = outputs
      }
    }
    return true
  }
}
