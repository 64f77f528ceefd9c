// A tree of solves: leaves over records, inner nodes over their children's centroids.
//
// Promise    The state is a function of the records and the settings: a record's leaf is one of its key, a
//            node's draws of its place. Threads and the order of rows decide nothing.
// Method     The leaves are solved at once, each over its own records; then level by level each node solves the
//            centroids of its children, weighted by parcels of their counts; the root's are the model's.

struct TreeFit: FittedStructure {
  var shape: TreeShape
  /// The nodes of each level from the root down to the one above the leaves.
  var inner: [[TreeBranch]]
  var leaves: [TreeLeaf]
  /// A cache: where each row's record is; nil while the records are deferred.
  var places: [Place]?

  struct Place: Sendable {
    var leaf: Int32
    /// Among the leaf's records.
    var index: Int32
  }

  init(fitting data: Dataset, keys: [Word128], _ context: FitContext, progress: ((Double) -> Void)?) {
    let empty = TreeNode(Solution(), dimension: context.dimension)
    let shape = TreeShape(context.settings, context.summary)
    self.shape = shape
    leaves = Array(repeating: TreeLeaf(empty), count: shape.leafCount)
    inner = shape.nodeCounts.dropLast().map { Array(repeating: TreeBranch(empty), count: $0) }
    load(data, keys: keys, areWithinRange: true, context)
    solveLeaves(data, context, progress: progress)
    for level in inner.indices.reversed() {
      let branches = inner[level].indices.map { BranchChange(index: $0, changes: nil) }
      var effect = ReplayEffect()
      update(branches, level: level, context, &effect)
    }
    progress?(1)
  }

  mutating func load(_ data: Dataset, keys: [Word128], _ context: FitContext) {
    load(data, keys: keys, areWithinRange: context.areWithinRange(data), context)
  }

  private mutating func load(
    _ data: Dataset, keys: [Word128], areWithinRange: Bool, _ context: FitContext
  ) {
    let (rows, places) = Self.distribute(keys, leafCount: shape.leafCount, context.random)
    self.places = places
    leaves.withDisjointWindow { window in
      Parallel.forEach(count: rows.count, grain: 1, threads: context.threads) { range in
        window.update(range) { leaves in
          for (slot, leaf) in range.enumerated() {
            leaves[slot].load(rows[leaf], keys: keys, data, areWithinRange: areWithinRange, context)
          }
        }
      }
    }
  }

  mutating func dropAssignments() {
    for leaf in leaves.indices { leaves[leaf].dropAssignments() }
    for level in inner.indices {
      for branch in inner[level].indices { inner[level][branch].dropAssignments() }
    }
  }

  /// The rows of each leaf, ascending, and the place of each row.
  private static func distribute(
    _ keys: [Word128], leafCount: Int, _ random: KeyedRandom
  ) -> (rows: [[Int32]], places: [Place]) {
    let key = random.key(.leaf)
    var rows: [[Int32]] = Array(repeating: [], count: leafCount)
    let places = keys.indices.map { row in
      let word = Philox.block(counter: keys[row], key: key).low
      let leaf = Int(word.multipliedFullWidth(by: UInt64(leafCount)).high)
      rows[leaf].append(Int32(row))
      return Place(leaf: Int32(leaf), index: Int32(rows[leaf].count - 1))
    }
    return (rows, places)
  }

  private mutating func solveLeaves(
    _ data: Dataset, _ context: FitContext, progress: ((Double) -> Void)?
  ) {
    let (depth, threads) = (shape.depth, leaves.count == 1 ? context.threads : 1)
    // In groups, so that progress can be reported from the caller's thread.
    let group = max(8 * context.threads, leaves.count / 50)
    for start in stride(from: 0, to: leaves.count, by: group) {
      let count = min(group, leaves.count - start)
      leaves.withDisjointWindow { window in
        Parallel.forEach(count: count, grain: 1, threads: context.threads) { range in
          for index in range.map({ start + $0 }) {
            let solver = context.solver(level: depth, index: index, threads: threads)
            window.update(index..<index + 1) { $0[0].solve(solver, data) }
          }
        }
      }
      progress?(0.95 * Double(start + count) / Double(leaves.count))
    }
  }
}

extension FitContext {
  /// The solver of a node, whose draws are its own.
  ///
  /// Below the root cells are coarse, so that fewer deletions move a centroid: the root's means are over many
  /// centroids, and what rounding adds to each cancels there.
  func solver(level: Int, index: Int, threads: Int) -> Solver {
    let isRoot = level == 0
    var solver = settings.solver(
      clusters: settings.nodeClusters(isRoot: isRoot), restarts: isRoot ? settings.restarts : 1,
      settings.tree.solver)
    solver.coarseness = isRoot ? 1 : 4
    let seed = random.word(.node, index: UInt64(index), position: UInt32(level))
    return Solver(
      settings: solver, random: KeyedRandom(seed: seed), unit: unit, dimension: dimension,
      threads: threads, keepsAssignments: keepsAssignments)
  }
}
