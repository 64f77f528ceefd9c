// One plain run: Int128 throughout; every round starts from nothing; a loss is a sum over all points.

import DeletableClustering

package struct TwinRun {
  package struct Round: Equatable {
    package let centroids: [[Int128]]
    package let labels: [Int]
    package let counts: [Int]
    package let sums: [[Int128]]
    package let squares: [Int128]
    package let loss: Int128

    init(_ points: TwinPoints, centroids: [[Int128]]) {
      let (places, weights) = (points.places, points.weights)
      let labels = places.map { TwinLattice.nearest($0, centroids) }
      let members = centroids.indices.map { cluster in places.indices.filter { labels[$0] == cluster } }
      self.centroids = centroids
      self.labels = labels
      counts = members.map { rows in Int(rows.reduce(0) { $0 + weights[$1] }) }
      sums = members.map { rows in
        centroids[0].indices.map { column in rows.reduce(0) { $0 + weights[$1] * places[$1][column] } }
      }
      squares = members.map { rows in
        rows.reduce(0) { $0 + weights[$1] * places[$1].reduce(0) { $0 + $1 * $1 } }
      }
      loss = places.indices.reduce(0) {
        $0 + weights[$1] * TwinLattice.squaredDistance(places[$1], centroids[labels[$1]])
      }
    }

    /// Q − ‖S‖²/N of each cluster, rounded down, summed.
    package var lossAboutMeans: Int128 {
      counts.indices.filter { counts[$0] > 0 }.reduce(0) { total, cluster in
        let squaredSum = sums[cluster].reduce(0) { $0 + $1 * $1 }
        return total + (squares[cluster] * Int128(counts[cluster]) - squaredSum) / Int128(counts[cluster])
      }
    }
  }

  package let seeding: TwinSeeding
  /// ε of the last round, in steps; 1 for Lloyd's algorithm.
  package private(set) var cell: Int128 = 1
  /// Rounds 0 to T.
  package private(set) var rounds: [Round] = []
  package let bestRound: Int

  package var best: Round { rounds[bestRound] }

  init(_ points: TwinPoints, _ solve: TwinSolve, _ lattice: TwinLattice, seed: UInt64) {
    seeding = TwinSeeding(points, solve, seed: seed)
    var centroids = seeding.steps.map(\.seed.point)
    for round in 0...solve.iterations {
      let next = Round(points, centroids: centroids)
      rounds.append(next)
      if round == 0 { cell = Self.cell(next, points, solve, lattice) }
      let rounding = TwinRounding(
        solve, seed: seed, limit: lattice.limit, totalWeight: points.totalWeight,
        clusterCount: centroids.count, cell: cell)
      guard round < solve.iterations else { break }
      centroids = centroids.indices.map { cluster in
        rounding.centroid(
          round: round + 1, count: next.counts[cluster], sum: next.sums[cluster],
          previous: next.centroids[cluster])
      }
    }
    let least = rounds.dropFirst().map(\.loss).min()
    let rounds = rounds
    bestRound = rounds.indices.dropFirst().first { rounds[$0].loss == least } ?? 1
  }

  private static func cell(
    _ seeds: Round, _ points: TwinPoints, _ solve: TwinSolve, _ lattice: TwinLattice
  ) -> Int128 {
    if solve.isLloyd { return 1 }
    if let epsilon = solve.epsilon {
      return TwinRounding.requestedCell(
        epsilon, unitExponent: lattice.unitExponent, limit: lattice.limit)
    }
    return TwinRounding.automaticCell(
      loss: seeds.lossAboutMeans, totalWeight: points.totalWeight, dimension: points.places[0].count,
      limit: lattice.limit)
  }
}
