// A model in its folder.
//
// Promise    Opening reads no record. A withdrawal is stored whole or not at all, and afterwards no file of
//            the folder holds what was withdrawn.
// Method     See ModelFolder for how the content is replaced, and the page on formats for every byte.

import DeletableClustering

/// A model that is kept in a folder.
///
/// ```swift
/// var stored = try StoredModel.open(at: "study.model", access: .updating, threads: 4)
/// let outcome = try stored.withdraw(["p17", "p23"])
/// ```
///
/// The folder is locked as long as a copy of this value lives, or of its model if the records were not all read.
public struct StoredModel: Sendable {
  /// What a model is opened for.
  public enum Access: Sendable {
    /// Others may read too.
    case reading
    /// Nobody else may open the model.
    case updating
  }

  /// The model. Deleting from a copy of it shows what a withdrawal would do, and stores nothing.
  public internal(set) var model: any DeletableModel

  /// The version of this software, as ledgers name it.
  public static let softwareVersion = "0.1.0"

  let folder: ModelFolder
  let lock: FolderLock
  var manifest: Manifest
  var stored: MappedRecords

  /// The folder.
  public var path: String { folder.path }

  /// How the input was read.
  public var metadata: ModelMetadata { manifest.metadata }

  /// Whether the folder's files are under a key.
  public var isEncrypted: Bool { manifest.encryption != nil }

  /// Reads all records, in the order in which they are stored, and checks every byte of them.
  ///
  /// - Throws: ``StoreError``.
  /// - Complexity: O(n·d).
  public func records() throws(StoreError) -> Dataset {
    try stored.load()
  }
}

extension StoredModel {
  /// Opens a model by mapping its files: the settings and the state are read and checked, records are not.
  ///
  /// - Parameters:
  ///   - path: The model's folder.
  ///   - access: One that wants to change the model waits half a second for others to end; a reader waits two.
  ///   - key: That of an encrypted model; nil for any other.
  ///   - threads: How many threads deletions use.
  /// - Throws: ``StoreError``; nothing was changed.
  public static func open(
    at path: String, access: Access, key: ModelKey? = nil, threads: Int = Parallel.coreCount
  ) throws(StoreError) -> StoredModel {
    try open(at: path, access: access, key: key, threads: threads, files: FileSystem())
  }

  /// Whether there is a model at a path, be it a damaged one; false where nobody can tell.
  public static func isThere(at path: String) -> Bool {
    let folder = ModelFolder(path: path, files: FileSystem())
    return (try? folder.isModel()) == true
  }

  /// Whether there is an encrypted model at a path; no key is needed to see that.
  ///
  /// - Throws: ``StoreError`` if the files cannot be read.
  public static func isEncrypted(at path: String) throws(StoreError) -> Bool {
    let folder = ModelFolder(path: path, files: FileSystem())
    return try storing { () throws(FileFailure) in try folder.isEncrypted() }
  }

  static func open(
    at path: String, access: Access, key: ModelKey? = nil, threads: Int, files: FileSystem
  ) throws(StoreError) -> StoredModel {
    precondition(threads >= 1, "A model needs at least one thread, not \(threads).")
    let folder = ModelFolder(path: path, files: files, key: key)
    let isModel = try storing { () throws(FileFailure) in try folder.isModel() }
    guard isModel else { throw .noModel(path: path) }
    let lock = try FolderLock(folder, access)
    let manifest = try folder.manifest()
    let records = try folder.records(manifest, lock: lock)
    let model = try folder.model(manifest, records, threads: threads)
    if access == .updating {
      // A broken chain is not gone on with.
      try folder.checkLedger(manifest)
      try storing { () throws(FileFailure) in try folder.sweep(keeping: manifest) }
    }
    lock.generations.withLock { $0 = .init(current: manifest.generation, highest: manifest.generation) }
    return StoredModel(model: model, folder: folder, lock: lock, manifest: manifest, stored: records)
  }
}

extension StoredModel {
  /// Deletes all records of some ids, from the model and from the folder.
  ///
  /// The withdrawal is entered in the ledger, with one exception: where none of the ids was found, nothing is
  /// written. A model of a version that had no ledger gets one now, which takes a pass over all records.
  ///
  /// When it returns, the change is on the medium and no file of the folder holds the withdrawn ids or
  /// coordinates; the files that did were overwritten. Copies of this value and of its model from before can no
  /// longer read records, except those that are in memory: ``StoreError/outdated(path:)``. Only the segments that
  /// lose records are written anew. Unknown ids change nothing.
  ///
  /// Where the deletion needed all records they stay in memory, so that the next one need not read them.
  /// Their order in `model.records()` is then no longer that of the folder.
  ///
  /// - Parameters:
  ///   - ids: Of those who withdraw; one that is there twice counts once.
  ///   - signer: Signs the entry in the ledger.
  /// - Throws: ``StoreError``; folder and value are as they were. The exception is
  ///   ``StoreError/unfinished(path:reason:withdrawal:)``, after which both are as after the withdrawal. It tells
  ///   what the withdrawal did.
  /// - Precondition: The model was opened for updating.
  /// - Complexity: That of the deletion, O(n) to find the ids, and the writing of the segments with records
  ///   that leave.
  @discardableResult
  public mutating func withdraw(
    _ ids: [RecordID], signer: SigningKey? = nil
  ) throws(StoreError) -> DeletionOutcome {
    precondition(lock.access == .updating, "A model that was opened for reading is not changed.")
    let lock = lock
    return try lock.generations.withLock { (generations) throws(StoreError) in
      try withdraw(ids, signer, &generations)
    }
  }

  private mutating func withdraw(
    _ ids: [RecordID], _ signer: SigningKey?, _ generations: inout FolderLock.Generations
  ) throws(StoreError) -> DeletionOutcome {
    guard generations.current == manifest.generation else { throw .outdated(path: path) }
    try manifest.evidence?.check(signer, path: path)
    let before = manifest.evidence.map { LedgerEntry.State(model, $0.commitment, in: manifest) }
    let outcome: DeletionOutcome
    do throws(DeletionError) {
      outcome = try model.delete(ids)
    } catch {
      throw StoreError(error, path: path)
    }
    let change = Change(ids: ids, outcome: outcome, before: before, signer: signer)
    do throws(StoreError) {
      if outcome.recordCount > 0 {
        try storeWhole(change, &generations)
      } else if generations.isUnfinished {
        try finish(&generations)
      }
    } catch {
      guard case .unfinished(let path, let reason, _) = error else { throw error }
      throw .unfinished(path: path, reason: reason, withdrawal: outcome)
    }
    return outcome
  }

  /// Stores a change; if that fails, the model is as it was too.
  private mutating func storeWhole(
    _ change: Change, _ generations: inout FolderLock.Generations
  ) throws(StoreError) {
    let generation = manifest.generation
    do throws(StoreError) {
      try Interruption.whileWriting(path) { () throws(StoreError) in try store(change, &generations) }
    } catch {
      if manifest.generation == generation {
        // Made again from what is stored, not from a copy: a copy would double the records in memory.
        model = try folder.model(manifest, stored, threads: model.threads)
      }
      throw error
    }
  }

  /// A withdrawal that the model has made, and the folder not yet.
  private struct Change {
    let ids: [RecordID]
    let outcome: DeletionOutcome
    let before: LedgerEntry.State?
    let signer: SigningKey?
  }

  private mutating func store(
    _ change: Change, _ generations: inout FolderLock.Generations
  ) throws(StoreError) {
    let new = nextManifest(&generations)
    let entering = Entering(.withdrawal, before: change.before, signer: change.signer) { entry, evidence in
      entry.withdrawal = LedgerEntry.Withdrawal(change.outcome)
      entry.tokens = evidence.tokens(of: Set(change.ids).subtracting(change.outcome.unknownIDs))
    }
    try replaceSegments(with: try stored.without(change.ids), new, entering, &generations)
  }

  /// Makes a change of the manifest and the ledger alone.
  mutating func change(
    _ body: (ModelFolder, inout Manifest) throws(StoreError) -> Void
  ) throws(StoreError) {
    precondition(lock.access == .updating, "A model that was opened for reading is not changed.")
    let lock = lock
    try lock.generations.withLock { (generations) throws(StoreError) in
      try Interruption.whileWriting(path) { () throws(StoreError) in try change(&generations, body) }
    }
  }

  private mutating func change(
    _ generations: inout FolderLock.Generations,
    _ body: (ModelFolder, inout Manifest) throws(StoreError) -> Void
  ) throws(StoreError) {
    guard generations.current == manifest.generation else { throw .outdated(path: path) }
    generations.highest += 1
    var new = manifest
    new.generation = generations.highest
    do throws(StoreError) {
      try body(folder, &new)
      try Interruption.check(path)
      try folder.commit(new)
    } catch {
      folder.discard([], keeping: manifest)
      throw error
    }
    manifest = new
    generations.current = new.generation
    try finish(&generations)
  }

  /// Brings a change down to the medium, and erases what it replaced.
  func finish(_ generations: inout FolderLock.Generations) throws(StoreError) {
    generations.isUnfinished = true
    try folder.finish(manifest)
    generations.isUnfinished = false
  }
}
