// One plain solve: R runs, and the one of least loss.

import DeletableClustering

/// What a plain solve is asked for.
package struct TwinSolve {
  package let clusters: Int
  package let iterations: Int
  package let restarts: Int
  package let isLloyd: Bool
  package let epsilon: Double?
  /// γ; Lloyd's algorithm has none.
  package let balance: BalanceFraction
  /// The seeding looks at no fewer points, if there are so many.
  package let seedingSample: Int
  package let coarseness: Int128
  package let seed: UInt64

  package init(
    clusters: Int, iterations: Int, restarts: Int = 1, isLloyd: Bool = false, epsilon: Double? = nil,
    balance: BalanceFraction, seedingSample: Int? = nil, coarseness: Int128 = 1, seed: UInt64
  ) {
    self.clusters = clusters
    self.iterations = iterations
    self.restarts = restarts
    self.isLloyd = isLloyd
    self.epsilon = epsilon
    self.balance = isLloyd ? BalanceFraction(0, over: 1) : balance
    self.seedingSample = seedingSample ?? max(4096, 128 * clusters)
    self.coarseness = coarseness
    self.seed = seed
  }

  /// The one solve of a flat model.
  init(_ settings: ModelSettings) {
    self.init(
      clusters: settings.clusters, iterations: settings.iterations, restarts: settings.restarts,
      isLloyd: settings.method == .lloyd, epsilon: settings.epsilon, balance: settings.balance,
      seedingSample: settings.seedingSample, seed: settings.seed)
  }

  /// The seed of a run, from 0.
  func seed(ofRun run: Int) -> UInt64 {
    run == 0 ? seed : TwinPhilox.word(seed: seed, purpose: 6, index: UInt64(run))
  }
}

package struct TwinSolution {
  /// R of them; none without points.
  package let runs: [TwinRun]
  package let bestRun: Int

  package init(_ points: TwinPoints, _ solve: TwinSolve, _ lattice: TwinLattice) {
    guard points.count > 0 else {
      (runs, bestRun) = ([], 0)
      return
    }
    let runs = (0..<solve.restarts).map { run in
      TwinRun(points, solve, lattice, seed: solve.seed(ofRun: run))
    }
    let least = runs.map(\.best.loss).min()
    self.runs = runs
    bestRun = runs.firstIndex { $0.best.loss == least } ?? 0
  }

  /// The round whose centroids are the solution; nil without points.
  package var best: TwinRun.Round? { runs.isEmpty ? nil : runs[bestRun].best }
}
