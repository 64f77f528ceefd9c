// The centroids that a deletion's certificate speaks of.

import TestSupport

@testable import DeletableClustering

extension DeletionLaw.Checked {
  /// What the outcome must say: no recorded and no published centroid changed.
  var isCertified: Bool {
    before.core.summary.unit == after.core.summary.unit && before.resolved.leaves == after.resolved.leaves
      && before.recordedCentroids == after.recordedCentroids && before.centroids == after.centroids
  }
}

extension DeletableModel {
  /// Of all runs and rounds of a flat model, or of all nodes of a tree, in steps.
  var recordedCentroids: [[Int32]] {
    if let flatRuns { return flatRuns.flatMap { $0.rounds.map(\.centroids.steps) } }
    do {
      return try EncodedTree(encoded).nodes.map(\.steps)
    } catch {
      preconditionFailure("A model's own encoding is read: \(error)")
    }
  }

  /// The runs of a flat model; nil for a tree.
  var flatRuns: [Run]? { (core.structure as? FlatFit)?.solution.runs }
}

/// A tree as its encoding tells it.
struct EncodedTree {
  struct Node: Equatable {
    let digest: [UInt8]
    let steps: [Int32]
    let counts: [Int64]
  }

  /// Level by level from the root.
  let nodes: [Node]

  init(_ bytes: [UInt8]) throws {
    var decoder = CanonicalDecoder(bytes)
    let version = try decoder.number(UInt32.self)
    let settings = try ModelSettings(from: &decoder, version: version)
    let dimension = Int(try decoder.number(UInt64.self))
    let preparation = try FittedPreparation(
      from: &decoder, settings.preparation, inputDimension: dimension,
      random: KeyedRandom(seed: settings.seed))
    _ = try RecordSummary(from: &decoder, dimension: preparation.outputDimension)
    var nodes: [Node] = []
    while !decoder.isAtEnd {
      var digest: [UInt8] = []
      for _ in 0..<32 { digest.append(try decoder.number()) }
      nodes.append(
        Node(
          digest: digest, steps: try decoder.numbers(Int32.self), counts: try decoder.numbers(Int64.self)))
    }
    self.nodes = nodes
  }
}
