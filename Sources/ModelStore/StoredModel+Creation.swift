// Writing a model into a new folder, or in the place of another.
//
// Promise    Under the model's name there is nothing, or a whole model; a model that is replaced is there
//            until the new one is.
// Method     A new model is written into a folder with a hidden name beside its own, which is then renamed.
//            A model is replaced inside its folder, by the same steps as a withdrawal.

import DeletableClustering
import Foundation

extension StoredModel {
  /// Writes a model into a folder of its own, which its owner alone can read.
  ///
  /// - Parameters:
  ///   - path: The folder, whose parent exists.
  ///   - model: The model, whose records are written with its state.
  ///   - metadata: What is to be known of the table that the records come from.
  ///   - replacing: Whether a model may be there, which is then replaced; anything else is never touched.
  ///     Its ledger goes on, if it can be read.
  ///   - key: That of the model which is replaced, if it is encrypted. The new one stays under it.
  ///   - newKey: The key to encrypt the new model under, instead of that.
  ///   - signer: Signs the entry in the ledger.
  /// - Throws: ``StoreError``; nothing half-made stays, and what was there is as it was. The exception is
  ///   ``StoreError/unfinished(path:reason:withdrawal:)``: the new model is in its place.
  public static func create(
    at path: String, _ model: any DeletableModel, _ metadata: ModelMetadata, replacing: Bool = false,
    key: ModelKey? = nil, encryptingWith newKey: ModelKey? = nil, signer: SigningKey? = nil
  ) throws(StoreError) {
    try create(
      at: path, model, metadata, replacing: replacing, key: key, encryptingWith: newKey, signer: signer,
      files: FileSystem())
  }

  /// Checks that a model could be created, before the work of fitting one.
  ///
  /// - Throws: ``StoreError`` as ``create(at:_:_:replacing:key:encryptingWith:signer:)`` would for a name that is
  ///   taken, a parent that is missing, or a key that is not that of the model there.
  public static func checkCanCreate(
    at path: String, replacing: Bool = false, key: ModelKey? = nil
  ) throws(StoreError) {
    var existing = try existingModel(at: path, replacing: replacing, files: FileSystem())
    existing?.key = key
    _ = try existing?.manifestIfSound()
    let parent = OutputName(path).parent
    guard try storing({ () throws(FileFailure) in try FileSystem().kind(of: parent) }) == .folder else {
      throw .cannotCreate(path: path, reason: "there is no folder \(parent)")
    }
  }

  static func create(
    at path: String, _ model: any DeletableModel, _ metadata: ModelMetadata, replacing: Bool,
    key: ModelKey? = nil, encryptingWith newKey: ModelKey? = nil, signer: SigningKey? = nil,
    files: FileSystem, rowsPerSegment: Int? = nil
  ) throws(StoreError) {
    var existing = try existingModel(at: path, replacing: replacing, files: files)
    let data: Dataset
    do throws(DeletionError) { data = try model.records() } catch { throw StoreError(error, path: path) }
    let content = NewContent(
      model: model, data: data, metadata: metadata, newKey: newKey, signer: signer,
      rowsPerSegment: rowsPerSegment)
    existing?.key = key
    try Interruption.whileWriting(path) { () throws(StoreError) in
      if let existing {
        try replace(existing, content)
      } else {
        try createNew(OutputName(path), content, files)
      }
    }
  }

  /// The folder of the model that is to be replaced; nil if the name is free.
  private static func existingModel(
    at path: String, replacing: Bool, files: FileSystem
  ) throws(StoreError) -> ModelFolder? {
    do throws(FileFailure) {
      guard try files.kind(of: path) != nil else { return nil }
      let folder = ModelFolder(path: path, files: files)
      if replacing, try folder.isModel() { return folder }
    } catch {
      throw .cannotCreate(path: path, reason: error.reason)
    }
    throw .exists(path: path)
  }

  private static func replace(_ folder: ModelFolder, _ content: NewContent) throws(StoreError) {
    let lock = try FolderLock(folder, .updating)
    try withExtendedLifetime(lock) { () throws(StoreError) in
      // The old manifest may be damaged, so the names of the files tell which generation is free.
      let generation = try storing { () throws(FileFailure) in
        if try folder.files.kind(of: folder.segmentsPath) == nil {
          try folder.files.makeFolder(folder.segmentsPath)
        }
        return try folder.highestGeneration()
      }
      guard generation < Manifest.highestGeneration else {
        throw .damaged(path: folder.path, file: ModelFolder.segmentsName, reason: "no generation is free")
      }
      let old = try folder.manifestIfSound()
      let manifest = try fill(
        folder, content, generation: max(generation, old?.generation ?? 0) + 1, replacing: old)
      try folder.finish(manifest)
    }
  }

  private static func createNew(
    _ name: OutputName, _ content: NewContent, _ files: FileSystem
  ) throws(StoreError) {
    name.removeLeftovers(files)
    let folder = ModelFolder(path: name.temporaryPath(), files: files)
    do throws(StoreError) {
      // Held, so that another process does not take the unfinished folder for a leftover.
      let lock = try make(folder, for: name)
      try withExtendedLifetime(lock) { () throws(StoreError) in
        _ = try fill(folder, content, generation: 1, replacing: nil)
        try storing { () throws(FileFailure) in try files.synchronise(folder: folder.path) }
        do throws(FileFailure) {
          try files.rename(folder.path, to: name.path)
        } catch {
          throw error.isTaken
            ? .exists(path: name.path) : .cannotCreate(path: name.path, reason: error.reason)
        }
      }
    } catch {
      try? folder.eraseAll()
      // The hidden name means nothing to anybody.
      if case .interrupted = error { throw .interrupted(path: name.path) }
      throw error
    }
    do throws(FileFailure) {
      try files.synchronise(folder: name.parent)
    } catch {
      throw StoreError(unfinished: error, path: name.path)
    }
  }

  private static func make(_ folder: ModelFolder, for name: OutputName) throws(StoreError) -> OpenFile {
    do throws(FileFailure) {
      if let lock = try folder.make() { return lock }
    } catch {
      throw .cannotCreate(path: name.path, reason: error.reason)
    }
    // Another takes the folder for a leftover, and is about to remove it.
    throw .inUse(path: name.path)
  }

  /// Writes all records and commits the model.
  private static func fill(
    _ folder: ModelFolder, _ content: NewContent, generation: UInt64, replacing old: Manifest?
  ) throws(StoreError) -> Manifest {
    var (manifest, ledger) = try content.manifest(folder, generation: generation, replacing: old)
    let layout = manifest.layout
    let data = content.data
    let step = content.rowsPerSegment ?? layout.rowsPerSegment
    var commitment = RecordCommitment()
    do throws(StoreError) {
      for start in stride(from: 0, to: data.count, by: step) {
        try Interruption.check(folder.path)
        let rows = start..<min(data.count, start + step)
        let contents = SegmentContents(
          rows: rows, of: data, isWeighted: manifest.isWeighted,
          salts: folder.files.randomBytes(rows.count * RecordCommitment.saltBytes))
        let entry = contents.entry(generation: generation, number: UInt32(manifest.segments.count))
        manifest.segments.append(entry)
        commitment += contents.commitment(layout, threads: content.model.threads)
        try folder.write(contents, as: entry, manifest)
      }
      manifest.evidence?.commitment = commitment
      try Interruption.check(folder.path)
      if let ledger, manifest.encryption != old?.encryption { try folder.copy(ledger, to: &manifest) }
      try folder.enter(
        .fit, in: &manifest, before: ledger?.entries.last?.after, after: content.model,
        signer: content.signer)
      try folder.commit(manifest)
      return manifest
    } catch {
      folder.discard(manifest.segments, keeping: old)
      throw error
    }
  }
}

/// What is to be written into a folder.
private struct NewContent {
  let model: any DeletableModel
  let data: Dataset
  let metadata: ModelMetadata
  let newKey: ModelKey?
  let signer: SigningKey?
  let rowsPerSegment: Int?

  /// A manifest without segments, and the ledger that goes on.
  ///
  /// - Throws: ``StoreError/otherSigner(path:)``.
  func manifest(
    _ folder: ModelFolder, generation: UInt64, replacing old: Manifest?
  ) throws(StoreError) -> (Manifest, Ledger?) {
    // A ledger that cannot be read cannot be gone on with: a new one begins.
    let ledger = try? old.flatMap { try folder.ledger($0) }
    let evidence = (ledger == nil ? nil : old?.evidence) ?? Evidence(folder.files)
    try evidence.check(signer, path: folder.path)
    // Where a column of weights was named, there is room for them whatever they are: otherwise that room would
    // tell of a record that left.
    var manifest = Manifest(
      generation: generation, metadata: metadata, featureNames: model.featureNames,
      element: ElementType(of: data.coordinates),
      isWeighted: metadata.weightColumn != nil || data.weights != nil,
      participantCount: data.participantCount, segments: [], encodedModel: model.encoded,
      evidence: evidence)
    // A key that opens the old model is its own, so that the new one stays encrypted.
    if newKey == nil, ledger != nil {
      manifest.encryption = old?.encryption
    } else if let key = newKey ?? folder.key {
      manifest.encryption = Encryption(key: key, identity: evidence.identity, epoch: generation)
    }
    return (manifest, ledger)
  }
}
