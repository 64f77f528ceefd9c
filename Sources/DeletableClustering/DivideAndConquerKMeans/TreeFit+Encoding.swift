// The tree's state as bytes, and its digest as a Merkle tree; the layouts stand in docs/format.md.

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

  /// The shape, and the Merkle digest of the root: of what a node is, and of those of its children.
  ///
  /// In version 2, a node was what the digest of its solution says, and a leaf's was not hashed again.
  func encodeForDigest(to encoder: inout CanonicalEncoder, version: UInt32) {
    encoder.append(all: shape.nodeCounts.map { UInt64($0) })
    encoder.append(all: shape.parcels.map { UInt64($0) })
    computeDigests()
    var below = leaves.map { $0.node.merkleDigest(of: [], version: version) }
    for level in inner.indices.reversed() {
      below = inner[level].indices.map { index in
        inner[level][index].node.merkleDigest(
          of: below[shape.children(of: index, level: level)], version: version)
      }
    }
    for byte in below[0] { encoder.append(byte) }
  }

  /// Has the leaves compute the digests that nobody asked for yet, several at once.
  private func computeDigests() {
    Parallel.forEach(count: leaves.count, grain: 1, threads: Parallel.coreCount) { range in
      for index in range { _ = leaves[index].node.digest }
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
  fileprivate func encode(to encoder: inout CanonicalEncoder) {
    for byte in digest { encoder.append(byte) }
    encoder.append(all: outcome.centroids.steps)
    encoder.append(all: outcome.counts.map { Int64($0) })
  }

  /// The SHA-256 of the node as it is encoded, and of its children's.
  fileprivate func merkleDigest(of children: ArraySlice<[UInt8]>, version: UInt32) -> [UInt8] {
    var hash = SHA256()
    if version == 2 {
      if children.isEmpty { return digest }
      hash.update(data: digest)
    } else {
      var encoder = CanonicalEncoder()
      encode(to: &encoder)
      hash.update(data: encoder.bytes)
    }
    for child in children { hash.update(data: child) }
    return Array(hash.finalize())
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
