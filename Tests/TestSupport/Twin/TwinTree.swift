// Divide and conquer once more: every node is a plain solve, from the leaves up.

import DeletableClustering

package struct TwinTree {
  package struct Node {
    package let solution: TwinSolution
    /// SHA-256 of the solution's encoding.
    package let digest: [UInt8]

    init(_ points: TwinPoints, _ solve: TwinSolve, _ lattice: TwinLattice) {
      solution = TwinSolution(points, solve, lattice)
      digest = solution.digest
    }

    package var centroids: [[Int128]] { solution.best?.centroids ?? [] }
    package var counts: [Int] { solution.best?.counts ?? [] }
  }

  package let data: Dataset
  package let settings: ModelSettings
  package let preparation: TwinPreparation
  /// The records as they come out of it.
  private let prepared: Dataset
  package let lattice: TwinLattice
  package let shape: TwinTreeShape
  /// The nodes of each level, from the root to the leaves.
  package private(set) var levels: [[Node]] = []

  package init(_ data: Dataset, _ settings: ModelSettings) {
    self.data = data
    self.settings = settings
    preparation = TwinPreparation(data, settings)
    prepared = preparation.dataset(like: data)
    lattice = TwinLattice(prepared)
    shape = TwinTreeShape(settings, recordCount: data.count, totalWeight: data.totalWeight)
    var points = leafPoints()
    for level in shape.nodeCounts.indices.reversed() {
      let nodes = points.enumerated().map { index, points in
        Node(points, solve(level: level, index: index), lattice)
      }
      levels.insert(nodes, at: 0)
      points = level == 0 ? [] : innerPoints(level: level - 1, nodes)
    }
  }

  /// The records of each leaf.
  private func leafPoints() -> [TwinPoints] {
    let all = TwinPoints(prepared, lattice, keys: TwinKeys.keys(of: data, seed: settings.seed))
    let key = TwinPhilox.word(seed: settings.seed, purpose: 7, index: 0)
    let leaves = all.keys.map { record in
      let word = UInt64(truncatingIfNeeded: TwinPhilox.block(counter: record, key: key))
      return Int((UInt128(word) * UInt128(shape.leafCount)) >> 64)
    }
    return (0..<shape.leafCount).map { leaf in
      all.selecting(leaves.indices.filter { leaves[$0] == leaf })
    }
  }

  /// What each node of a level takes from its children, given the whole level below.
  private func innerPoints(level: Int, _ children: [Node]) -> [TwinPoints] {
    let key = TwinPhilox.word(seed: settings.seed, purpose: 9, index: 0)
    return (0..<shape.nodeCounts[level]).map { node in
      var points = TwinPoints()
      for child in shape.children(of: node, level: level) {
        for (cluster, count) in children[child].counts.enumerated() {
          let weight = shape.weight(
            ofCount: count, level: level + 1, node: child, cluster: cluster, settings)
          guard weight > 0 else { continue }
          let high = UInt128(level + 1) << 32 | UInt128(cluster)
          points.append(
            children[child].centroids[cluster], weight: weight,
            key: TwinPhilox.block(counter: high << 64 | UInt128(child), key: key), rank: points.count)
        }
      }
      return points
    }
  }

  private func solve(level: Int, index: Int) -> TwinSolve {
    TwinSolve(
      clusters: level == 0 ? settings.clusters : shape.clusters, iterations: settings.iterations,
      restarts: level == 0 ? settings.restarts : 1, isLloyd: settings.tree.solver == .lloyd,
      epsilon: settings.epsilon, balance: settings.balance, seedingSample: settings.seedingSample,
      coarseness: level == 0 ? 1 : 4,
      seed: TwinPhilox.word(
        seed: settings.seed, purpose: 8, index: UInt64(index), position: UInt64(level)))
  }
}

/// How many nodes there are, and in what parcels they pass counts up.
package struct TwinTreeShape: Equatable {
  /// From the root to the leaves.
  package let nodeCounts: [Int]
  package let width: Int
  package let parcels: [Int]
  /// What a node below the root looks for.
  package let clusters: Int

  package var leafCount: Int { nodeCounts[nodeCounts.count - 1] }

  package init(_ settings: ModelSettings, recordCount: Int, totalWeight: Int) {
    let depth = settings.tree.depth ?? 1
    let leaves = settings.tree.leaves ?? Self.leaves(recordCount, settings.clusters, depth)
    let width = (1...leaves).first { width in Self.power(width, depth) >= Int128(leaves) } ?? leaves
    let isWeighted = settings.tree.merging == .weighted
    let clusters = isWeighted ? min(2 * settings.clusters, 65_535) : settings.clusters
    var counts = [leaves]
    for _ in 0..<depth { counts.insert((counts[0] + width - 1) / width, at: 0) }
    nodeCounts = counts
    self.width = width
    self.clusters = clusters
    parcels = counts.enumerated().map { level, count in
      let powers = (0...30).map { 1 << $0 }
      guard isWeighted, level > 0 else { return 1 }
      return powers.last { $0 * 8 * count * clusters <= totalWeight } ?? 1
    }
  }

  /// (2^e)^depth for the largest e with k·2^(e(depth + 1)) ≤ n and e·depth ≤ 20.
  private static func leaves(_ count: Int, _ clusters: Int, _ depth: Int) -> Int {
    let exponents = (0...20 / depth).filter { exponent in
      Int128(clusters) * power(2, exponent * (depth + 1)) <= Int128(count)
    }
    return 1 << ((exponents.last ?? 0) * depth)
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { product, _ in product * Int128(base) }
  }

  func children(of node: Int, level: Int) -> Range<Int> {
    node * width..<min((node + 1) * width, nodeCounts[level + 1])
  }

  /// What a cluster of a node below the root counts for in the node's parent.
  package func weight(
    ofCount count: Int, level: Int, node: Int, cluster: Int, _ settings: ModelSettings
  ) -> Int128 {
    guard settings.tree.merging == .weighted else { return count > 0 ? 1 : 0 }
    let below = level + 1 < parcels.count ? parcels[level + 1] : 1
    let parcels = parcels[level] / below
    guard parcels > 1 else { return Int128(count) }
    let word = TwinPhilox.word(
      seed: settings.seed, purpose: 10, index: UInt64(level) << 32 | UInt64(node),
      position: UInt64(cluster))
    let phase = Int128((UInt128(word) * UInt128(parcels)) >> 64)
    return (Int128(count) + phase) / Int128(parcels)
  }
}
