// A leaf: the records that fell into it, and the solve over them.

struct TreeLeaf: Sendable {
  private(set) var node: TreeNode
  /// A cache: the records' rows and, on the lattice, the records; nil while they are deferred.
  private(set) var contents: Contents?

  struct Contents: Sendable {
    var rows: [Int32]
    var points: SolverPoints
    /// Whether the records are known to be within the lattice's range.
    let areWithinRange: Bool

    mutating func input(_ data: Dataset) -> SolverInput {
      points.input(.records(PointRecords(data: data, rows: rows, areWithinRange: areWithinRange)))
    }
  }

  init(_ node: TreeNode) {
    self.node = node
  }

  /// The key of a record in memory.
  func key(atPlace place: Int) -> Word128 {
    guard let contents else { preconditionFailure("A leaf's records are in memory.") }
    return contents.points.keys[place]
  }

  private var count: Int { contents?.rows.count ?? 0 }

  /// Takes the leaf's records in.
  mutating func load(
    _ rows: [Int32], keys: [Word128], _ data: Dataset, areWithinRange: Bool, _ context: FitContext
  ) {
    let points = LatticePoints(data, rows: rows, unit: context.unit, threads: 1)
    contents = Contents(
      rows: rows, points: SolverPoints(points, keys: rows.map { keys[Int($0)] }),
      areWithinRange: areWithinRange)
  }

  mutating func dropAssignments() {
    contents?.points.dropAssignments()
  }

  /// Solves from nothing.
  mutating func solve(_ solver: Solver, _ data: Dataset) {
    var contents = takeContents()
    let result = solver.solve(contents.input(data))
    contents.points.caches = result.caches
    self.contents = contents
    node = TreeNode(result.solution, dimension: solver.dimension)
  }

  /// Taken out, so that the arrays have one owner and change in place.
  private mutating func takeContents() -> Contents {
    guard let taken = contents.take() else { preconditionFailure("A leaf's records are in memory.") }
    return taken
  }

  // MARK: - Deletion

  /// What a replay must know of the records at some places, before they go.
  mutating func change(leaving places: [Int]) -> PointChange {
    guard let change = contents?.points.change(leaving: places, threads: 1) else {
      preconditionFailure("A leaf loses records that it has.")
    }
    return change
  }

  /// Takes the record at a place out.
  ///
  /// - Returns: The row of the record that got its place; nil if it was the last.
  mutating func removeSwapping(place: Int) -> Int? {
    contents?.points.removeSwapping(points: [place])
    contents?.rows.swapRemove(place)
    guard let rows = contents?.rows, place < rows.count else { return nil }
    return Int(rows[place])
  }

  /// Notes that the record at a place has another row number now.
  mutating func renumber(place: Int, row: Int) {
    contents?.rows[place] = Int32(row)
  }

  /// Brings the node to what a solve of the records left gives: from the recorded solution, or from nothing
  /// where the model was opened since.
  mutating func replay(
    _ change: PointChange, _ solver: Solver, _ data: Dataset, _ effect: inout ReplayEffect
  ) {
    guard count > 0, var solution = node.takeSolution() else {
      solve(solver, data)
      effect.reassignedCount += count * (solver.settings.iterations + 1)
      return
    }
    let count = count
    var contents = takeContents()
    // Taken out, as the survivors are read beside them.
    var caches: [RunCache] = []
    swap(&caches, &contents.points.caches)
    let isComplete = solver.replay(
      &solution, change, count: count, totalWeight: node.outcome.weight + change.weightGain, caches: &caches,
      &effect
    ) { contents.input(data) }
    precondition(isComplete, "A replay that has the records never stops halfway.")
    swap(&caches, &contents.points.caches)
    self.contents = contents
    node = TreeNode(solution, dimension: solver.dimension)
  }
}
