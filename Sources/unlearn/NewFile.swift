// A file that comes into being whole, or not at all.
//
// It is written beside its place and given its name at the end, by a link, which never replaces what is
// there. A file that was not finished disappears with its object.

import Crypto
import Foundation

final class NewFile {
  private let path: String
  private let temporary: String
  private let handle: FileHandle
  private var isFinished = false
  private var hash = SHA256()

  /// SHA-256 of what was written up to now.
  var digest: [UInt8] { Array(hash.finalize()) }

  /// Makes sure that the file does not exist and that it can be made.
  ///
  /// - Parameter isPrivate: Whether its owner alone may read it.
  /// - Throws: `ToolError` with the code for an output that exists or cannot be made.
  init(_ path: String, isPrivate: Bool = false) throws {
    try Self.checkAbsence(path)
    let target = URL(fileURLWithPath: path)
    let name = ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part"
    self.path = path
    temporary = target.deletingLastPathComponent().appendingPathComponent(name).path
    let descriptor = UnfinishedFiles.make(temporary, mode: isPrivate ? 0o600 : 0o666)
    guard descriptor >= 0 else {
      throw ToolError(.cannotCreate, "Cannot make \(path): \(Self.reason).")
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  deinit {
    if !isFinished { removeTemporary() }
  }

  /// Throws if something of that name exists, a link that leads nowhere included.
  static func checkAbsence(_ path: String) throws {
    if (try? FileManager.default.attributesOfItem(atPath: path)) != nil {
      throw ToolError(.cannotCreate, "\(path) exists already.")
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
    guard unsafe link(temporary, path) == 0 || renameWhereLinksAreUnknown() else {
      throw ToolError(.cannotCreate, "Cannot make \(path): \(Self.reason).")
    }
    isFinished = true
    removeTemporary()
  }

  private func removeTemporary() {
    _ = unsafe unlink(temporary)
    UnfinishedFiles.remove(temporary)
  }

  /// Some file systems have no links; there the last look for a file of that name has to do.
  private func renameWhereLinksAreUnknown() -> Bool {
    guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(errno) else { return false }
    guard (try? Self.checkAbsence(path)) != nil else {
      errno = EEXIST
      return false
    }
    return unsafe rename(temporary, path) == 0
  }

  private var writeError: ToolError {
    ToolError(.inputOutput, "Writing \(path) failed.")
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }
}
