// Reading encodings of version 4, in which a seeding ended where each point of its sample lay on a seed.
//
// All others are the same model in the same bytes, but for the number of the version.

enum Version4 {
  static let number: UInt32 = 4
}

extension TreeFit {
  /// Whether a node has fewer centroids than it would have now, as far as can be told without its solution.
  ///
  /// A node that has too few for want of distinct points counts too, if it may have had a sample.
  func mayHaveEndedASeeding(_ context: FitContext) -> Bool {
    let levels = inner.map { $0.map(\.node) } + [leaves.map(\.node)]
    return levels.indices.contains { level in
      let settings = context.solver(level: level, index: 0, threads: 1).settings
      return levels[level].contains { node in
        // No node has more points than they weigh.
        (1..<settings.clusters).contains(node.outcome.counts.count)
          && settings.sampleHalvings(count: node.outcome.weight) > 0
      }
    }
  }
}
