import Foundation
import Testing

@testable import DeletableClustering

struct ParallelTests {
  @Test("Each place is met once, whatever the threads and the grain", arguments: 1...5, [1, 3, 64, 1000])
  func covers(threads: Int, grain: Int) {
    for count in [0, 1, 63, 64, 65, 500] {
      var met = Array(repeating: 0, count: count)
      met.withDisjointWindow { window in
        Parallel.forEach(count: count, grain: grain, threads: threads) { range in
          window.update(range) { places in
            for index in 0..<places.count { places[index] += 1 }
          }
        }
      }
      #expect(met.allSatisfy { $0 == 1 })
    }
  }

  @Test("Workers together have everything, and there are no more of them than threads")
  func reduces() {
    for threads in 1...4 {
      let workers = Parallel.reduce(count: 1000, grain: 7, threads: threads, worker: 0) { sum, range in
        sum += range.reduce(0, +)
      }
      #expect(workers.reduce(0, +) == 499_500)
      #expect(workers.count <= threads)
    }
  }

  @Test("Loops within loops, and from many threads at once, are whole")
  func nested() {
    let sums = Parallel.reduce(count: 40, grain: 1, threads: 4, worker: 0) { sum, outer in
      for _ in outer {
        let inner = Parallel.reduce(count: 100, grain: 1, threads: 3, worker: 0) { $0 += $1.reduce(0, +) }
        sum += inner.reduce(0, +)
      }
    }
    #expect(sums.reduce(0, +) == 40 * 4950)
  }

  @Test("A loop that comes right after another, or a while later, is whole", arguments: 2...6)
  func repeated(threads: Int) {
    for turn in 0..<2000 {
      // Now and then the threads go to sleep in between.
      if turn % 100 == 0 { Thread.sleep(forTimeInterval: 0.001) }
      var places = Array(repeating: 0, count: 50 + turn % 50)
      places.withDisjointWindow { window in
        Parallel.forEach(count: window.count, grain: 1, threads: threads) { range in
          window.update(range) { $0[0] += turn + range.lowerBound }
        }
      }
      guard places == places.indices.map({ $0 + turn }) else {
        Issue.record("Turn \(turn) with \(threads) threads")
        return
      }
    }
  }

  @Test("The BLAS in use is suitable, and says its name")
  func provider() {
    #expect(LinearAlgebra.isSuitable)
    #expect(!LinearAlgebra.provider.isEmpty)
  }

  @Test("A window outside of the array traps")
  func windowTraps() async {
    await #expect(processExitsWith: .failure) {
      var array = [1, 2, 3]
      array.withDisjointWindow { window in window.update(2..<4) { $0[0] = 0 } }
    }
  }
}
