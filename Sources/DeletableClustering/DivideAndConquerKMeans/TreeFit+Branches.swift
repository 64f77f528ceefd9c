// Bringing inner nodes up to date with their children.

extension TreeFit {
  /// An inner node that is to be brought up to date.
  struct BranchChange: Sendable {
    let index: Int
    /// What changed among its children; nil where the node is to be solved from nothing.
    let changes: [TreeBranch.ChildChange]?
  }

  /// Brings some nodes of a level up to date, several at once.
  mutating func update(
    _ branches: [BranchChange], level: Int, _ context: FitContext, _ effect: inout ReplayEffect
  ) {
    // What is solved from nothing is gathered before the nodes of this level change.
    let children = branches.map { branch in
      needsSolve(branch, level: level)
        ? self.shape.children(of: branch.index, level: level).map {
          contribution(level: level + 1, index: $0, context)
        } : nil
    }
    var effects = Array(repeating: ReplayEffect(), count: branches.count)
    let (shape, threads) = (self.shape, branches.count == 1 ? context.threads : 1)
    inner[level].withDisjointWindow { nodes in
      effects.withDisjointWindow { effects in
        Parallel.forEach(count: branches.count, grain: 1, threads: context.threads) { range in
          for place in range {
            let index = branches[place].index
            let solver = context.solver(level: level, index: index, threads: threads)
            let keys = BranchKeys(
              context, level: level + 1, firstChild: shape.children(of: index, level: level).lowerBound)
            nodes.update(index..<index + 1) { node in
              if let children = children[place] {
                node[0].solve(children, keys, solver)
              } else {
                effects.update(place..<place + 1) { effect in
                  node[0].replay(branches[place].changes ?? [], keys, solver, &effect[0])
                }
              }
            }
          }
        }
      }
    }
    for part in effects { effect.reassignedCount += part.reassignedCount }
  }

  private func needsSolve(_ branch: BranchChange, level: Int) -> Bool {
    guard let changes = branch.changes else { return true }
    return !inner[level][branch.index].canReplay(changes)
  }
}
