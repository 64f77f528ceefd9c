// The tree's state as bytes; the layout stands in docs/format.md.

import Crypto

extension TreeFit {
  var published: Centroids? {
    let root = outcome(level: 0, index: 0)
    return root.counts.isEmpty ? nil : root.centroids
  }

  /// A tree computes its loss and its clusters' sizes when asked: they take a pass over all records.
  var publishedRound: Run.Round? { nil }
  var publishedLabels: [UInt16]? { nil }

  func describe(_ resolved: inout ResolvedSettings) {
    resolved.leaves = shape.leafCount
    resolved.depth = shape.depth
    resolved.width = shape.width
  }

  func hasState(of other: any FittedStructure) -> Bool {
    guard let other = other as? TreeFit else { return false }
    return shape == other.shape && levels == other.levels
  }

  /// The nodes of each level, from the root to the leaves.
  private var levels: [[TreeNode]] { inner.map { $0.map(\.node) } + [leaves.map(\.node)] }

  func encode(to encoder: inout CanonicalEncoder) {
    for level in levels {
      for node in level {
        node.encode(to: &encoder)
      }
    }
  }

  init(from decoder: inout CanonicalDecoder, _ context: FitContext) throws(DecodingFailure) {
    shape = TreeShape(context.settings, context.summary)
    inner = []
    for (level, count) in shape.nodeCounts.dropLast().enumerated() {
      inner.append([])
      for _ in 0..<count {
        inner[level].append(TreeBranch(try TreeNode(from: &decoder, context, isRoot: level == 0)))
      }
    }
    leaves = []
    for _ in 0..<shape.leafCount {
      leaves.append(TreeLeaf(try TreeNode(from: &decoder, context, isRoot: false)))
    }
    guard hasConsistentCounts(context) else { throw .invalid("counts") }
  }

  /// Whether leaves count all records, and each inner node what its children pass on.
  private func hasConsistentCounts(_ context: FitContext) -> Bool {
    guard leaves.reduce(0, { $0 + $1.node.outcome.weight }) == context.summary.totalWeight else {
      return false
    }
    return inner.indices.allSatisfy { level in
      inner[level].indices.allSatisfy { index in
        let passed = shape.children(of: index, level: level).reduce(0) { sum, child in
          let passed = contribution(level: level + 1, index: child, context)
          return sum + passed.entries.reduce(0) { $0 + ($1?.weight ?? 0) }
        }
        return inner[level][index].node.outcome.weight == passed
      }
    }
  }
}

extension TreeNode {
  /// The digest of the solution, and what the node found.
  func encode(to encoder: inout CanonicalEncoder) {
    for byte in digest { encoder.append(byte) }
    encoder.append(all: outcome.centroids.steps)
    encoder.append(all: outcome.counts.map { Int64($0) })
  }

  fileprivate init(
    from decoder: inout CanonicalDecoder, _ context: FitContext, isRoot: Bool
  ) throws(DecodingFailure) {
    var digest: [UInt8] = []
    for _ in 0..<SHA256.byteCount { digest.append(try decoder.number()) }
    let centroids = try Centroids(from: &decoder, dimension: context.dimension)
    let counts = try decoder.numbers(Int64.self)
    guard counts.count == centroids.count,
      centroids.count <= context.settings.nodeClusters(isRoot: isRoot),
      counts.allSatisfy({ (0...Int64(context.summary.totalWeight)).contains($0) })
    else { throw .invalid("node") }
    self.init(NodeOutcome(centroids: centroids, counts: counts.map { Int($0) }), digest: digest)
  }
}
