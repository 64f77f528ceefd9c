// The whole fit once more: plain, slow, and with nothing shared but the data set and its settings.
//
// Promise    `encoded` is byte for byte what the library writes of its own fit.
// Method     Int128 throughout; every round starts from nothing; a loss is a sum over all records.

import DeletableClustering

package struct Twin {
  package struct Round: Equatable {
    package let centroids: [[Int128]]
    package let labels: [Int]
    package let counts: [Int]
    package let sums: [[Int128]]
    package let squares: [Int128]
    package let loss: Int128

    init(_ points: [[Int128]], centroids: [[Int128]]) {
      let labels = points.map { TwinLattice.nearest($0, centroids) }
      let members = centroids.indices.map { cluster in
        points.indices.filter { labels[$0] == cluster }.map { points[$0] }
      }
      self.centroids = centroids
      self.labels = labels
      counts = members.map(\.count)
      sums = members.map { rows in
        centroids[0].indices.map { column in rows.reduce(0) { $0 + $1[column] } }
      }
      squares = members.map { rows in rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } } }
      loss = points.indices.reduce(0) {
        $0 + TwinLattice.squaredDistance(points[$1], centroids[labels[$1]])
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

  package let data: Dataset
  package let configuration: QuantizedKMeans.Configuration
  package let lattice: TwinLattice
  package let seeding: TwinSeeding
  /// ε of the last round, in steps.
  package private(set) var cell: Int128 = 1
  /// Rounds 0 to T; none without records.
  package private(set) var rounds: [Round] = []
  package private(set) var bestRound: Int?

  package init(_ data: Dataset, _ configuration: QuantizedKMeans.Configuration) {
    self.data = data
    self.configuration = configuration
    lattice = TwinLattice(data)
    seeding = TwinSeeding(
      data, points: lattice.points, keys: TwinKeys.keys(of: data, seed: configuration.seed),
      configuration: configuration)
    guard data.count > 0 else { return }
    var centroids = seeding.steps.map(\.seed.point)
    for round in 0...configuration.iterations {
      let next = Round(lattice.points, centroids: centroids)
      rounds.append(next)
      if round == 0 { cell = resolvedCell(next) }
      centroids = centroids.indices.map { cluster in
        rounding.centroid(
          round: round + 1, count: next.counts[cluster], sum: next.sums[cluster],
          previous: next.centroids[cluster])
      }
    }
    let least = rounds.dropFirst().map(\.loss).min()
    bestRound = rounds.indices.dropFirst().first { rounds[$0].loss == least }
  }

  /// How this model's means become centroids.
  package var rounding: TwinRounding {
    TwinRounding(
      configuration: configuration, limit: lattice.limit, recordCount: data.count,
      clusterCount: seeding.steps.count, cell: cell)
  }

  private func resolvedCell(_ seeds: Round) -> Int128 {
    if let epsilon = configuration.epsilon {
      return TwinRounding.requestedCell(
        epsilon, unitExponent: lattice.unitExponent, limit: lattice.limit)
    }
    return TwinRounding.automaticCell(
      loss: seeds.lossAboutMeans, recordCount: data.count, dimension: data.dimension,
      limit: lattice.limit)
  }
}
