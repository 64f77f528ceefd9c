// What happens on Ctrl-C: nothing half-made stays.
//
// A change of a model that is under way is taken back or brought to its end by the store; files that are not
// finished are removed; then the process ends by the signal, as whoever sent it expects.

import Foundation
import ModelStore
import Synchronization

enum Signals {
  private static let queue = DispatchQueue(label: "signals")
  /// The signal that asked for the end; 0 if none did.
  private static let pending = Atomic<Int32>(0)

  /// Watches for the signals by which people and systems end a process.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
      if SystemCalls.ignoreSignal(number) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      // Its handler holds it, as a source that is let go watches no more.
      source.setEventHandler { withExtendedLifetime(source) { stop(number) } }
      source.resume()
    }
  }

  private static func stop(_ number: Int32) {
    pending.store(number, ordering: .sequentiallyConsistent)
    // A change that is under way comes back by itself, and ends in `leave`.
    guard !Interruption.request() else { return }
    end(number)
  }

  /// Ends the process as a signal asked for it; returns if none did.
  static func leave() {
    let number = pending.load(ordering: .sequentiallyConsistent)
    if number != 0 { end(number) }
  }

  private static func end(_ number: Int32) {
    UnfinishedFiles.removeAll { SystemCalls.end(by: number) }
  }
}

/// Files that are being written and have no name of their own yet.
enum UnfinishedFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Makes a new file, known here from the moment that it exists.
  ///
  /// - Returns: The descriptor; below 0 if it cannot be made.
  static func make(_ path: String, mode: mode_t) -> Int32 {
    paths.withLock { paths in
      let descriptor = SystemCalls.makeFile(path, mode: mode)
      if descriptor >= 0 { paths.insert(path) }
      return descriptor
    }
  }

  static func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Removes them all, and ends the process; nobody makes another in between.
  static func removeAll(_ end: () -> Void) {
    paths.withLock { paths in
      for path in paths { SystemCalls.remove(path) }
      end()
    }
  }
}
