// Who may read and change a model at a time: many readers, or one that changes it.
//
// The lock is the system's (`flock`) on an empty file in the model's folder. It goes with the process that
// holds it, so a crash leaves no lock behind.

import DeletableClustering
import Foundation
import Synchronization

/// A held lock; it is released when the last copy of the opened model goes.
final class FolderLock: Sendable {
  let access: StoredModel.Access
  private let file: OpenFile
  /// What all copies of an opened model must agree on.
  let generations = Mutex(Generations())

  struct Generations: Sendable {
    /// The generation that is on disk.
    var current: UInt64 = 0
    /// The highest for which a file may have been written.
    var highest: UInt64 = 0
    /// Whether what the last change replaced may still be there.
    var isUnfinished = false
  }

  /// How long one waits for another to end, in seconds: a reader for a change, and one that wants to make a change
  /// just so long that a child of a process, which has the lock between its birth and its program, does not count.
  private static func patience(_ access: StoredModel.Access) -> Double {
    switch access {
    case .reading: 2
    case .updating: 0.5
    }
  }
  private static let pause = 0.02

  /// Takes the lock.
  init(_ folder: ModelFolder, _ access: StoredModel.Access) throws(StoreError) {
    self.access = access
    let deadline = Date.now.addingTimeInterval(Self.patience(access))
    while true {
      let path = folder.lockPath
      let file = try storing { () throws(FileFailure) in
        try folder.files.lock(path, isExclusive: access == .updating, makes: true)
      }
      if let file {
        self.file = file
        return
      }
      guard Date.now < deadline else { throw .inUse(path: folder.path) }
      Thread.sleep(forTimeInterval: Self.pause)
    }
  }
}
