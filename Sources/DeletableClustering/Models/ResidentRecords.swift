// Records in memory: as they were given, and as they are clustered.

struct ResidentRecords: Sendable {
  /// As they were given.
  private(set) var original: Dataset
  /// A cache: as they come out of the preparation, in the same order; nil where nothing is prepared.
  private var changed: Dataset?

  init(_ original: Dataset, prepared: Dataset?) {
    self.original = original
    changed = prepared
  }

  /// As they are clustered.
  var prepared: Dataset { changed ?? original }

  /// Takes rows out of the records as they were given.
  ///
  /// - Parameter rows: Distinct, in descending order.
  /// - Precondition: The others follow.
  mutating func removeOriginal(rows: [Int]) {
    guard changed != nil else { return }
    original.removeSwapping(rows: rows)
  }

  /// A summary of the records as they are clustered, without some; nil if it is not theirs.
  func summary(_ summary: RecordSummary, without rows: [Int]) -> RecordSummary? {
    if let changed { return summary.removing(rows: rows, of: changed) }
    return summary.removing(rows: rows, of: original)
  }

  /// Gives the body the records that are clustered; they have one owner meanwhile, and change in place.
  mutating func updatePrepared(_ body: (inout Dataset) -> Void) {
    guard var data = changed.take() else { return body(&original) }
    body(&data)
    changed = data
  }
}
