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
