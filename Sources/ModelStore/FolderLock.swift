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

  /// How long a reader waits for a change to end.
  private static let patience = 2.0
  private static let pause = 0.02

  /// Takes the lock. A reader waits for a moment; one that wants to change the model does not.
  init(_ folder: ModelFolder, _ access: StoredModel.Access) throws(StoreError) {
    self.access = access
    let deadline = Date.now.addingTimeInterval(Self.patience)
    while true {
      let path = folder.lockPath
      let file = try storing { () throws(FileFailure) in
        try folder.files.lock(path, isExclusive: access == .updating, makes: true)
      }
      if let file {
        self.file = file
        return
      }
      guard access == .reading, Date.now < deadline else { throw .inUse(path: folder.path) }
      Thread.sleep(forTimeInterval: Self.pause)
    }
  }
}
