// Records that are still where they are stored, until a deletion needs them all.

/// The records of a model that was opened but not read.
///
/// Most deletions move no centroid, and need the records that leave and nothing else.
public protocol DeferredRecords: Sendable {
  /// The count of records.
  var count: Int { get }
  /// The count of distinct ids.
  var participantCount: Int { get }

  /// Reads the records of some ids; ids that are not there are passed over.
  ///
  /// - Throws: What the store throws if what it reads is damaged.
  func records(of ids: [RecordID]) throws -> Dataset

  /// Reads all records.
  func load() throws -> Dataset

  /// The records without those of some ids, still deferred.
  func removing(_ ids: [RecordID]) throws -> any DeferredRecords
}
