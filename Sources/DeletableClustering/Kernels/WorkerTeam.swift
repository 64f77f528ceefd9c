// Threads that share loops, and wait awake for the next one.
//
// Why        A fit is dozens of loops of some milliseconds or less. A thread that sleeps between them starts late, and on a
//            virtual machine it may not start at all: a processor that sleeps looks taken to the kernel there, so
//            the thread is put behind the one that woke it, and that one then does all the work alone.
// Method     Members watch a gate for a tenth of a millisecond after a loop before they sleep. Who wakes one
//            names the processor that it wakes on; once awake it may run anywhere. No loop waits for a member
//            that has not come in: its share is done by the others.
//
// There is one team in a process, and it serves one loop at a time.

import CLinearAlgebra
import Dispatch
import Foundation
import Synchronization

final class WorkerTeam: Sendable {
  static let shared = WorkerTeam()

  /// Held by the caller of a loop, from before it writes anything here until the last member is out.
  private let isTaken = Atomic<Bool>(false)
  /// The loop's number, which is odd while members may come in, above 16 bits for the count of those inside.
  private let gate = Atomic<UInt64>(0)
  /// Written only while the gate is shut and nobody is inside.
  private nonisolated(unsafe) var loop: (@Sendable (Int) -> Void)?
  private nonisolated(unsafe) var memberLimit = 0
  private nonisolated(unsafe) var members: [Member] = []

  private static let one: UInt64 = 1 << 16
  /// More of them than this would only wait for processors.
  private static let mostMembers = max(7, 2 * Parallel.coreCount)
  /// How often a member looks at the gate before it sleeps: for a tenth of a millisecond or so.
  private static let patience = 4_000

  private final class Member: Sendable {
    let index: Int
    /// Whether it may watch the gate: not where there are more members than processors.
    let isPatient: Bool
    let sleeps = Atomic<Bool>(false)
    let id = Atomic<Int32>(0)
    let alarm = DispatchSemaphore(value: 0)

    init(index: Int) {
      self.index = index
      isPatient = index < Parallel.coreCount - 1
    }
  }

  /// Calls the body with 0 on this thread, and with 1 up to count − 1 on members as far as they come in time.
  ///
  /// - Parameter body: Returns once there is no work left for anybody.
  /// - Returns: False if the team serves another loop; nothing was called then.
  func share(_ count: Int, _ body: @Sendable (Int) -> Void) -> Bool {
    guard !isTaken.exchange(true, ordering: .acquiring) else { return false }
    let limit = min(count - 1, Self.mostMembers)
    withoutActuallyEscaping(body) { body in
      unsafe loop = body
      unsafe memberLimit = limit
      gate.add(Self.one, ordering: .sequentiallyConsistent)
      wake(limit)
      body(0)
      gate.add(Self.one, ordering: .sequentiallyConsistent)
      waitForMembers()
      unsafe loop = nil
    }
    isTaken.store(false, ordering: .releasing)
    return true
  }

  private func wake(_ count: Int) {
    while unsafe members.count < count { hire() }
    for member in unsafe members[..<count]
    where member.sleeps.exchange(false, ordering: .sequentiallyConsistent) {
      la_place_thread(member.id.load(ordering: .relaxed), member.index)
      member.alarm.signal()
    }
  }

  private func hire() {
    let member = Member(index: unsafe members.count)
    unsafe members.append(member)
    let thread = Thread { self.serve(member) }
    thread.name = "clustering \(member.index + 1)"
    thread.start()
  }

  private func waitForMembers() {
    var looks = 0
    while gate.load(ordering: .acquiring) % Self.one != 0 {
      looks += 1
      if looks < Self.patience { la_pause() } else { sched_yield() }
    }
  }

  private func serve(_ member: Member) -> Never {
    member.id.store(la_thread_id(), ordering: .relaxed)
    var served: UInt64 = 0
    while true {
      served = nextLoop(after: served, member)
      guard enter(served) else { continue }
      run(member)
      gate.subtract(1, ordering: .releasing)
    }
  }

  /// The number of a loop that has begun since the given one.
  private func nextLoop(after served: UInt64, _ member: Member) -> UInt64 {
    var looks = 0
    while true {
      if let number = openLoop(after: served) { return number }
      looks += 1
      if member.isPatient, looks < Self.patience {
        la_pause()
      } else {
        looks = 0
        sleep(after: served, member)
      }
    }
  }

  private func openLoop(after served: UInt64) -> UInt64? {
    let number = gate.load(ordering: .sequentiallyConsistent) / Self.one
    return number % 2 == 1 && number != served ? number : nil
  }

  private func sleep(after served: UInt64, _ member: Member) {
    member.sleeps.store(true, ordering: .sequentiallyConsistent)
    // A loop that began before the note was seen rings no alarm.
    if openLoop(after: served) != nil, member.sleeps.exchange(false, ordering: .sequentiallyConsistent) {
      return
    }
    member.alarm.wait()
    la_unplace_thread()
  }

  /// Comes in, unless the loop has ended.
  private func enter(_ number: UInt64) -> Bool {
    var seen = gate.load(ordering: .relaxed)
    while seen / Self.one == number {
      let (exchanged, original) = gate.weakCompareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      if exchanged { return true }
      seen = original
    }
    return false
  }

  /// Apart, so that nothing of the loop is held once it returns.
  @inline(never)
  private func run(_ member: Member) {
    guard unsafe member.index < memberLimit else { return }
    unsafe loop?(member.index + 1)
  }
}
