// What can go wrong with a model in its folder.

import DeletableClustering

/// Why a model was not opened, written or changed. Messages name files, sizes and the system's reasons,
/// never an id or a coordinate.
public enum StoreError: Error, Equatable, Sendable {
  /// There is nothing at the path, or something that is no model.
  case noModel(path: String)
  /// A file of the model is not as it was written.
  case damaged(path: String, file: String, reason: String)
  /// A file of the model was written in a format that this version does not know.
  case newerVersion(path: String, file: String, version: UInt32)
  /// The model was fitted by an earlier version, which found fewer clusters in it than a fit does now: fit it again.
  case endedSeeding(path: String)
  /// The output's name is taken.
  case exists(path: String)
  /// The output cannot be made.
  case cannotCreate(path: String, reason: String)
  /// Reading or writing failed.
  case io(path: String, operation: String, reason: String)
  /// Another process has the model open, and one of the two wants to change it.
  case inUse(path: String)
  /// This value is a copy from before a withdrawal through another copy: open the model again.
  case outdated(path: String)
  /// The change is made and holds, but what it replaced could not be removed, or the folder not be
  /// synchronised. The next update tries again. If it was a withdrawal, this is what it did: a second one finds none
  /// of the ids, and could not tell.
  case unfinished(path: String, reason: String, withdrawal: DeletionOutcome? = nil)
  /// The model is encrypted, and no key was given.
  case needsKey(path: String)
  /// The model is encrypted under another key.
  case wrongKey(path: String)
  /// A key was given for a model that is not encrypted.
  case notEncrypted(path: String)
  /// The ledger was signed by another key than the one that was given now.
  case otherSigner(path: String)
  /// The process is to end, so the change was not made; see ``Interruption``.
  case interrupted(path: String)
  /// The process's BLAS does not compute products as the exact arithmetic needs them.
  case unsuitableLinearAlgebra(provider: String)
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noModel(let path): "\(path): there is no model here."
    case .damaged(let path, let file, let reason): "\(path): the file \(file) is damaged: \(reason)."
    case .newerVersion(let path, let file, let version):
      "\(path): the file \(file) has the format \(version), which this version cannot read."
    case .endedSeeding(let path):
      "\(path): an earlier version fitted the model, and found fewer clusters than a fit finds now; fit it again."
    case .exists(let path): "\(path): this exists already."
    case .cannotCreate(let path, let reason): "\(path): the model cannot be made here: \(reason)."
    case .io(let path, let operation, let reason): "\(path): \(operation) failed: \(reason)."
    case .inUse(let path): "\(path): the model is in use by another process."
    case .outdated(let path): "\(path): the model was changed through another copy; open it again."
    case .unfinished(let path, let reason, _):
      "\(path): the change is made, but not everything that it replaced is gone: \(reason)."
    case .needsKey(let path): "\(path): the model is encrypted, and its key was not given."
    case .wrongKey(let path): "\(path): the model is encrypted under another key than the one given."
    case .notEncrypted(let path): "\(path): a key was given, but the model is not encrypted."
    case .otherSigner(let path): "\(path): the ledger is signed by another key than the one given."
    case .interrupted(let path): "\(path): interrupted; nothing was changed."
    case .unsuitableLinearAlgebra(let provider): FitError.unsuitableLinearAlgebra(provider).description
    }
  }
}

extension StoreError {
  init(_ failure: FileFailure) {
    self = .io(path: failure.path, operation: failure.call.rawValue, reason: failure.reason)
  }

  /// What is left undone after a change that is made.
  init(unfinished failure: FileFailure, path: String) {
    let reason = "\(failure.call.rawValue) \(failure.path): \(failure.reason)"
    self = .unfinished(path: path, reason: reason)
  }

  /// The store's error behind a model's: what kept the records from being read.
  public init(_ error: DeletionError, path: String) {
    switch error {
    case .unreadableRecords(let reason as StoreError): self = reason
    case .foreignState:
      self = .damaged(
        path: path, file: ModelFolder.manifestName, reason: "its state is not that of the records")
    case .unreadableRecords:
      self = .io(path: path, operation: "reading", reason: "the records are out of reach")
    }
  }
}

/// Does file work, whose failures become errors of the store.
func storing<Result>(_ body: () throws(FileFailure) -> Result) throws(StoreError) -> Result {
  do { return try body() } catch { throw StoreError(error) }
}
