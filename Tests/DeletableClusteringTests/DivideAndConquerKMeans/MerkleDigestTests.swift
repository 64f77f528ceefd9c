import TestSupport
import Testing

@testable import DeletableClustering

/// What of a tree's Merkle digest is computed again after a deletion.
struct MerkleDigestTests {
  private let data: Dataset
  private let settings: ModelSettings

  /// With so many records a cluster, most deletions change nothing that a leaf passes on.
  init() throws {
    var random = SplitMix(7)
    let rows = (0..<600).map { _ in [4 * Double(random.int(0...3)) + random.bell(), random.bell()] }
    data = try Dataset(rows: rows)
    var settings = ModelSettings(.divideAndConquer, clusters: 2)
    settings.tree = TreeSettings(leaves: 4, depth: 2)
    settings.iterations = 3
    self.settings = settings
  }

  /// Whether each node of each level has its hash, from the root to the leaves.
  private func hashed(_ model: any DeletableModel) throws -> [[Bool]] {
    let tree = try #require(model.core.structure as? TreeFit)
    return tree.inner.map { $0.map(\.node.hasMerkleDigest) } + [tree.leaves.map(\.node.hasMerkleDigest)]
  }

  @Test("Only the way from the leaf to the root is hashed again, and a copy keeps its own digest")
  func path() throws {
    var model = try settings.fit(data)
    #expect(try hashed(model).joined().allSatisfy { !$0 })
    // Deletions after which nodes above the leaf are what they were.
    var quietCount = 0
    for row in stride(from: 0, to: 600, by: 59) {
      let id = RecordID(rowNumber: row)
      let before = (model: model, digest: model.digest)
      let tree = try #require(model.core.structure as? TreeFit)
      let place = try #require(tree.places)[try #require(model.records().rows(of: id).first)]
      let outcome = try model.delete([id])
      let after = try #require(model.core.structure as? TreeFit)
      var index = Int(place.leaf)
      var path = [index]
      for _ in 0..<tree.shape.depth {
        index /= tree.shape.width
        path.insert(index, at: 0)
      }
      guard !outcome.isRefitted else { continue }
      for (level, nodes) in try hashed(model).enumerated() {
        #expect(nodes.indices.filter { !nodes[$0] } == [path[level]], "level \(level)")
      }
      if after.inner[0][0].node == tree.inner[0][0].node { quietCount += 1 }
      #expect(before.model.digest == before.digest)
      #expect(try hashed(before.model).joined().allSatisfy { $0 })
      #expect(try model.digest == settings.fit(try model.records(), threads: 1).digest)
      #expect(try hashed(model).joined().allSatisfy { $0 })
    }
    #expect(quietCount > 0)
  }

  @Test("A digest of an older version leaves none of its hashes behind")
  func olderVersion() throws {
    var settings = settings
    settings.seedingSample = ModelSettings.everyRecord
    let (model, other) = (try settings.fit(data), try settings.fit(data))
    let noted = model.core.digest(version: 2)
    #expect(model.digest == other.digest)
    #expect(other.core.digest(version: 2) == noted && noted != model.digest)
  }
}
