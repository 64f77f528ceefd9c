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
  /// The count of processors that this process may use.
  public static var coreCount: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Runs the body on consecutive ranges that together make 0..<count.
  ///
  /// - Parameters:
  ///   - grain: The length of a range; also the least work that is worth a thread.
  ///   - threads: At most so many run at once.
  static func forEach(
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
    let nextRun = Atomic<Int>(0)
    workers.withDisjointWindow { window in
      DispatchQueue.concurrentPerform(iterations: workerCount) { index in
        window.update(index..<index + 1) { slot in
          while true {
            let run = nextRun.wrappingAdd(1, ordering: .relaxed).oldValue
            guard run < runCount else { return }
            body(&slot[0], run * grain..<min(count, (run + 1) * grain))
          }
        }
      }
    }
    return workers
  }
}

/// A window on an array through which threads write disjoint ranges at once.
@safe
struct DisjointWindow<Element>: @unchecked Sendable {
  fileprivate let elements: UnsafeMutableBufferPointer<Element>

  var count: Int { unsafe elements.count }

  /// Gives the body the range's elements. No two threads may hold overlapping ranges at once.
  ///
  /// - Precondition: The range lies in the array; checked in release builds too.
  @inline(__always)
  func update<Result>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Element>) -> Result
  ) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let part = unsafe UnsafeMutableBufferPointer(rebasing: elements[range])
    var span = unsafe MutableSpan(_unsafeElements: part)
    return body(&span)
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
  /// An array that the body writes, so that threads touch its memory first, each its own part.
  ///
  /// - Parameter body: Writes every element, and reads none before.
  init(count: Int, writtenBy body: (DisjointWindow<Element>) -> Void) {
    unsafe self.init(unsafeUninitializedCapacity: count) { buffer, initializedCount in
      let elements = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      unsafe la_prefer_large_pages(elements.baseAddress, count * MemoryLayout<Element>.stride)
      body(unsafe DisjointWindow(elements: elements))
      initializedCount = count
    }
  }
}
