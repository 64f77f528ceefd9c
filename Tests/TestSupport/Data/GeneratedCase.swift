// Data sets and settings made from a seed, odd ones on purpose.

import DeletableClustering

/// A small data set and settings of every method for it; the seed replays it.
package struct GeneratedCase: Sendable {
  package let shape: Shape
  package let rows: [[Double]]
  package let ids: [RecordID]
  /// Nil where every record weighs 1.
  package let weights: [UInt32]?
  package let configuration: QuantizedKMeans.Configuration
  package let lloyd: LloydKMeans.Configuration
  package let tree: DivideAndConquerKMeans.Configuration

  package enum Shape: CaseIterable, Sendable {
    case mixture, grid, duplicateVectors, sharedIDs, identicalRecords, tiny, fewDistinct, oneClusterEach
    case onePoint, oneColumn, wide, tileEdges, scales, zeros, subnormal, huge, largest, outlier, coarse
    case singleCluster, heavyBalance, weighted, categories
  }

  /// The case of a seed; shapes take turns.
  package init(seed: UInt64) {
    let shapes = Shape.allCases
    self.init(shapes[Int(seed % UInt64(shapes.count))], seed: seed)
  }

  package init(_ shape: Shape, seed: UInt64) {
    var random = SplitMix(seed &* 0x2545_F491_4F6C_DD1D &+ 1)
    self.shape = shape
    rows = Self.rows(shape, &random)
    ids = Self.ids(shape, count: rows.count, &random)
    let settings = Self.settings(shape, rows: rows, &random)
    weights = Self.weights(shape, count: rows.count, &random)
    configuration = Self.quantized(settings, &random)
    lloyd = Self.lloyd(settings, &random)
    tree = Self.tree(settings, &random)
  }

  /// The settings that the case has for a method.
  package func settings(_ method: ClusteringMethod) -> ModelSettings {
    switch method {
    case .quantized: configuration.settings
    case .lloyd: lloyd.settings
    case .divideAndConquer: tree.settings
    }
  }

  package var data: Dataset { Self.dataset(rows, ids, weights: weights) }

  /// The same numbers in single precision, and the data set of just these numbers in double.
  package var singleAndDouble: (Dataset, Dataset) {
    let values = rows.flatMap { $0 }.map { value in
      let single = Float(value)
      return single.isFinite ? single : 1
    }
    return (
      Self.dataset(.float(values), ids, rows[0].count, weights),
      Self.dataset(.double(values.map(Double.init)), ids, rows[0].count, weights)
    )
  }

  package var distinctIDs: [RecordID] { Set(ids).sorted() }

  /// A data set of rows that are known to be sound.
  package static func dataset(
    _ rows: [[Double]], _ ids: [RecordID], weights: [UInt32]? = nil
  ) -> Dataset {
    dataset(.double(rows.flatMap { $0 }), ids, rows[0].count, weights)
  }

  static func dataset(
    _ values: Coordinates, _ ids: [RecordID], _ dimension: Int, _ weights: [UInt32]?
  ) -> Dataset {
    do {
      return try Dataset(
        ids: RecordIDs(ids), coordinates: values, dimension: dimension, weights: weights)
    } catch {
      preconditionFailure("A generated data set is sound: \(error)")
    }
  }
}
