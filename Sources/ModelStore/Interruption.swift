// How a process that is told to end leaves its models.
//
// Promise    Asked to end, the store begins no change any more. One that is under way is taken back whole, or, if it
//            is made already, brought to its end.

import Synchronization

/// The request that a process end, as a handler of signals makes it.
public enum Interruption {
  private struct State {
    var isRequested = false
    /// How many changes are under way.
    var writerCount = 0
  }

  private static let state = Mutex(State())

  /// Asks every change in this process to end. It cannot be taken back.
  ///
  /// - Returns: Whether one is under way: it will throw ``StoreError/interrupted(path:)``, or end well. If not,
  ///   none will begin, and the process can end at once.
  public static func request() -> Bool {
    state.withLock { state in
      state.isRequested = true
      return state.writerCount > 0
    }
  }

  /// Throws if the process is to end.
  static func check(_ path: String) throws(StoreError) {
    if state.withLock({ $0.isRequested }) { throw .interrupted(path: path) }
  }

  /// Makes a change, unless the process is to end.
  static func whileWriting<Result>(
    _ path: String, _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    let mayBegin = state.withLock { state in
      if !state.isRequested { state.writerCount += 1 }
      return !state.isRequested
    }
    guard mayBegin else { throw .interrupted(path: path) }
    defer { state.withLock { $0.writerCount -= 1 } }
    return try body()
  }
}
