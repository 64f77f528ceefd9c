// The entry in a model's ledger of what was written from it.

import DeletableClustering
import ModelStore

struct OutputEntry {
  /// The model's folder.
  let model: String
  /// Of the model that the files were made from, which is closed again; nil if it has no ledger.
  let digest: ModelDigest?
  let keys: KeyOptions

  /// Enters files, or says that there is no ledger to enter them in.
  ///
  /// - Parameter noun: What people call the files.
  /// - Throws: ``StoreError/outdated(path:)`` if the model is another by now.
  func enter(_ outputs: [LedgerEntry.Output], _ noun: String, _ signer: SigningKey?) throws {
    guard let digest else {
      return Messages.note("\(model) has no ledger yet, so the \(noun) is not entered.")
    }
    // Others may read while the files are written, and a withdrawal may come in between.
    var stored = try keys.open(model, .updating)
    guard stored.model.digest == digest else { throw StoreError.outdated(path: model) }
    _ = try stored.enterExport(outputs, signer: signer)
  }
}
