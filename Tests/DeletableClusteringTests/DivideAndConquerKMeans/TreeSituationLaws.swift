import TestSupport
import Testing

@testable import DeletableClustering

/// What a deletion from a tree can run into is searched for, found, and equal to a refit.
struct TreeSituationLaws {
  enum Situation: CaseIterable, Sendable {
    case nothingMoves, onlyLeavesMove, rootMoves, wholePathMoves
    case leavesChange, parcelsChange, parcelsChangeWithNodesOfSeveralLevels
    case leafEmpties, innerNodeEmpties, weightChangesAlone, clusterIsNoLongerPassedOn, unitChanges
  }

  private static let wanted = TestLevel.count(quick: 2, standard: 8, long: 100)

  @Test("Deletion from a tree equals refitting where", arguments: Situation.allCases)
  func holds(situation: Situation) throws {
    var found = 0
    var seed: UInt64 = 0
    while found < Self.wanted, seed < 4000 {
      found += try search(situation, seed)
      seed += 1
    }
    #expect(found >= Self.wanted, "\(situation): \(found) found in \(seed) cases")
  }

  private func search(_ situation: Situation, _ seed: UInt64) throws -> Int {
    let law = Self.law(situation, seed)
    let fitted = try law.fit()
    for id in Set(law.data.ids).sorted().prefix(TestLevel.count(quick: 6, standard: 10, long: 40)) {
      var after = fitted
      let outcome = try after.delete([id])
      guard after.recordCount > 0,
        try Self.shows(situation, law, id, .init(before: fitted, after: after, outcome: outcome))
      else { continue }
      let checked = try law.checkDeletion(of: [id], from: fitted)
      try checked.after.checkCaches()
      #expect(checked.outcome.isCertified == checked.isCertified, "seed \(seed), \(id)")
      // The tree must also go on from there.
      try law.checkReopening([[id], Array(Set(law.data.ids).sorted().suffix(2))])
      return 1
    }
    return 0
  }

  /// Records and a tree for which the situation is likely.
  private static func law(_ situation: Situation, _ seed: UInt64) -> DeletionLaw {
    var random = SplitMix(seed)
    var settings = ModelSettings(.divideAndConquer, clusters: random.int(1...3))
    settings.seed = random.next()
    settings.iterations = random.int(1...6)
    settings.restarts = random.int(1...3)
    settings.tree.depth = random.int(1...3)
    settings.tree.solver = random.element(NodeSolver.allCases)
    settings.tree.leaves = random.int(2...9)
    var count = random.int(8...120)
    switch situation {
    case .leavesChange:
      settings.tree.leaves = nil
      settings.tree.depth = random.int(1...2)
      let exponent = settings.tree.depth == 1 ? random.int(1...2) : 1
      count = settings.clusters << (exponent * ((settings.tree.depth ?? 1) + 1))
    case .parcelsChange, .parcelsChangeWithNodesOfSeveralLevels:
      // A level of m nodes of 2k clusters, so that n is just enough for parcels of 2 or 4.
      let shape = TwinTreeShape(settings, recordCount: 0, totalWeight: 0)
      let level = situation == .parcelsChange ? shape.nodeCounts.count - 1 : 1
      count = 16 * shape.nodeCounts[level] * 2 * settings.clusters
    case .leafEmpties, .innerNodeEmpties: count = random.int(3...12)
    case .weightChangesAlone, .clusterIsNoLongerPassedOn: count = random.int(60...300)
    case .onlyLeavesMove, .nothingMoves: settings.tree.solver = .quantized
    default: break
    }
    let rows = (0..<count).map { row in
      [
        Double(random.int(0...2)) + 0.2 * random.bell(),
        row == 0 && situation == .unitChanges ? 50 : 0.3 * random.bell(),
      ]
    }
    let weights =
      seed % 3 == 0 && situation != .parcelsChange ? rows.map { _ in UInt32(random.int(1...4)) } : nil
    return DeletionLaw(
      GeneratedCase.dataset(rows, rows.indices.map { RecordID(rowNumber: $0) }, weights: weights), settings)
  }

  private static func shows(
    _ situation: Situation, _ law: DeletionLaw, _ id: RecordID, _ checked: DeletionLaw.Checked
  ) throws -> Bool {
    let (old, new) = (
      try EncodedTree(checked.before.encoded).nodes, try EncodedTree(checked.after.encoded).nodes
    )
    let (before, after) = (shape(law, law.data), shape(law, law.data.without([id])))
    let hasSameShape = before == after && !checked.outcome.isRefitted
    let innerCount = before.nodeCounts.dropLast().reduce(0, +)
    let moved = zip(old, new).map { $0.steps != $1.steps }
    let emptied = zip(old, new).map { !$0.counts.isEmpty && $1.counts.isEmpty }
    switch situation {
    case .nothingMoves: return hasSameShape && checked.outcome.isCertified
    case .onlyLeavesMove:
      return hasSameShape && moved.contains(true) && !moved.prefix(innerCount).contains(true)
    case .rootMoves: return hasSameShape && moved[0]
    case .wholePathMoves: return hasSameShape && moved.count { $0 } == before.nodeCounts.count
    case .leavesChange: return before.nodeCounts != after.nodeCounts
    case .parcelsChange: return before.nodeCounts == after.nodeCounts && before.parcels != after.parcels
    case .parcelsChangeWithNodesOfSeveralLevels:
      return before.nodeCounts.count > 2 && before.nodeCounts == after.nodeCounts
        && before.parcels[1] != after.parcels[1] && before.parcels[2] == after.parcels[2]
    case .leafEmpties: return hasSameShape && emptied.suffix(from: innerCount).contains(true)
    case .innerNodeEmpties: return hasSameShape && emptied[1..<innerCount].contains(true)
    case .weightChangesAlone:
      return hasSameShape && before.parcels.contains { $0 > 1 } && !moved.contains(true)
        && old[0].counts.reduce(0, +) != new[0].counts.reduce(0, +)
    case .clusterIsNoLongerPassedOn:
      return hasSameShape && before.parcels.contains { $0 > 1 }
        && passedCount(law, law.data, old) > passedCount(law, law.data.without([id]), new)
    case .unitChanges: return checked.before.resolved.unit != checked.after.resolved.unit
    }
  }

  private static func shape(_ law: DeletionLaw, _ data: Dataset) -> TwinTreeShape {
    TwinTreeShape(law.settings, recordCount: data.count, totalWeight: data.totalWeight)
  }

  /// How many clusters of all nodes below the root count for something in their parents.
  private static func passedCount(_ law: DeletionLaw, _ data: Dataset, _ nodes: [EncodedTree.Node]) -> Int {
    let shape = shape(law, data)
    var (count, next) = (0, 1)
    for level in shape.nodeCounts.indices.dropFirst() {
      for node in 0..<shape.nodeCounts[level] {
        for (cluster, weight) in nodes[next].counts.enumerated() {
          let passed = shape.weight(
            ofCount: Int(weight), level: level, node: node, cluster: cluster, law.settings)
          count += passed > 0 ? 1 : 0
        }
        next += 1
      }
    }
    return count
  }
}
