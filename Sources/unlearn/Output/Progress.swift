// A line on the terminal about work that takes longer than a second.

import Foundation
import Synchronization

/// Shows what the tool is at. Silent where standard error is no terminal.
final class Progress: Sendable {
  private struct State {
    var stage: String?
    var share: Double?
    var start = ContinuousClock.now
    var isShown = false
  }

  private static let patience = Duration.seconds(1)
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "progress")
  private let isWanted = StandardStreams.errorIsTerminal

  /// Runs one stage of the work, shown under a name such as `Reading study.csv`.
  func stage<Result>(_ name: String, _ work: () throws -> Result) rethrows -> Result {
    state.withLock { $0 = State(stage: name) }
    if isWanted { tick(after: Self.patience) }
    defer { finish() }
    return try work()
  }

  /// Reports the share of the stage that is done, from 0 to 1.
  func update(_ share: Double) {
    state.withLock { $0.share = share }
  }

  private func finish() {
    state.withLock { state in
      if state.isShown { StandardStreams.writeError("\r\u{1b}[K") }
      state = State()
    }
  }

  private func tick(after delay: Duration) {
    let (seconds, attoseconds) = delay.components
    let interval = Double(seconds) + Double(attoseconds) * 1e-18
    queue.asyncAfter(deadline: .now() + interval) { [weak self] in self?.show() }
  }

  private func show() {
    let isRunning = state.withLock { state in
      guard let stage = state.stage else { return false }
      let elapsed = ContinuousClock.now - state.start
      // A tick of the stage before may come early in this one.
      guard elapsed >= Self.patience else { return false }
      let share = state.share.map { " \(Int($0 * 100)) %" } ?? ""
      StandardStreams.writeError("\r\u{1b}[K\(stage) ...\(share), \(elapsed.components.seconds) s")
      state.isShown = true
      return true
    }
    if isRunning { tick(after: .milliseconds(250)) }
  }
}
