// The name of a model that is to be made, and the hidden names beside it under which one is written.

import Foundation

struct OutputName: Sendable {
  let path: String
  let parent: String
  private let name: String

  init(_ path: String) {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    self.path = String(path)
    guard let slash = path.lastIndex(of: "/") else {
      parent = "."
      name = String(path)
      return
    }
    parent = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.index(after: slash)...])
  }

  private var temporaryPrefix: String { ".\(name).partial-" }

  /// A path beside the model's that nothing has.
  func temporaryPath() -> String {
    "\(parent)/\(temporaryPrefix)\(UInt64.random(in: .min ... .max))"
  }

  /// Removes what crashes left of earlier attempts to make this model; what another process is
  /// writing is locked, and stays.
  func removeLeftovers(_ files: FileSystem) {
    guard let names = try? files.names(in: parent) else { return }
    for name in names
    where name.hasPrefix(temporaryPrefix) && UInt64(name.dropFirst(temporaryPrefix.count)) != nil {
      let folder = ModelFolder(path: "\(parent)/\(name)", files: files)
      do throws(FileFailure) {
        guard let lock = try files.lock(folder.lockPath, isExclusive: true, makes: false) else { continue }
        try withExtendedLifetime(lock) { () throws(FileFailure) in try folder.eraseAll() }
      } catch {
        // Begun and not yet locked, it is empty.
        if error.isMissing { try? files.removeFolder(folder.path) }
      }
    }
  }
}
