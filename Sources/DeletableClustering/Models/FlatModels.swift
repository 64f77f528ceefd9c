// What flat models keep, and a tree computes when asked.

/// A model that is one solve over all records. It knows its loss and its clusters' sizes.
public protocol FlatModel: DeletableModel {}

extension QuantizedKMeans: FlatModel {}
extension LloydKMeans: FlatModel {}

extension FlatModel {
  /// The sum of squared distances of the records to their centroids, each times the record's weight, in the
  /// units in which records are clustered, squared: the data's, unless the preparation changes them.
  ///
  /// The exact whole number of lattice steps squared, converted at the end.
  public var inertia: Double { core.inertia(ofLoss: core.structure.publishedRound?.loss ?? 0) }

  /// How many records each cluster has; with weights, what they weigh.
  public var clusterSizes: [Int] { core.structure.publishedRound?.statistics.counts ?? [] }
}
