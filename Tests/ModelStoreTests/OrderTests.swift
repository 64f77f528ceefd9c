import DeletableClustering
import Foundation
import Synchronization
import Testing

@testable import ModelStore

/// The calls that were made, and one that fails.
private final class Recorder: Sendable {
  private let state = Mutex((calls: [(FileSystem.Call, String)](), failing: Int?.none))

  var calls: [(FileSystem.Call, String)] { state.withLock { $0.calls } }

  func fail(at number: Int?) { state.withLock { $0.failing = number } }

  var files: FileSystem {
    FileSystem { (call, path) throws(FileFailure) in
      let fails = self.state.withLock { state in
        state.calls.append((call, path))
        return state.calls.count == state.failing
      }
      if fails { throw FileFailure(call, path, code: 5) }
    }
  }
}

@Suite("The order of system calls")
struct OrderTests {
  let fixture: ModelFixture

  init() throws { fixture = try ModelFixture(count: 100) }

  /// Every manifest that takes another's place, and all that it names, is on the medium before anything that the
  /// other names is overwritten: else a power failure would bring back a manifest of zeros.
  private func check(_ calls: [(FileSystem.Call, String)], in folder: String, _ failing: Int) {
    var isPending = false
    for (number, (call, path)) in calls.enumerated() {
      switch call {
      case .rename where path == "\(folder)/manifest": isPending = number + 1 != failing
      // It counts only if it did not fail.
      case .synchronise where path == folder && number + 1 != failing: isPending = false
      case .overwrite:
        #expect(!isPending, "call \(number) overwrites \(path) too early, with call \(failing) failing")
      default: break
      }
    }
  }

  @Test(
    "Nothing is overwritten before what replaces it is on the medium, whichever call failed before",
    arguments: [false, true], [false, true])
  func overwriting(isEncrypted: Bool, isRekeying: Bool) throws {
    var failing = 1
    while true {
      let place = try Workplace(isEncrypted: isEncrypted)
      try place.store(fixture, rowsPerSegment: 20)
      let recorder = Recorder()
      var stored = try place.open(.updating, files: recorder.files)
      let start = recorder.calls.count
      recorder.fail(at: start + failing)
      if isRekeying {
        try? stored.rekey(Workplace.otherKey)
      } else {
        _ = try? stored.withdraw([ModelFixture.id(3), ModelFixture.id(50)])
      }
      let count = recorder.calls.count - start
      recorder.fail(at: nil)
      try stored.withdraw([ModelFixture.id(4)])
      try stored.withdraw([ModelFixture.id(3), ModelFixture.id(50)])
      check(recorder.calls, in: place.model, start + failing)
      #expect(try stored.audit().allSatisfy { $0.isPassed })
      if count < failing { break }
      failing += 1
    }
    #expect(failing > 30)
  }

  @Test("A folder is not opened before the call is announced")
  func announcement() throws {
    let recorder = Recorder()
    let missing = try Workplace().model
    #expect(throws: FileFailure.self) { try recorder.files.synchronise(folder: missing) }
    #expect(recorder.calls.map(\.0) == [.synchronise])
  }
}
