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
/// The folder is locked as long as a copy of this value lives.
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

  private let folder: ModelFolder
  private let lock: FolderLock
  private var manifest: Manifest
  private var stored: MappedRecords

  /// The folder.
  public var path: String { folder.path }

  /// How the input was read.
  public var metadata: ModelMetadata { manifest.metadata }

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
  ///   - access: One that wants to change the model finds it in use at once; a reader waits two seconds.
  ///   - threads: How many threads deletions use.
  /// - Throws: ``StoreError``; nothing was changed.
  public static func open(
    at path: String, access: Access, threads: Int = Parallel.coreCount
  ) throws(StoreError) -> StoredModel {
    try open(at: path, access: access, threads: threads, files: FileSystem())
  }

  static func open(
    at path: String, access: Access, threads: Int, files: FileSystem
  ) throws(StoreError) -> StoredModel {
    precondition(threads >= 1, "A model needs at least one thread, not \(threads).")
    let folder = ModelFolder(path: path, files: files)
    let isModel = try storing { () throws(FileFailure) in try folder.isModel() }
    guard isModel else { throw .noModel(path: path) }
    let lock = try FolderLock(folder, access)
    let manifest = try folder.manifest()
    let records = try folder.records(manifest)
    let model = try folder.model(manifest, records, threads: threads)
    if access == .updating {
      try storing { () throws(FileFailure) in try folder.sweep(keeping: manifest.segments) }
    }
    lock.generations.withLock { $0 = .init(current: manifest.generation, highest: manifest.generation) }
    return StoredModel(model: model, folder: folder, lock: lock, manifest: manifest, stored: records)
  }
}

extension StoredModel {
  /// Deletes all records of some ids, from the model and from the folder.
  ///
  /// When it returns, the change is on the medium and no file of the folder holds the withdrawn ids or
  /// coordinates. Only the segments that lose records are written anew. Unknown ids change nothing.
  ///
  /// Where the deletion needed all records they stay in memory, so that the next one need not read them.
  /// Their order in `model.records()` is then no longer that of the folder.
  ///
  /// - Throws: ``StoreError``; folder and value are as they were. The exception is
  ///   ``StoreError/unfinished(path:reason:)``, after which both are as after the withdrawal.
  /// - Precondition: The model was opened for updating.
  /// - Complexity: That of the deletion, O(n) to find the ids, and the writing of the segments with records
  ///   that leave.
  @discardableResult
  public mutating func withdraw(_ ids: [RecordID]) throws(StoreError) -> DeletionOutcome {
    precondition(lock.access == .updating, "A model that was opened for reading is not changed.")
    let lock = lock
    return try lock.generations.withLock { (generations) throws(StoreError) in
      try withdraw(ids, &generations)
    }
  }

  private mutating func withdraw(
    _ ids: [RecordID], _ generations: inout FolderLock.Generations
  ) throws(StoreError) -> DeletionOutcome {
    guard generations.current == manifest.generation else { throw .outdated(path: path) }
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
    generations.highest += 1
    do throws(StoreError) {
      (manifest, stored) = try replaceSegments(
        with: try stored.without(ids), generation: generations.highest)
    } catch {
      // Made again from what is stored, not from a copy: a copy would double the records in memory.
      model = try folder.model(manifest, stored, threads: model.threads)
      throw error
    }
    generations.current = manifest.generation
    model.core.moveDeferredRecords(to: stored)
    try finish(&generations)
    return outcome
  }

  private func finish(_ generations: inout FolderLock.Generations) throws(StoreError) {
    generations.isUnfinished = true
    try folder.finish(manifest)
    generations.isUnfinished = false
  }

  /// Writes what is left of the segments that lose records, and commits.
  private func replaceSegments(
    with survivors: MappedRecords, generation: UInt64
  ) throws(StoreError) -> (Manifest, MappedRecords) {
    var new = manifest
    new.generation = generation
    new.participantCount = survivors.participantCount
    new.encodedModel = model.encoded
    new.segments = []
    var written: [SegmentEntry] = []
    do throws(StoreError) {
      for part in survivors.parts where part.count > 0 {
        guard !part.removedRows.isEmpty else {
          new.segments.append(part.segment.entry)
          continue
        }
        let contents = try SegmentContents(runs: part.runs, of: part.segment)
        let entry = contents.entry(generation: generation, number: UInt32(written.count))
        written.append(entry)
        try folder.write(contents, as: entry, manifest.layout)
        new.segments.append(entry)
      }
      let records = try folder.records(new)
      try folder.commit(new)
      return (new, records)
    } catch {
      folder.discard(written)
      throw error
    }
  }
}
