// The tree's shape: how many nodes stand in each level, and in what parcels counts are passed up.
//
// Promise    A function of the settings and of coarse powers of two of n, so that it seldom changes; and of
//            nothing else. A deletion resolves it again.
// Method     With w children a node, depth D and about equal work in every node, a leaf has n/w^D records and
//            an inner node 2kw points, so w is near (n/2k)^(1/(D+1)).

struct TreeShape: Equatable, Sendable {
  /// How many nodes stand in each level, from the root to the leaves.
  let nodeCounts: [Int]
  /// How many children a node has at most.
  let width: Int
  /// For each level, how many records the unit of its nodes' weights stands for; 1 at the root.
  let parcels: [Int]

  /// The number of the leaves' level.
  var depth: Int { nodeCounts.count - 1 }
  var leafCount: Int { nodeCounts[depth] }

  init(_ settings: ModelSettings, _ summary: RecordSummary) {
    let depth = settings.tree.depth ?? 1
    let leaves =
      settings.tree.leaves
      ?? Self.automaticLeaves(count: summary.recordCount, clusters: settings.clusters, depth: depth)
    let width = Self.width(leaves: leaves, depth: depth)
    var counts = [leaves]
    for _ in 0..<depth { counts.append((counts[counts.count - 1] + width - 1) / width) }
    nodeCounts = counts.reversed()
    self.width = width
    let isWeighted = settings.tree.merging == .weighted
    parcels = nodeCounts.enumerated().map { level, count in
      guard isWeighted, level > 0 else { return 1 }
      let points = count * settings.nodeClusters(isRoot: false)
      return Self.parcel(weight: summary.totalWeight, points: points)
    }
  }

  /// (2^e)^depth for the largest e with 2^(e·(depth + 1)) ≤ n/k.
  private static func automaticLeaves(count: Int, clusters: Int, depth: Int) -> Int {
    var exponent = 0
    while (exponent + 1) * depth <= 20,
      Int128(clusters) << ((exponent + 1) * (depth + 1)) <= Int128(count)
    {
      exponent += 1
    }
    return 1 << (exponent * depth)
  }

  /// The least w with w^depth ≥ leaves.
  private static func width(leaves: Int, depth: Int) -> Int {
    var width = 1
    while (0..<depth).reduce(1, { product, _ in min(product * width, leaves) }) < leaves { width += 1 }
    return width
  }

  /// The largest power of two for which a point weighs 8 of it or more on average; at least 1.
  ///
  /// Coarser parcels make it rarer that a deletion changes a weight. With 4 or less the loss grows where
  /// clusters differ much in size.
  private static func parcel(weight: Int, points: Int) -> Int {
    var parcel = 1
    while 2 * parcel * averageWeight * points <= weight { parcel *= 2 }
    return parcel
  }

  private static let averageWeight = 8

  func children(of index: Int, level: Int) -> Range<Int> {
    index * width..<min((index + 1) * width, nodeCounts[level + 1])
  }

  func hasNodes(of other: TreeShape) -> Bool {
    nodeCounts == other.nodeCounts
  }
}

extension ModelSettings {
  /// How many clusters a node looks for.
  func nodeClusters(isRoot: Bool) -> Int {
    isRoot || tree.merging == .unweighted ? clusters : min(2 * clusters, Int(UInt16.max))
  }
}
