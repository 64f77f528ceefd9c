// What a node passes on to its parent: centroids, and what they weigh.

struct Contribution: Equatable, Sendable {
  /// For each of the node's clusters; nil for one that weighs nothing and is not passed on.
  private(set) var entries: [Entry?] = []

  struct Entry: Equatable, Sendable {
    let steps: [Int32]
    let weight: Int
  }

  /// Clusters that differ between this and another contribution.
  func differences(
    from other: Contribution
  ) -> [(cluster: Int, before: Entry?, after: Entry?)] {
    (0..<max(entries.count, other.entries.count)).compactMap { cluster in
      let before = cluster < entries.count ? entries[cluster] : nil
      let after = cluster < other.entries.count ? other.entries[cluster] : nil
      return before == after ? nil : (cluster, before, after)
    }
  }
}

extension TreeFit {
  /// What a node passes on, some of the tree's clusters at least: a parcel is less than the average weighs.
  func contribution(
    of outcome: NodeOutcome, level: Int, index: Int, _ context: FitContext
  ) -> Contribution {
    Contribution(
      entries: outcome.counts.indices.map { cluster in
        let weight = weight(
          ofCount: outcome.counts[cluster], level: level, index: index, cluster: cluster, context)
        guard weight > 0 else { return nil }
        let range = outcome.centroids.range(of: cluster)
        return .init(steps: Array(outcome.centroids.steps[range]), weight: weight)
      })
  }

  /// A count in parcels of the level: (count + phase)/parcel, rounded down.
  ///
  /// With a random phase from 0 to parcel − 1 this is the true quotient on average, whatever the count: small
  /// clusters, too, pull the model no more than they weigh. It is never more than the count, so weights add up
  /// to at most the weight of all records, as exact sums need it.
  private func weight(
    ofCount count: Int, level: Int, index: Int, cluster: Int, _ context: FitContext
  ) -> Int {
    guard context.settings.tree.merging == .weighted else { return min(count, 1) }
    let below = level == shape.depth ? 1 : shape.parcels[level + 1]
    let parcel = shape.parcels[level] / below
    guard parcel > 1 else { return count }
    let place = UInt64(level) << 32 | UInt64(index)
    let phase = context.random.number(
      below: UInt64(parcel), .parcel, index: place, position: UInt32(cluster))
    return (count + Int(phase)) / parcel
  }

  /// What the node at a place found, be it a leaf.
  func outcome(level: Int, index: Int) -> NodeOutcome {
    level == shape.depth ? leaves[index].node.outcome : inner[level][index].node.outcome
  }

  /// What the node at a place passes on now.
  func contribution(level: Int, index: Int, _ context: FitContext) -> Contribution {
    contribution(of: outcome(level: level, index: index), level: level, index: index, context)
  }
}
