// A model's folder: the names in it, and how its content is replaced.
//
//     manifest                          the root
//     lock                              empty
//     ledger, or ledger-<generation>    what was done; see Ledger
//     segments/<generation>-<number>.records
//
// Promise    At every instant the folder holds one whole model: the one before a change, or the one after.
// Method     Segments are written under new names and brought down to the medium; then a new manifest is
//            renamed over the old, which is the change; then the files that it does not name are overwritten and
//            removed. The old manifest has a second name by then, so that it can be overwritten too.

import DeletableClustering
import Foundation

struct ModelFolder: Sendable {
  let path: String
  let files: FileSystem
  /// The key that an encrypted model is opened with.
  var key: ModelKey?

  static let manifestName = "manifest"
  static let lockName = "lock"
  static let segmentsName = "segments"
  private static let newManifestName = ".manifest.new"
  private static let oldManifestName = ".manifest.old"

  var manifestPath: String { "\(path)/\(Self.manifestName)" }
  var lockPath: String { "\(path)/\(Self.lockName)" }
  var segmentsPath: String { "\(path)/\(Self.segmentsName)" }
  private var newManifestPath: String { "\(path)/\(Self.newManifestName)" }
  private var oldManifestPath: String { "\(path)/\(Self.oldManifestName)" }

  func path(ofSegment name: String) -> String { "\(segmentsPath)/\(name)" }

  /// Whether the folder is a model's, be it a damaged one; other folders are left alone.
  func isModel() throws(FileFailure) -> Bool {
    guard try files.kind(of: path) == .folder else { return false }
    let names = Set(try files.names(in: path))
    if names.isSuperset(of: [Self.lockName, Self.segmentsName]) { return true }
    guard names.contains(Self.manifestName), try files.kind(of: manifestPath) == .file else { return false }
    let start = try files.start(of: manifestPath, count: Manifest.magic.count)
    return start == Manifest.magic || start == EnvelopeHeader.magic
  }

  /// Makes an empty folder, ready for a first commit, and locks it; nil if another was faster to lock it.
  func make() throws(FileFailure) -> OpenFile? {
    try files.makeFolder(path)
    guard let lock = try files.lock(lockPath, isExclusive: true, makes: true) else { return nil }
    try files.makeFolder(segmentsPath)
    return lock
  }

  // MARK: - Reading

  func manifest() throws(StoreError) -> Manifest {
    let bytes: Data
    do throws(FileFailure) {
      bytes = try files.map(manifestPath)
    } catch {
      guard error.isMissing else { throw StoreError(error) }
      throw .damaged(path: path, file: Self.manifestName, reason: "it is missing")
    }
    if bytes.starts(with: EnvelopeHeader.magic) { return try encryptedManifest(bytes) }
    let manifest = try manifest(Array(bytes))
    if key != nil { throw .notEncrypted(path: path) }
    return manifest
  }

  func manifest(_ bytes: [UInt8]) throws(StoreError) -> Manifest {
    do throws(Manifest.Failure) {
      return try Manifest(bytes)
    } catch {
      switch error {
      case .damaged(let reason): throw .damaged(path: path, file: Self.manifestName, reason: reason)
      case .newerVersion(let version):
        throw .newerVersion(path: path, file: Self.manifestName, version: version)
      }
    }
  }

  /// Maps all segments of a manifest.
  ///
  /// - Parameter lock: Held as long as one of them is mapped, so that no other process overwrites them.
  func records(_ manifest: Manifest, lock: FolderLock? = nil) throws(StoreError) -> MappedRecords {
    var segments: [Segment] = []
    for entry in manifest.segments {
      segments.append(try Segment(entry, of: manifest, in: self, lock: lock))
    }
    return MappedRecords(
      featureNames: manifest.featureNames, manifest.layout, segments,
      participantCount: manifest.participantCount)
  }

  /// The model of a manifest, its records still where they are.
  func model(
    _ manifest: Manifest, _ records: MappedRecords, threads: Int
  ) throws(StoreError) -> any DeletableModel {
    do throws(DecodingFailure) {
      return try ModelCore.model(
        encoded: manifest.encodedModel, featureNames: manifest.featureNames, records: records,
        threads: threads)
    } catch {
      switch error {
      case .unknownVersion(let version):
        throw .newerVersion(path: path, file: Self.manifestName, version: version)
      case .endedSeeding: throw .endedSeeding(path: path)
      case .endOfBytes:
        throw .damaged(path: path, file: Self.manifestName, reason: "its state ends too early")
      case .unsuitableLinearAlgebra(let provider):
        throw .unsuitableLinearAlgebra(provider: provider)
      case .invalid(let what):
        throw .damaged(path: path, file: Self.manifestName, reason: "its state's \(what) cannot be")
      }
    }
  }

  // MARK: - Writing

  /// Writes one segment, which a manifest will name, under a name that no file has.
  func write(
    _ contents: SegmentContents, as entry: SegmentEntry, _ manifest: Manifest
  ) throws(StoreError) {
    let bytes = bytes(of: contents, as: entry, manifest)
    try storing { () throws(FileFailure) in try files.write(bytes, to: path(ofSegment: entry.fileName)) }
  }

  /// Makes a manifest, whose segments are all written, the folder's.
  ///
  /// - Throws: An error if the folder's model is still the old one.
  func commit(_ manifest: Manifest) throws(StoreError) {
    try storing { () throws(FileFailure) in
      try files.synchronise(folder: segmentsPath)
      try eraseOtherManifests()
      try files.write(bytes(of: manifest), to: newManifestPath)
      do throws(FileFailure) {
        if try files.kind(of: manifestPath) != nil { _ = try files.link(manifestPath, as: oldManifestPath) }
        try files.rename(newManifestPath, to: manifestPath)
      } catch {
        // The old manifest still has two names, so that losing one does not overwrite it.
        for path in [newManifestPath, oldManifestPath] { try? files.erase(path) }
        throw error
      }
    }
  }

  /// Brings a commit down to the medium, and overwrites and removes what it replaced.
  ///
  /// - Throws: ``StoreError/unfinished(path:reason:withdrawal:)``.
  func finish(_ manifest: Manifest) throws(StoreError) {
    do throws(FileFailure) {
      try sweep(keeping: manifest)
    } catch {
      throw StoreError(unfinished: error, path: path)
    }
  }

  /// Erases the store's own files that no manifest names: what a change replaced, or a crash left.
  func sweep(keeping manifest: Manifest) throws(FileFailure) {
    // Whatever brought the manifest into its place is on the medium before anything that an older one names is
    // overwritten: else the power might fail and the older one come back.
    try files.synchronise(folder: path)
    let named = Set(manifest.segments.map(\.fileName))
    let names = try files.names(in: segmentsPath)
      .filter { SegmentEntry.isFileName($0) && !named.contains($0) }
    for name in names { try files.erase(path(ofSegment: name)) }
    if !names.isEmpty { try files.synchronise(folder: segmentsPath) }
    try eraseOtherManifests()
    try eraseOtherLedgers(manifest)
    try cutLedger(manifest)
  }

  /// Erases the manifests that are not the folder's: the one that was replaced, and one that came to nothing.
  private func eraseOtherManifests() throws(FileFailure) {
    var others: [String] = []
    for path in [newManifestPath, oldManifestPath] where try files.kind(of: path) != nil {
      others.append(path)
    }
    guard !others.isEmpty else { return }
    // The medium may still know the old one as the folder's.
    try files.synchronise(folder: path)
    for path in others { try files.erase(path) }
    try files.synchronise(folder: path)
  }

  /// Erases ledgers under other names: the one before the model was encrypted, or before it got another key.
  private func eraseOtherLedgers(_ manifest: Manifest) throws(FileFailure) {
    let others = try ledgerNames().filter { $0 != manifest.ledgerName }
    for name in others { try files.erase("\(path)/\(name)") }
    if !others.isEmpty { try files.synchronise(folder: path) }
  }

  /// The names of all files that may be a ledger.
  private func ledgerNames() throws(FileFailure) -> [String] {
    try files.names(in: path).filter { Manifest.isLedgerName($0) }
  }

  /// Takes from the ledger's file what the manifest does not name.
  private func cutLedger(_ manifest: Manifest) throws(FileFailure) {
    let length = manifest.evidence?.ledger.length ?? 0
    let ledgerPath = ledgerPath(manifest)
    guard try files.kind(of: ledgerPath) != nil, try files.map(ledgerPath).count > length else { return }
    if length > 0 {
      try files.extend(ledgerPath, after: length, with: [])
    } else {
      try files.remove(ledgerPath)
      try files.synchronise(folder: path)
    }
  }

  /// Takes back what was written for a commit that did not come about. What cannot be removed goes at the
  /// next update.
  func discard(_ segments: [SegmentEntry], keeping manifest: Manifest?) {
    for segment in segments { try? files.erase(path(ofSegment: segment.fileName)) }
    guard let manifest else { return }
    try? eraseOtherLedgers(manifest)
    try? cutLedger(manifest)
  }

  /// The highest generation in the names of the segments' files.
  func highestGeneration() throws(FileFailure) -> UInt64 {
    try files.names(in: segmentsPath).compactMap { SegmentEntry.generation(ofFileName: $0) }.max() ?? 0
  }

  /// Erases the store's files, and removes the folder if nothing else is in it.
  ///
  /// The lock and the folder of segments go last: as long as they are there, the folder is known as a model's,
  /// and the call can be made again after a failure.
  func eraseAll() throws(FileFailure) {
    for path in [manifestPath, newManifestPath, oldManifestPath] { try files.erase(path) }
    let hasSegments = try files.kind(of: segmentsPath) == .folder
    if hasSegments {
      for name in try files.names(in: segmentsPath) where SegmentEntry.isFileName(name) {
        try files.erase(path(ofSegment: name))
      }
    }
    for name in try ledgerNames() { try files.erase("\(path)/\(name)") }
    if hasSegments { try files.removeFolder(segmentsPath) }
    try files.remove(lockPath)
    try files.removeFolder(path)
  }
}
