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

  /// What carries some ids.
  struct Found {
    /// Distinct, in the order in which they can leave one after another.
    var rows: [Int] = []
    /// How many distinct ids they carry.
    var idCount = 0
    /// Those that no row carries, each once, in the order in which they come first.
    var unknownIDs: [RecordID] = []
  }

  /// Finds the rows of some ids, among which some may stand more than once.
  ///
  /// What only looks is mutating too here, as nothing of a value that is changed in place is copied.
  mutating func find(_ ids: [RecordID]) -> Found {
    var found = Found()
    guard ids.count != 1 else {
      let isKnown = original.appendRows(of: ids[0], to: &found.rows)
      if isKnown { found.idCount = 1 } else { found.unknownIDs = ids }
      found.rows.sortDescending()
      return found
    }
    // One row stands for an id, so that ids need not be compared with one another.
    var standing: [Int] = []
    for id in ids {
      let first = found.rows.count
      if original.appendRows(of: id, to: &found.rows) {
        standing.append(found.rows[first])
      } else {
        found.unknownIDs.append(id)
      }
    }
    standing.sortDescending()
    standing.removeRepeated()
    found.idCount = standing.count
    if found.rows.count > standing.count {
      found.rows.sortDescending()
      found.rows.removeRepeated()
    } else {
      found.rows = standing
    }
    if found.unknownIDs.count > 1 {
      var seen = Set<RecordID>()
      found.unknownIDs.removeAll { !seen.insert($0).inserted }
    }
    return found
  }

  /// Takes rows out of a summary of the records as they are clustered, in place too; false, and nothing is changed, if it
  /// is not theirs.
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

extension [Int] {
  fileprivate mutating func sortDescending() {
    guard count > 1 else { return }
    sort()
    reverse()
  }

  /// Leaves one of equal numbers that stand side by side.
  fileprivate mutating func removeRepeated() {
    var kept = 0
    for place in indices where place == 0 || self[place] != self[kept - 1] {
      self[kept] = self[place]
      kept += 1
    }
    removeLast(count - kept)
  }
}
