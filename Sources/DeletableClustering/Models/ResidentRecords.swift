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

  /// Finds the rows of some ids, and those ids that no row carries.
  ///
  /// What only looks is mutating too here, as nothing of a value that is changed in place is copied.
  mutating func find(_ ids: [RecordID], _ rows: inout [Int], unknown: inout [RecordID]) {
    for id in ids where !original.appendRows(of: id, to: &rows) { unknown.append(id) }
  }

  /// Takes rows out of a summary of the records as they are clustered; false, and nothing is changed, if it is not theirs.
  mutating func remove(rows: [Int], from summary: inout RecordSummary) -> Bool {
    if let changed { return summary.remove(rows: rows, of: changed) }
    return summary.remove(rows: rows, of: original)
  }

  /// Takes rows out of the records as they are clustered.
  ///
  /// - Parameter rows: Distinct, in descending order.
  mutating func removePrepared(rows: [Int]) {
    if changed == nil { original.removeSwapping(rows: rows) } else { changed?.removeSwapping(rows: rows) }
  }

  /// The same, and brings what was computed of them to the others; in place, as they have one owner meanwhile.
  mutating func removePrepared(
    rows: [Int], from structure: inout any FittedStructure, _ context: FitContext,
    _ effect: inout ReplayEffect
  ) {
    if changed == nil {
      structure.delete(rows: rows, from: &original, context, &effect)
    } else if var data = changed.take() {
      structure.delete(rows: rows, from: &data, context, &effect)
      changed = data
    }
  }
}
