// Searching a tree of folders for copies of models: those that a withdrawal did not reach.
//
// Method     Files are known by their first bytes, whatever they are called. A manifest names its model, and how far
//            its ledger goes; the longest ledger of a model tells what happened since. Exports are known by the
//            digests in the ledgers. Encrypted files name their model in clear; the rest takes the key. Links are not
//            followed. Nothing is mapped, as what belongs to others may be cut short at any time.

import Crypto
import DeletableClustering
import Foundation

/// Something in a tree that was made of a model's records.
public struct FoundCopy: Equatable, Sendable {
  public enum Kind: String, Sendable {
    /// A model's folder.
    case model
    /// A manifest outside of a model's folder, or under another name.
    case manifest
    /// Records that no manifest beside them names.
    case segment
    /// A file that was exported.
    case export
  }

  /// The folder or file.
  public let path: String
  public let kind: Kind
  /// The model's name; nil if it is not known: the file is damaged, of a version without, or a segment.
  public var identity: [UInt8]?
  /// The number of entries that the copy's ledger has; of an export, those before it.
  public var entryCount: Int?
  /// How many withdrawals came after; nil if that is not known.
  public var withdrawalCount: Int?
  /// Whether it is under a key. Of such a manifest that no given key opens, only the model's name is known.
  public var isEncrypted = false

  /// Whether it comes before another: copies are in the order of their paths, and at one path of the models' names.
  fileprivate func precedes(_ other: FoundCopy) -> Bool {
    guard path == other.path else { return path < other.path }
    return (identity ?? []).lexicographicallyPrecedes(other.identity ?? [])
  }
}

/// What a search found.
public struct CopySearch: Sendable {
  /// In the order of their paths. A file that two models exported is there for each of them.
  public private(set) var copies: [FoundCopy] = []
  /// Folders and files that could not be read.
  public private(set) var unreadable: [String] = []

  private var ledgers: [[UInt8]: Ledger] = [:]
  private var heads: [String: [UInt8]] = [:]
  /// Files that may be exports, by their ending.
  private var candidates: [String] = []
  private let key: ModelKey?
  private let files: FileSystem

  /// The endings of files that the tool writes from a model.
  private static let exportEndings = [".csv", ".npy", ".html"]

  /// Searches a tree.
  ///
  /// - Parameters:
  ///   - folder: Where the tree begins.
  ///   - model: A model whose ledger counts too, wherever it is.
  ///   - key: Opens those encrypted copies that are under it.
  /// - Throws: ``StoreError`` if the ledger of `model` cannot be read. Whatever cannot be read in the tree is told
  ///   in ``unreadable``.
  /// - Complexity: Reads the first bytes of all files, manifests, ledgers, and all files with an export's ending if
  ///   a ledger tells of exports.
  public init(in folder: String, model: StoredModel? = nil, key: ModelKey? = nil) throws(StoreError) {
    try self.init(in: folder, model: model, key: key, files: FileSystem())
  }

  init(
    in folder: String, model: StoredModel? = nil, key: ModelKey? = nil, files: FileSystem
  ) throws(StoreError) {
    self.key = key
    var unmapped = files
    unmapped.maps = false
    self.files = unmapped
    if let model, let ledger = try model.ledger(), let identity = model.identity {
      ledgers[identity] = ledger
    }
    for path in paths(in: folder) { look(at: path) }
    findExports()
    for index in copies.indices { copies[index].withdrawalCount = withdrawalCount(copies[index]) }
    copies.sort { $0.precedes($1) }
    unreadable.sort()
  }

  /// All regular files below a folder.
  private mutating func paths(in folder: String) -> [String] {
    var failures: [String] = []
    let enumerator = FileManager.default.enumerator(
      at: URL(filePath: folder), includingPropertiesForKeys: [.isRegularFileKey]
    ) { url, _ in
      failures.append(url.path)
      return true
    }
    var paths: [String] = []
    while let url = enumerator?.nextObject() as? URL {
      // Also of a name that is no text, which leads nowhere.
      guard let values = try? url.resourceValues(forKeys: [.isRegularFileKey]) else {
        failures.append(url.path)
        continue
      }
      if values.isRegularFile == true { paths.append(url.path) }
    }
    unreadable += failures
    return paths
  }

  private mutating func look(at path: String) {
    // They tell of which kind it is, and are what an envelope has in clear.
    guard let start = try? files.start(of: path, count: EnvelopeHeader.bytes) else {
      return unreadable.append(path)
    }
    if start.starts(with: Manifest.magic) {
      lookAtManifest(path, try? Manifest(Array(files.map(path))))
    } else if start.starts(with: EnvelopeHeader.magic) {
      lookAtEnvelope(path, try? EnvelopeHeader(Data(start)))
    } else if start.starts(with: SegmentLayout.magic) {
      if !isNamed(path) { copies.append(FoundCopy(path: path, kind: .segment)) }
    } else if Self.exportEndings.contains(where: path.hasSuffix) {
      candidates.append(path)
    }
  }

  private mutating func lookAtEnvelope(_ path: String, _ header: EnvelopeHeader?) {
    switch header?.place.content {
    case .manifest, .none:
      let folder = ModelFolder(path: path, files: files, key: key)
      lookAtManifest(path, try? folder.encryptedManifest(files.map(path)))
      copies[copies.count - 1].isEncrypted = true
      copies[copies.count - 1].identity = header?.identity
    case .ids where !isBesideManifest(path):
      copies.append(FoundCopy(path: path, kind: .segment, identity: header?.identity, isEncrypted: true))
    case .ids, .coordinates, .ledger: break
    }
  }

  private mutating func lookAtManifest(_ path: String, _ manifest: Manifest?) {
    let url = URL(filePath: path)
    let folder = ModelFolder(path: url.deletingLastPathComponent().path, files: files, key: key)
    let isFolder = url.lastPathComponent == ModelFolder.manifestName && (try? folder.isModel()) == true
    var copy = FoundCopy(path: isFolder ? folder.path : path, kind: isFolder ? .model : .manifest)
    if let manifest, let evidence = manifest.evidence {
      copy.identity = evidence.identity
      copy.entryCount = evidence.ledger.entryCount
      heads[copy.path] = evidence.ledger.head
      if let ledger = try? folder.ledger(manifest),
        ledger.entries.count > ledgers[evidence.identity]?.entries.count ?? 0
      {
        ledgers[evidence.identity] = ledger
      }
    }
    copies.append(copy)
  }

  /// The folder of the model that a segment would belong to.
  private func folder(around path: String) -> ModelFolder {
    let url = URL(filePath: path)
    return ModelFolder(
      path: url.deletingLastPathComponent().deletingLastPathComponent().path, files: files, key: key)
  }

  /// Whether the manifest of the folder around a segment names it.
  private func isNamed(_ path: String) -> Bool {
    var folder = folder(around: path)
    folder.key = nil
    guard let manifest = try? folder.manifest() else { return false }
    return manifest.segments.contains { folder.path(ofSegment: $0.fileName) == path }
  }

  /// Whether the manifest of the folder around an encrypted segment names it; without the key, whether it may.
  private func isBesideManifest(_ path: String) -> Bool {
    let folder = folder(around: path)
    guard let manifest = try? folder.manifest() else {
      let name = URL(filePath: path).lastPathComponent
      return (try? folder.isEncrypted()) == true && folder.path(ofSegment: name) == path
        && SegmentEntry.isFileName(name)
    }
    return manifest.segments.contains { folder.path(ofSegment: $0.fileName) == path }
  }

  /// Two models may have exported the same bytes: then the file is a copy of both.
  private mutating func findExports() {
    let known = exports
    guard !known.isEmpty else { return }
    for path in candidates {
      guard let digest = digest(of: path) else {
        unreadable.append(path)
        continue
      }
      for (identity, number) in known[digest] ?? [:] {
        copies.append(FoundCopy(path: path, kind: .export, identity: identity, entryCount: number))
      }
    }
  }

  /// For each digest that ledgers tell of, the models that exported it, and the last entry that says so.
  private var exports: [[UInt8]: [[UInt8]: Int]] {
    var known: [[UInt8]: [[UInt8]: Int]] = [:]
    for (identity, ledger) in ledgers {
      for entry in ledger.entries {
        for output in entry.outputs { known[output.digest, default: [:]][identity] = entry.number }
      }
    }
    return known
  }

  private func digest(of path: String) -> [UInt8]? {
    var hash = SHA256()
    do throws(FileFailure) {
      try files.read(path) { piece in
        hash.update(data: piece)
        return true
      }
    } catch {
      return nil
    }
    return Array(hash.finalize())
  }

  private func withdrawalCount(_ copy: FoundCopy) -> Int? {
    guard let identity = copy.identity, let count = copy.entryCount, let ledger = ledgers[identity],
      count <= ledger.entries.count
    else { return nil }
    // A copy that went another way has another entry in that place.
    if let head = heads[copy.path], count > 0, ledger.entries[count - 1].hash != head { return nil }
    return ledger.entries[count...].count { $0.kind == .withdrawal }
  }
}
