// A node of the tree: what it found, and the solution behind it.
//
// Promise    State: the centroids and counts, and the digest of the whole solution, all recorded rounds
//            included. The solution itself is a cache; it can be made again from the node's points.

import Crypto
import Synchronization

/// What a node found, and what is passed on of it.
struct NodeOutcome: Equatable, Sendable {
  /// None if no record fell under the node.
  let centroids: Centroids
  /// What each cluster weighs, in the parcels of the level below.
  let counts: [Int]

  /// What all clusters weigh.
  var weight: Int { counts.reduce(0, +) }
}

struct TreeNode: Sendable {
  let outcome: NodeOutcome
  /// A cache: what the node was made of; nil where the model was opened since.
  private(set) var solution: Solution?
  private let digestCache: DigestCache
  /// A cache: the hash of the node and of all under it.
  private var merkleCache = DigestCache()

  init(_ solution: Solution, dimension: Int) {
    outcome = NodeOutcome(
      centroids: solution.centroids ?? Centroids(dimension: dimension, steps: []),
      counts: solution.best?.statistics.counts ?? [])
    self.solution = solution
    digestCache = DigestCache()
  }

  /// A node as it was stored.
  init(_ outcome: NodeOutcome, digest: [UInt8]) {
    self.outcome = outcome
    digestCache = DigestCache(digest)
  }

  /// The SHA-256 of the solution's canonical encoding, computed when first asked for: a deletion need not pay
  /// for a digest that nobody asks for before the next one.
  ///
  /// - Precondition: The solution was not taken.
  var digest: [UInt8] {
    digestCache.value {
      guard let solution else { preconditionFailure("A node has its solution or its digest.") }
      var encoder = CanonicalEncoder()
      solution.encode(to: &encoder)
      return Array(SHA256.hash(data: encoder.bytes))
    }
  }

  /// The SHA-256 of the node as it is encoded, and of the Merkle digests of its children; computed when first asked for.
  ///
  /// - Parameter children: Gives theirs; none for a leaf.
  func merkleDigest(_ children: () -> [[UInt8]]) -> [UInt8] {
    merkleCache.value {
      var encoder = CanonicalEncoder()
      encode(to: &encoder)
      var hash = SHA256()
      hash.update(data: encoder.bytes)
      for child in children() { hash.update(data: child) }
      return Array(hash.finalize())
    }
  }

  /// Whether the Merkle digest was computed already.
  var hasMerkleDigest: Bool { merkleCache.isFilled }

  /// Forgets the Merkle digest, where something under the node changed. Copies of the node keep theirs.
  mutating func dropMerkleDigest() {
    merkleCache = DigestCache()
  }

  /// Takes the solution out, so that it has one owner and changes in place; nil if it was not kept. The node is
  /// then to be replaced.
  mutating func takeSolution() -> Solution? {
    solution.take()
  }
}

extension TreeNode: Equatable {
  static func == (left: TreeNode, right: TreeNode) -> Bool {
    left.outcome == right.outcome && left.digest == right.digest
  }
}

private final class DigestCache: Sendable {
  private let digest: Mutex<[UInt8]?>

  init(_ digest: [UInt8]? = nil) {
    self.digest = Mutex(digest)
  }

  var isFilled: Bool { digest.withLock { $0 != nil } }

  func value(_ compute: () -> [UInt8]) -> [UInt8] {
    digest.withLock { digest in
      if let digest { return digest }
      let computed = compute()
      digest = computed
      return computed
    }
  }
}
