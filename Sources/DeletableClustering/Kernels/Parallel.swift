// Loops over consecutive runs of work on several threads.
//
// Which thread takes which run is left to chance. So a loop's result may depend only on sums that
// commute exactly, or on places that one run alone writes; both kinds are here.

import CLinearAlgebra
import Dispatch
import Foundation
import Synchronization

/// How the library uses threads.
public enum Parallel {
  /// The count of processors that this process may use, as it was when somebody first asked: on Linux the answer is
  /// read from files, which takes longer than to look through a small data set.
  public static let coreCount = ProcessInfo.processInfo.activeProcessorCount

  /// Runs the body on consecutive ranges that together make 0..<count.
  ///
  /// - Parameters:
  ///   - grain: The length of a range; also the least work that is worth a thread.
  ///   - threads: At most so many run at once.
  package static func forEach(
    count: Int, grain: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    _ = reduce(count: count, grain: grain, threads: threads, worker: ()) { _, range in
      body(range)
    }
  }

  /// As `forEach`, with a worker for each thread that gathers what its ranges give.
  ///
  /// - Returns: The workers, in no particular order.
  static func reduce<Worker: Sendable>(
    count: Int, grain: Int, threads: Int,
    worker make: @autoclosure () -> Worker,
    _ body: @Sendable (inout Worker, Range<Int>) -> Void
  ) -> [Worker] {
    let runCount = (count + grain - 1) / grain
    let workerCount = min(threads, runCount)
    guard workerCount > 1 else {
      var worker = make()
      for run in 0..<runCount { body(&worker, run * grain..<min(count, (run + 1) * grain)) }
      return [worker]
    }
    var workers: [Worker] = (0..<workerCount).map { _ in make() }
    let shares = (0..<workerCount).map {
      Share(runCount * $0 / workerCount..<runCount * ($0 + 1) / workerCount)
    }
    workers.withDisjointWindow { window in
      share(workerCount) { index in
        window.update(index..<index + 1) { slot in
          // The own share first, then what is left of the others'.
          for turn in 0..<workerCount {
            while let run = shares[(index + turn) % workerCount].takeRun() {
              body(&slot[0], run * grain..<min(count, (run + 1) * grain))
            }
          }
        }
      }
    }
    return workers
  }
}

extension Parallel {
  /// Runs that lie together, and so does what they write: two threads that begin to write a page of memory at the
  /// same time both pay for it.
  private final class Share: Sendable {
    private let end: Int
    private let next: Atomic<Int>

    init(_ runs: Range<Int>) {
      end = runs.upperBound
      next = Atomic(runs.lowerBound)
    }

    func takeRun() -> Int? {
      // Looked at first, so that an empty share is not written.
      guard next.load(ordering: .relaxed) < end else { return nil }
      let run = next.wrappingAdd(1, ordering: .relaxed).oldValue
      return run < end ? run : nil
    }
  }

  /// Calls the body on several threads at once, each with another index below the count; it may be that some of the
  /// indices, but 0, are left out.
  private static func share(_ count: Int, _ body: @Sendable (Int) -> Void) {
    #if os(Linux)
      if WorkerTeam.shared.share(count, body) { return }
    #endif
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
  }
}

/// A window on an array through which threads write disjoint ranges at once.
@safe
package struct DisjointWindow<Element>: @unchecked Sendable {
  fileprivate let elements: UnsafeMutableBufferPointer<Element>

  package var count: Int { unsafe elements.count }

  /// A window on some of the elements, which count from 0 in it.
  ///
  /// - Precondition: The range lies in the array; checked in release builds too.
  func part(_ range: Range<Int>) -> DisjointWindow {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe DisjointWindow(elements: UnsafeMutableBufferPointer(rebasing: elements[range]))
  }

  /// Gives the body the range's elements. No two threads may hold overlapping ranges at once.
  ///
  /// - Precondition: The range lies in the array; checked in release builds too.
  @inline(__always)
  package func update<Result>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Element>) -> Result
  ) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let part = unsafe UnsafeMutableBufferPointer(rebasing: elements[range])
    var span = unsafe MutableSpan(_unsafeElements: part)
    return body(&span)
  }
}

extension DisjointWindow {
  /// Gives the body all elements, for a kernel that touches single ones; no two threads may touch the same at once.
  func withUnsafeElements<Result>(_ body: (UnsafeMutablePointer<Element>?) -> Result) -> Result {
    unsafe body(elements.baseAddress)
  }
}

extension Array {
  /// Gives the body a window on the elements, valid until it returns.
  mutating func withDisjointWindow<Result>(
    _ body: (DisjointWindow<Element>) -> Result
  ) -> Result {
    unsafe withUnsafeMutableBufferPointer { body(unsafe DisjointWindow(elements: $0)) }
  }
}

extension Array where Element: BitwiseCopyable {
  /// An array whose elements mean nothing until they are written: room that nobody has touched yet.
  init(unwritten count: Int) {
    self.init(count: count) { _ in }
  }

  /// An array that the body writes, so that threads touch its memory first, each its own part.
  ///
  /// - Parameter body: Reads no element before it wrote it.
  init(count: Int, writtenBy body: (DisjointWindow<Element>) -> Void) {
    unsafe self.init(unsafeUninitializedCapacity: count) { buffer, initializedCount in
      let elements = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      unsafe la_prefer_large_pages(elements.baseAddress, count * MemoryLayout<Element>.stride)
      body(unsafe DisjointWindow(elements: elements))
      initializedCount = count
    }
  }

  /// Reserves room as `reserveCapacity` does, on large pages where there is enough of it.
  package mutating func reserveLargePages(_ count: Int) {
    reserveCapacity(count)
    let bytes = capacity * MemoryLayout<Element>.stride
    unsafe withUnsafeMutableBufferPointer { elements in
      unsafe la_prefer_large_pages(elements.baseAddress, bytes)
    }
  }

  /// The elements of another array, and behind them what the body writes.
  ///
  /// - Parameters:
  ///   - capacity: The most elements; memory that the body leaves alone is not taken from the system.
  ///   - body: Gets a window on all of the capacity. Writes elements behind those of `start`, and returns
  ///     how many there are then with no gap between them; reads none before it wrote it.
  package init(
    _ start: [Element], capacity: Int, extendedBy body: (DisjointWindow<Element>) -> Int
  ) {
    precondition(start.count <= capacity, "\(start.count) elements do not fit \(capacity)")
    unsafe self.init(unsafeUninitializedCapacity: capacity) { buffer, initializedCount in
      let elements = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<capacity])
      unsafe la_prefer_large_pages(elements.baseAddress, capacity * MemoryLayout<Element>.stride)
      _ = unsafe elements.update(fromContentsOf: start)
      initializedCount = body(unsafe DisjointWindow(elements: elements))
      precondition(initializedCount >= start.count && initializedCount <= capacity)
    }
  }
}
