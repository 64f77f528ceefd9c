import TestSupport
import Testing

@testable import DeletableClustering

/// Trees of every shape: the plain tree's bytes and Merkle digest, and the laws of deletion.
struct TreeLaws {
  /// A tree and how many records it is over.
  struct Shape: Sendable {
    let tree: TreeSettings
    let count: Int
    /// About how many points a node's seeding looks at.
    let sample: Int?

    init(
      _ count: Int, leaves: Int? = nil, depth: Int? = nil, merging: Merging = .weighted,
      solver: NodeSolver = .quantized, sample: Int? = nil
    ) {
      (self.count, self.sample) = (count, sample)
      tree = TreeSettings(leaves: leaves, depth: depth, merging: merging, solver: solver)
    }
  }

  private static let shapes = [
    Shape(50), Shape(200), Shape(50, merging: .unweighted), Shape(50, solver: .lloyd),
    Shape(50, merging: .unweighted, solver: .lloyd),
    Shape(40, leaves: 1), Shape(40, leaves: 1, depth: 3), Shape(6, leaves: 30),
    Shape(6, leaves: 30, depth: 2),
    Shape(120, leaves: 8, depth: 3), Shape(120, leaves: 11, depth: 3), Shape(150, leaves: 7, depth: 2),
    Shape(120, leaves: 9, depth: 3, merging: .unweighted), Shape(60, leaves: 5, depth: 8),
    Shape(600, leaves: 4, depth: 2), Shape(300, depth: 2), Shape(200, depth: 3),
    Shape(600, leaves: 4, depth: 2, sample: 16), Shape(200, sample: 4), Shape(120, leaves: 3, sample: 8),
  ]

  /// Records about a few centres, some with two records of one id, in odd shapes with weights.
  private func law(_ shape: Shape) -> DeletionLaw {
    var random = SplitMix(UInt64(shape.count * 31 + (shape.tree.leaves ?? 0)))
    let rows = (0..<shape.count).map { _ in
      [Double(random.int(0...3)) + 0.1 * random.bell(), 0.4 * random.bell()]
    }
    let ids = rows.indices.map { RecordID(rowNumber: $0 - $0 % 5 / 4) }
    let weights = shape.count % 100 == 20 ? rows.map { _ in UInt32(random.int(1...5)) } : nil
    var settings = ModelSettings(.divideAndConquer, clusters: 3)
    settings.tree = shape.tree
    settings.iterations = 4
    settings.restarts = 2
    settings.seedingSample = shape.sample
    settings.seed = random.next()
    return DeletionLaw(GeneratedCase.dataset(rows, ids, weights: weights), settings)
  }

  private func ids(_ law: DeletionLaw, _ count: Int) -> [RecordID] {
    var random = SplitMix(UInt64(law.data.count))
    return Array(Set(law.data.ids).sorted().shuffled(using: &random).prefix(count))
  }

  @Test("The encoding is the plain tree's, and the digest its Merkle digest", arguments: shapes)
  func twin(shape: Shape) throws {
    let law = law(shape)
    var model = try law.fit()
    #expect(model.encoded == Twin.encoding(of: law.data, law.settings))
    #expect(model.digest.description == Twin.digest(of: law.data, law.settings))
    let gone = ids(law, 3)
    try model.delete(gone)
    #expect(model.encoded == Twin.encoding(of: law.data.without(gone), law.settings))
    #expect(model.digest.description == Twin.digest(of: law.data.without(gone), law.settings))
    #expect(try model.reopened().digest == model.digest)
  }

  @Test("What automatic settings came to is the plain tree's shape", arguments: shapes)
  func resolved(shape: Shape) throws {
    let law = law(shape)
    let plain = TwinTreeShape(
      law.settings, recordCount: law.data.count, totalWeight: law.data.totalWeight)
    let model = try law.fit()
    #expect(model.resolved.leaves == plain.leafCount)
    #expect(model.resolved.depth == plain.nodeCounts.count - 1)
    #expect(model.resolved.width == plain.width)
    #expect(model.resolved.epsilon == nil && model.resolved.bestRun == nil)
    #expect(try EncodedTree(model.encoded).nodes.count == plain.nodeCounts.reduce(0, +))
  }

  @Test("A stream equals a refit after each id, and a batch equals singles", arguments: shapes)
  func batchEqualsSingles(shape: Shape) throws {
    let law = law(shape)
    let ids = ids(law, TestLevel.count(quick: 6, standard: 30, long: 200))
    let single = try law.checkStream(ids.map { [$0] })
    try single.checkCaches()
    let batch = try law.checkDeletion(of: ids)
    try batch.after.checkCaches()
    #expect(batch.after == single && batch.after.digest == single.digest)
    #expect(batch.outcome.isCertified == batch.isCertified)
  }

  @Test("One digest for 1 to 3 threads and any order of rows", arguments: shapes)
  func threads(shape: Shape) throws {
    let law = law(shape)
    var random = SplitMix(9)
    try law.checkOrderOfRowsAndThreads(deleting: ids(law, 2), &random)
  }

  @Test("Opened again in between, and everything deleted", arguments: shapes)
  func reopening(shape: Shape) throws {
    let law = law(shape)
    let ids = ids(law, 8)
    try law.checkReopening(ids.prefix(3).map { [$0] } + [Array(ids.dropFirst(3))])
    try law.checkEverythingDeleted()
  }

  @Test("Automatic leaves follow n and k, in powers of two", arguments: 1...4)
  func automaticLeaves(depth: Int) throws {
    for clusters in [1, 2, 5] {
      for exponent in 1...2 where clusters << (exponent * (depth + 1)) <= 700 {
        let count = clusters << (exponent * (depth + 1))
        for (count, leaves) in [
          (count, 1 << (exponent * depth)), (count - 1, 1 << ((exponent - 1) * depth)),
        ] {
          var settings = ModelSettings(.divideAndConquer, clusters: clusters)
          settings.iterations = 1
          settings.tree.depth = depth
          let model = try settings.fit(Dataset(rows: (0..<count).map { [Double($0)] }))
          #expect(model.resolved.leaves == leaves, "\(count) records, \(clusters) clusters")
        }
      }
    }
  }
}
