// How the tree of divide and conquer is built.

/// The shape of the tree, and what passes from a node to its parent.
public struct TreeSettings: Equatable, Sendable {
  /// W, how many leaves the records fall into, from 1 to 1,048,576; nil for automatic.
  public var leaves: Int?
  /// How many levels of nodes stand above the leaves, from 1 to 8; nil for automatic.
  public var depth: Int?
  /// What a node's centroids count for in its parent.
  public var merging: Merging
  /// How each node solves its points.
  public var solver: NodeSolver

  public init(
    leaves: Int? = nil, depth: Int? = nil, merging: Merging = .weighted, solver: NodeSolver = .quantized
  ) {
    self.leaves = leaves
    self.depth = depth
    self.merging = merging
    self.solver = solver
  }

  static let leafRange = 1...1 << 20
  static let depthRange = 1...8
}

/// What a node's centroids count for in its parent.
public enum Merging: String, CaseIterable, Sendable {
  /// Nodes below the root find 2k centroids, each weighted by its records.
  case weighted
  /// Nodes find k centroids that all count the same, as Ginart et al. have it. The loss is higher where
  /// clusters differ in size.
  case unweighted
}

/// How a node of the tree solves its points.
public enum NodeSolver: String, CaseIterable, Sendable {
  /// As ``QuantizedKMeans``: many deletions move no centroid of the leaf.
  case quantized
  /// As ``LloydKMeans``: nearly every deletion moves one.
  case lloyd
}
