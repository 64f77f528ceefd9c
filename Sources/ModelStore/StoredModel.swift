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
  public private(set) var model: any DeletableModel

  /// The version of this software, as ledgers name it.
  public static let softwareVersion = "0.1.0"

  let folder: ModelFolder
  let lock: FolderLock
  private(set) var manifest: Manifest
  private(set) var stored: MappedRecords

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
  ///   - access: One that wants to change the model waits half a second for others to end; a reader waits two.
  ///   - key: That of an encrypted model; nil for any other.
  ///   - threads: How many threads deletions use.
  /// - Throws: ``StoreError``; nothing was changed.
  public static func open(
    at path: String, access: Access, key: ModelKey? = nil, threads: Int = Parallel.coreCount
  ) throws(StoreError) -> StoredModel {
    try open(at: path, access: access, key: key, threads: threads, files: FileSystem())
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
  /// longer read records, except those that are in memory: ``StoreError/outdated(path:)``. Only the segments that lose records are written anew. Unknown ids change nothing.
  ///
  /// Where the deletion needed all records they stay in memory, so that the next one need not read them.
  /// Their order in `model.records()` is then no longer that of the folder.
  ///
  /// - Parameter signer: Signs the entry in the ledger.
  /// - Throws: ``StoreError``; folder and value are as they were. The exception is
  ///   ``StoreError/unfinished(path:reason:)``, after which both are as after the withdrawal.
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
    let before = manifest.evidence.map { LedgerEntry.State(model, $0.commitment) }
    let outcome: DeletionOutcome
    do throws(DeletionError) {
      outcome = try model.delete(ids)
    } catch {
      throw StoreError(error, path: path)
    }
    guard outcome.recordCount > 0 else {
      if generations.isUnfinished { try finish(&generations) }
      return outcome
    }
    let change = Change(ids: ids, outcome: outcome, before: before, signer: signer)
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
    return outcome
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

  /// What a change of the segments is entered as.
  struct Entering {
    let kind: LedgerEntry.Kind
    let before: LedgerEntry.State?
    let signer: SigningKey?
    /// Completes the entry.
    let note: (inout LedgerEntry, Evidence) -> Void

    init(
      _ kind: LedgerEntry.Kind, before: LedgerEntry.State?, signer: SigningKey?,
      note: @escaping (inout LedgerEntry, Evidence) -> Void = { _, _ in }
    ) {
      self.kind = kind
      self.before = before
      self.signer = signer
      self.note = note
    }
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

  private func finish(_ generations: inout FolderLock.Generations) throws(StoreError) {
    generations.isUnfinished = true
    try folder.finish(manifest)
    generations.isUnfinished = false
  }

  /// A manifest as it is, for the next generation; with what belongs to a ledger, if it had none.
  func nextManifest(_ generations: inout FolderLock.Generations) -> Manifest {
    generations.highest += 1
    var new = manifest
    new.generation = generations.highest
    new.evidence = manifest.evidence ?? Evidence(folder.files)
    return new
  }

  /// Writes anew the segments that lose records, and under another key all of them; enters the change in the
  /// ledger, makes it, and erases what it replaced.
  mutating func replaceSegments(
    with survivors: MappedRecords, _ new: Manifest, _ entering: Entering,
    _ generations: inout FolderLock.Generations
  ) throws(StoreError) {
    let old = stored
    (manifest, stored) = try committing(survivors, new, entering)
    generations.current = manifest.generation
    let names = Set(manifest.segments.map(\.fileName))
    for part in old.parts where !names.contains(part.segment.entry.fileName) {
      part.segment.noteReplacement()
    }
    model.core.moveDeferredRecords(to: stored)
    try finish(&generations)
  }

  private func committing(
    _ survivors: MappedRecords, _ manifest: Manifest, _ entering: Entering
  ) throws(StoreError) -> (Manifest, MappedRecords) {
    var new = manifest
    let isMoved = new.encryption != self.manifest.encryption
    new.participantCount = survivors.participantCount
    new.encodedModel = model.encoded
    new.segments = []
    var commitment = try commitment(to: survivors)
    var written: [SegmentEntry] = []
    do throws(StoreError) {
      for part in survivors.parts where part.count > 0 {
        guard isMoved || !part.removedRows.isEmpty || !part.segment.entry.isSalted else {
          new.segments.append(part.segment.entry)
          continue
        }
        try Interruption.check(path)
        let contents = try SegmentContents(
          runs: part.runs, of: part.segment, randomBytes: folder.files.randomBytes)
        let entry = contents.entry(generation: new.generation, number: UInt32(written.count))
        written.append(entry)
        if self.manifest.evidence == nil { commitment += contents.commitment(new.layout) }
        try folder.write(contents, as: entry, new)
        new.segments.append(entry)
      }
      let records = try folder.records(new, lock: lock)
      new.evidence?.commitment = commitment
      try Interruption.check(path)
      if isMoved, let ledger = try folder.ledger(self.manifest) { try folder.copy(ledger, to: &new) }
      try folder.enter(
        entering.kind, in: &new, before: entering.before, after: model, signer: entering.signer, entering.note
      )
      try folder.commit(new)
      return (new, records)
    } catch {
      folder.discard(written, keeping: self.manifest)
      throw error
    }
  }

  /// The commitment without the records that leave; where there is none yet, that to no records.
  private func commitment(to survivors: MappedRecords) throws(StoreError) -> RecordCommitment {
    guard var commitment = manifest.evidence?.commitment else { return RecordCommitment() }
    for part in survivors.parts where !part.removedRows.isEmpty {
      guard let records = try part.segment.committed() else { continue }
      commitment -= RecordCommitment(records, rows: part.removedRows)
    }
    return commitment
  }
}
