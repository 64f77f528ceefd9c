// A file that comes into being whole, or not at all.
//
// It is written beside its place and given its name at the end: by a link, which never replaces what is there, or by a
// rename where that is wanted. A file that was not finished disappears with its object.

import Crypto
import Foundation
import ModelStore

final class NewFile {
  private let path: String
  private let temporary: String
  private let handle: FileHandle
  private let isReplacing: Bool
  private var isFinished = false
  private var hash = SHA256()

  /// SHA-256 of what was written up to now.
  var digest: [UInt8] { Array(hash.finalize()) }

  /// Makes sure that the file does not exist and that it can be made.
  ///
  /// - Parameters:
  ///   - isPrivate: Whether its owner alone may read it.
  ///   - isReplacing: Whether a regular file of that name may be there, which it then takes the place of.
  /// - Throws: `ToolError` with the code for an output that exists or cannot be made.
  init(_ path: String, isPrivate: Bool = false, isReplacing: Bool = false) throws {
    try Self.checkIsOutsideModels(path)
    if isReplacing { try Self.checkIsReplaceable(path) } else { try Self.checkAbsence(path) }
    self.isReplacing = isReplacing
    let target = URL(fileURLWithPath: path)
    let name = ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part"
    self.path = path
    temporary = target.deletingLastPathComponent().appendingPathComponent(name).path
    let descriptor = UnfinishedFiles.make(temporary, mode: isPrivate ? 0o600 : 0o666)
    guard descriptor >= 0 else {
      throw ToolError(.cannotCreate, "Cannot make \(path): \(SystemCalls.reason).")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  deinit {
    if !isFinished { removeTemporary() }
  }

  /// Throws if the file would be in a model's folder: no withdrawal would look for it there.
  private static func checkIsOutsideModels(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    for place in [folder, folder.deletingLastPathComponent()] where StoredModel.isThere(at: place.path) {
      throw ToolError(
        .cannotCreate, "Cannot make \(path): \(place.path) is a model's folder, which holds nothing else.")
    }
  }

  /// Throws if something of that name exists, a link that leads nowhere included.
  static func checkAbsence(_ path: String) throws {
    if (try? FileManager.default.attributesOfItem(atPath: path)) != nil {
      throw ToolError(.cannotCreate, "\(path) exists already.")
    }
  }

  /// Throws if something of that name exists that is no regular file.
  private static func checkIsReplaceable(_ path: String) throws {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw ToolError(.cannotCreate, "\(path) exists already, and is no file that could be replaced.")
    }
  }

  func write(_ bytes: [UInt8]) throws {
    do { try handle.write(contentsOf: bytes) } catch { throw writeError }
    hash.update(data: bytes)
  }

  /// Gives the file its name.
  func finish() throws {
    do {
      try handle.synchronize()
      try handle.close()
    } catch { throw writeError }
    let isNamed =
      isReplacing
      ? SystemCalls.rename(temporary, to: path)
      : SystemCalls.link(temporary, to: path) || renameWhereLinksAreUnknown()
    guard isNamed else {
      throw ToolError(.cannotCreate, "Cannot make \(path): \(SystemCalls.reason).")
    }
    isFinished = true
    removeTemporary()
  }

  private func removeTemporary() {
    SystemCalls.remove(temporary)
    UnfinishedFiles.remove(temporary)
  }

  /// Some file systems have no links; there the last look for a file of that name has to do.
  private func renameWhereLinksAreUnknown() -> Bool {
    guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(errno) else { return false }
    guard (try? Self.checkAbsence(path)) != nil else {
      errno = EEXIST
      return false
    }
    return SystemCalls.rename(temporary, to: path)
  }

  private var writeError: ToolError {
    ToolError(.inputOutput, "Writing \(path) failed.")
  }
}
