// A file system whose clock stands and whose random bytes are always the same.

import Synchronization

@testable import ModelStore

extension FileSystem {
  static var predictable: FileSystem {
    let count = Mutex<UInt64>(0)
    var files = FileSystem()
    files.now = { 1_793_520_000 }
    files.randomBytes = { length in
      count.withLock { count in
        (0..<length).map { _ in
          count += 1
          return UInt8(truncatingIfNeeded: (count &* 0x9E37_79B9_7F4A_7C15) >> 56)
        }
      }
    }
    return files
  }
}
