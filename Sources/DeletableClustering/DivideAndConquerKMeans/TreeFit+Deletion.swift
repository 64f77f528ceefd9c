// Deleting records from a tree.
//
// Promise    Afterwards every node is the one that a fit of the remaining records has.
// Method     The leaves that lose records are replayed, all at once. A parent is solved again only where what a
//            child passes on changed: a centroid, or a weight in parcels; and so on to the root. A batch
//            visits each node once.
// Source     Ginart, Guan, Valiant and Zou, NeurIPS 2019, Algorithm 2.
// Differs    Leaves are keyed, not drawn; weighted merging; a leaf is resumed by its own check.

extension TreeFit {
  mutating func delete(
    rows: [Int], from data: inout Dataset, _ context: FitContext, _ effect: inout ReplayEffect
  ) {
    let new = TreeShape(context.settings, context.summary)
    guard new.hasNodes(of: shape) else { return refit(without: rows, of: &data, context, &effect) }
    let removals = takeOut(rows, from: &data)
    dropMerkleDigests(above: removals.map(\.leaf))
    var before = passed(removals.map(\.leaf), level: shape.depth, context)
    replay(removals, data, context, &effect)
    let hasNewParcels = new != shape
    shape = new
    for level in inner.indices.reversed() {
      note(before, level: level + 1, &effect)
      let branches =
        hasNewParcels
        ? inner[level].indices.map { BranchChange(index: $0, changes: nil) }
        : branches(above: before, level: level, context)
      before = passed(branches.map(\.index), level: level, context)
      update(branches, level: level, context, &effect)
    }
    note(before, level: 0, &effect)
  }

  /// What a node was and passed on before it changed.
  private struct Passed {
    let index: Int
    let centroids: Centroids
    let contribution: Contribution
  }

  private func passed(_ indices: [Int], level: Int, _ context: FitContext) -> [Passed] {
    indices.map { index in
      Passed(
        index: index, centroids: outcome(level: level, index: index).centroids,
        contribution: contribution(level: level, index: index, context))
    }
  }

  /// The nodes of a level whose children pass on something else than before.
  private func branches(
    above children: [Passed], level: Int, _ context: FitContext
  ) -> [BranchChange] {
    var changes: [Int: [TreeBranch.ChildChange]] = [:]
    for child in children {
      let after = contribution(level: level + 1, index: child.index, context)
      guard after != child.contribution else { continue }
      changes[child.index / shape.width, default: []].append(
        .init(child: child.index % shape.width, before: child.contribution, after: after))
    }
    return changes.keys.sorted().map { BranchChange(index: $0, changes: changes[$0]) }
  }

  private func note(_ before: [Passed], level: Int, _ effect: inout ReplayEffect) {
    let changedCount = before.count {
      $0.centroids != outcome(level: level, index: $0.index).centroids
    }
    effect.changedNodeCount += changedCount
    if changedCount > 0 { effect.isCertified = false }
  }

  /// Fits the survivors anew, in a tree of another shape.
  private mutating func refit(
    without rows: [Int], of data: inout Dataset, _ context: FitContext, _ effect: inout ReplayEffect
  ) {
    var keys = recordKeys
    data.removeSwapping(rows: rows)
    keys.swapRemove(rows)
    self = TreeFit(fitting: data, keys: keys, context, progress: nil)
    effect.isCertified = false
    effect.isRefitted = true
    effect.reassignedCount += data.count
  }

  /// The records' keys, in row order.
  private var recordKeys: [Word128] {
    guard let places else { preconditionFailure("Records in memory have places.") }
    return places.map { leaves[Int($0.leaf)].key(atPlace: Int($0.index)) }
  }

  /// The records that leave a leaf.
  private struct LeafRemoval: Sendable {
    let leaf: Int
    let change: PointChange
  }

  /// Takes rows out of the data and of their leaves.
  ///
  /// - Parameter rows: Distinct, in descending order.
  /// - Returns: What replays must know of them, by leaf, ascending.
  private mutating func takeOut(_ rows: [Int], from data: inout Dataset) -> [LeafRemoval] {
    guard var places = places.take() else { preconditionFailure("Records in memory have places.") }
    var touched: [Int: [Int]] = [:]
    for row in rows { touched[Int(places[row].leaf), default: []].append(Int(places[row].index)) }
    let removals = touched.keys.sorted().map { leaf in
      LeafRemoval(leaf: leaf, change: leaves[leaf].change(leaving: touched[leaf] ?? []))
    }
    data.removeSwapping(rows: rows)
    for row in rows {
      let place = places[row]
      if let moved = leaves[Int(place.leaf)].removeSwapping(place: Int(place.index)) {
        places[moved].index = place.index
      }
      places.swapRemove(row)
      if row < places.count {
        leaves[Int(places[row].leaf)].renumber(place: Int(places[row].index), row: row)
      }
    }
    self.places = places
    return removals
  }

  private mutating func replay(
    _ removals: [LeafRemoval], _ data: Dataset, _ context: FitContext, _ effect: inout ReplayEffect
  ) {
    var effects = Array(repeating: ReplayEffect(), count: removals.count)
    let (depth, threads) = (shape.depth, removals.count == 1 ? context.threads : 1)
    leaves.withDisjointWindow { leaves in
      effects.withDisjointWindow { effects in
        Parallel.forEach(count: removals.count, grain: 1, threads: context.threads) { range in
          for index in range {
            let leaf = removals[index].leaf
            let solver = context.solver(level: depth, index: leaf, threads: threads)
            leaves.update(leaf..<leaf + 1) { leaf in
              effects.update(index..<index + 1) { effect in
                leaf[0].replay(removals[index].change, solver, data, &effect[0])
              }
            }
          }
        }
      }
    }
    for part in effects { effect.reassignedCount += part.reassignedCount }
  }

  /// A tree needs the other records of a leaf that loses one.
  mutating func delete(
    leaving: Dataset, keys: [Word128], _ context: FitContext, _ effect: inout ReplayEffect
  ) -> Bool {
    false
  }
}
