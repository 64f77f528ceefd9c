// System calls that fail when told.

import Synchronization

@testable import ModelStore

/// Makes one system call fail, or all from one on.
final class Faults: Sendable {
  private let state: Mutex<(count: Int, first: Int, isLasting: Bool)>

  init(at first: Int, isLasting: Bool) { state = Mutex((0, first, isLasting)) }

  var callCount: Int { state.withLock { $0.count } }
  /// Whether a call has failed.
  var haveStruck: Bool { state.withLock { $0.count >= $0.first } }

  var files: FileSystem {
    FileSystem { (call, path) throws(FileFailure) in
      let fails = self.state.withLock { state in
        state.count += 1
        return state.isLasting ? state.count >= state.first : state.count == state.first
      }
      if fails { throw FileFailure(call, path, code: 28) }
    }
  }
}
