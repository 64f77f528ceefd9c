// Regressions, found before a release: small benchmarks, each with its size in its name.
//
// All go through public API, except for the tile product, which is the BLAS's own. Times are compared with
// those of an earlier commit on the same machine; CONTRIBUTING.md tells how.

import Benchmark

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock],
    warmupIterations: 1,
    maxDuration: .seconds(2),
    maxIterations: 10_000,
    // Virtual machines are noisy: a quarter is what is still found.
    thresholds: [.wallClock: .init(relative: [.p25: 25, .p50: 25])]
  )
  kernelBenchmarks()
  fitBenchmarks()
  deletionBenchmarks()
  storeBenchmarks()
}
