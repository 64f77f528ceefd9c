// What flat models keep, and a tree computes when asked.

/// A model that is one solve over all records. It knows its loss and its clusters' sizes.
public protocol FlatModel: DeletableModel {}

extension QuantizedKMeans: FlatModel {}
extension LloydKMeans: FlatModel {}

extension FlatModel {
  /// The sum of squared distances of the records to their centroids, in the data's units squared, each times
  /// the record's weight.
  ///
  /// The exact whole number of lattice steps squared, converted at the end.
  public var inertia: Double {
    Double(core.structure.publishedRound?.loss ?? 0) * core.summary.unit.value * core.summary.unit.value
  }

  /// How many records each cluster has; with weights, what they weigh.
  public var clusterSizes: [Int] { core.structure.publishedRound?.statistics.counts ?? [] }
}
