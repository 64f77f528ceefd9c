// The tree's digest as a Merkle tree; its layout stands in docs/format.md.
//
// Promise    After a deletion only the nodes on the way from its leaves to the root are hashed again.
// Method     Each node keeps the hash of its subtree, a cache. A node that is solved again is a new one, without a
//            hash; of those above it that stay as they were, a deletion drops the hash.

import Crypto

extension TreeFit {
  /// The shape, and the Merkle digest of the root: of what a node is, and of those of its children.
  func encodeForDigest(to encoder: inout CanonicalEncoder, version: UInt32, threads: Int) {
    encoder.append(all: shape.nodeCounts.map { UInt64($0) })
    encoder.append(all: shape.parcels.map { UInt64($0) })
    hashLeaves(threads: threads)
    let root = version == 2 ? version2Digest(level: 0, index: 0) : merkleDigest(level: 0, index: 0)
    for byte in root { encoder.append(byte) }
  }

  private func node(level: Int, index: Int) -> TreeNode {
    level == shape.depth ? leaves[index].node : inner[level][index].node
  }

  /// The SHA-256 of a node as it is encoded, and of the Merkle digests of its children.
  private func merkleDigest(level: Int, index: Int) -> [UInt8] {
    node(level: level, index: index).merkleDigest {
      guard level < shape.depth else { return [] }
      return shape.children(of: index, level: level).map { merkleDigest(level: level + 1, index: $0) }
    }
  }

  /// Has the leaves that are not hashed yet hashed, several at once. Inner nodes are far fewer.
  private func hashLeaves(threads: Int) {
    var open = [0].filter { !node(level: 0, index: $0).hasMerkleDigest }
    for level in inner.indices {
      open = open.flatMap { shape.children(of: $0, level: level) }.filter {
        !node(level: level + 1, index: $0).hasMerkleDigest
      }
    }
    let indices = open
    Parallel.forEach(count: indices.count, grain: 1, threads: threads) { places in
      for place in places { _ = merkleDigest(level: shape.depth, index: indices[place]) }
    }
  }

  /// Forgets the hashes of all nodes above some leaves.
  ///
  /// - Complexity: O(D) a leaf in a tree of depth D.
  mutating func dropMerkleDigests(above leaves: [Int]) {
    var below = leaves
    for level in inner.indices.reversed() {
      below = Set(below.map { $0 / shape.width }).sorted()
      for index in below { inner[level][index].dropMerkleDigest() }
    }
  }

  /// In version 2, a node was what the digest of its solution says, and a leaf's was not hashed again. Nothing of it is
  /// kept: it serves only to check what was noted in that version.
  private func version2Digest(level: Int, index: Int) -> [UInt8] {
    let digest = node(level: level, index: index).digest
    guard level < shape.depth else { return digest }
    var hash = SHA256()
    hash.update(data: digest)
    for child in shape.children(of: index, level: level) {
      hash.update(data: version2Digest(level: level + 1, index: child))
    }
    return Array(hash.finalize())
  }
}
