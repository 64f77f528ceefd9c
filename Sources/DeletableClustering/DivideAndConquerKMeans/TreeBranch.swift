// An inner node: the centroids that its children pass on, and the solve over them.

struct TreeBranch: Sendable {
  private(set) var node: TreeNode
  /// A cache: the points; nil where the model was opened since.
  private(set) var contents: Contents?

  /// The children's centroids as points.
  struct Contents: Sendable {
    var points: SolverPoints
    /// Which child and cluster each point comes from.
    var tags: [UInt64]
    /// The place of each child's clusters, width × clusters; −1 for those that are not passed on.
    var places: [Int32]

    var input: SolverInput {
      mutating get { points.input(.nodes(tags: tags)) }
    }
  }

  init(_ node: TreeNode) {
    self.node = node
  }

  mutating func dropAssignments() {
    contents?.points.dropAssignments()
  }

  /// Notes that something under the node changed, whether or not the node will.
  mutating func dropMerkleDigest() {
    node.dropMerkleDigest()
  }

  /// Solves from nothing.
  ///
  /// - Parameter children: What each passes on.
  mutating func solve(_ children: [Contribution], _ keys: BranchKeys, _ solver: Solver) {
    var steps: [Int32] = []
    var weights: [Int] = []
    var tags: [UInt64] = []
    var places = Array(repeating: Int32(-1), count: children.count * keys.clusters)
    for (child, contribution) in children.enumerated() {
      for (cluster, entry) in contribution.entries.enumerated() {
        guard let entry else { continue }
        places[child * keys.clusters + cluster] = Int32(weights.count)
        tags.append(keys.tag(child: child, cluster: cluster))
        steps += entry.steps
        weights.append(entry.weight)
      }
    }
    let points = LatticePoints(Centroids(dimension: solver.dimension, steps: steps), weights: weights)
    var contents = Contents(
      points: SolverPoints(points, keys: tags.map { keys.key(ofTag: $0) }), tags: tags, places: places)
    let result = solver.solve(contents.input)
    contents.points.caches = result.caches
    self.contents = contents
    node = TreeNode(result.solution, dimension: solver.dimension)
  }

  /// How a child's contribution changed.
  struct ChildChange: Sendable {
    /// The child's place among the node's children.
    let child: Int
    let before: Contribution
    let after: Contribution
  }

  /// Whether a replay of some changes is possible, and likely to be faster than a solve.
  func canReplay(_ changes: [ChildChange]) -> Bool {
    guard let contents, node.solution != nil else { return false }
    let count = changes.reduce(0) { $0 + $1.before.differences(from: $1.after).count }
    return contents.points.count > 1 && 8 * count <= contents.points.count
  }

  /// Brings the node to what a solve of the children's new contributions gives.
  mutating func replay(
    _ changes: [ChildChange], _ keys: BranchKeys, _ solver: Solver, _ effect: inout ReplayEffect
  ) {
    guard var contents = contents.take(), var solution = node.takeSolution() else {
      preconditionFailure("A node is replayed with its points and its solution.")
    }
    let change = contents.take(changes, keys)
    // Taken out, as the survivors are read beside them.
    var caches: [RunCache] = []
    swap(&caches, &contents.points.caches)
    let isComplete = solver.replay(
      &solution, change, count: contents.points.count,
      totalWeight: node.outcome.weight + change.weightGain, caches: &caches, &effect
    ) { contents.input }
    precondition(isComplete, "A replay that has the points never stops halfway.")
    swap(&caches, &contents.points.caches)
    self.contents = contents
    node = TreeNode(solution, dimension: solver.dimension)
  }
}

extension TreeBranch.Contents {
  /// Puts the children's new contributions in the place of the old.
  fileprivate mutating func take(
    _ changes: [TreeBranch.ChildChange], _ keys: BranchKeys
  ) -> PointChange {
    var leaving: [Int] = []
    var joining: [(tag: UInt64, point: LoosePoints.Point)] = []
    for change in changes {
      for difference in change.before.differences(from: change.after) {
        let tag = keys.tag(child: change.child, cluster: difference.cluster)
        if difference.before != nil { leaving.append(Int(places[keys.slot(ofTag: tag)])) }
        guard let entry = difference.after else { continue }
        joining.append((tag, .init(key: keys.key(ofTag: tag), steps: entry.steps, weight: entry.weight)))
      }
    }
    var result = PointChange(leaving: leaving, of: &points)
    for place in leaving.sorted(by: >) { remove(place: place, keys) }
    for (tag, point) in joining {
      result.join(point, at: tags.count)
      append(point, tag, keys)
    }
    return result
  }

  private mutating func remove(place: Int, _ keys: BranchKeys) {
    places[keys.slot(ofTag: tags[place])] = -1
    points.removeSwapping(points: [place])
    tags.swapRemove(place)
    if place < tags.count { places[keys.slot(ofTag: tags[place])] = Int32(place) }
  }

  private mutating func append(_ point: LoosePoints.Point, _ tag: UInt64, _ keys: BranchKeys) {
    places[keys.slot(ofTag: tag)] = Int32(tags.count)
    points.append(point)
    tags.append(tag)
  }
}

/// How the points of a branch are named.
struct BranchKeys: Sendable {
  /// Of the generator.
  private let key: UInt64
  /// The children's level, and the first child's index in it.
  private let level: Int
  private let firstChild: Int
  /// Clusters that a child has at most.
  let clusters: Int

  init(_ context: FitContext, level: Int, firstChild: Int) {
    key = context.random.key(.nodePoint)
    self.level = level
    self.firstChild = firstChild
    clusters = context.settings.nodeClusters(isRoot: false)
  }

  /// A number for a child's cluster; its order is that of children, then clusters.
  func tag(child: Int, cluster: Int) -> UInt64 {
    UInt64(child) << 32 | UInt64(cluster)
  }

  /// The place of a tag in a table of children by clusters.
  func slot(ofTag tag: UInt64) -> Int {
    Int(tag >> 32) * clusters + Int(tag & 0xffff_ffff)
  }

  /// The 128 bits that stand for the point in every draw.
  func key(ofTag tag: UInt64) -> Word128 {
    let child = UInt64(firstChild) + tag >> 32
    let place = Word128(low: child, high: UInt64(level) << 32 | (tag & 0xffff_ffff))
    return Philox.block(counter: place, key: key)
  }
}
