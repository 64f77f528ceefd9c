// What the laws ask of a model; each method conforms here and comes under all of them.

import DeletableClustering

package protocol DeletableModel: Equatable, Sendable {
  associatedtype Configuration: Sendable

  static func fitted(
    _ data: Dataset, _ configuration: Configuration, threads: Int
  ) throws -> Self
  @discardableResult
  mutating func delete(_ ids: some Sequence<RecordID>) throws(DeletionError) -> DeletionOutcome
  /// The settings and the whole state.
  var encoded: [UInt8] { get }
  var digest: ModelDigest { get }
  var recordCount: Int { get }
  var participantCount: Int { get }
  /// The model as it is when opened again from its encoding, the records still where they are stored.
  func reopened() throws -> Self
}

extension QuantizedKMeans: DeletableModel {
  package static func fitted(
    _ data: Dataset, _ configuration: Configuration, threads: Int
  ) throws -> QuantizedKMeans {
    try fit(data, configuration, threads: threads)
  }

  package func reopened() throws -> QuantizedKMeans {
    try QuantizedKMeans(
      encoded: encoded, featureNames: featureNames, records: StoredRecords(try records()),
      threads: threads)
  }
}
