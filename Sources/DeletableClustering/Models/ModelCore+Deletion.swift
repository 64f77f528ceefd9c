// Deleting records from a model.
//
// Promise    Afterwards every stored number is the one that a fit of the remaining records stores.
// Method     The summary of the records is resolved again. With the same unit, the structure brings itself to
//            the survivors; with another, nothing of the old model can serve, and they are fitted anew.
// Order      Check everything first, write second: a failure leaves the model untouched.

extension ModelCore {
  mutating func delete(_ ids: some Sequence<RecordID>) throws(DeletionError) -> DeletionOutcome {
    var seen = Set<RecordID>()
    let requested = ids.filter { seen.insert($0).inserted }
    if resident == nil {
      if let outcome = try deleteWithoutReading(requested) { return outcome }
      try readRecords()
    }
    return deleteFromMemory(requested)
  }

  private mutating func deleteFromMemory(_ requested: [RecordID]) -> DeletionOutcome {
    // Taken out, so that the arrays have one owner and change in place.
    guard var data = resident.take() else { preconditionFailure("The records are in memory.") }
    defer { resident = data }
    var rows: [Int] = []
    var unknown: [RecordID] = []
    for id in requested {
      let found = data.rows(of: id)
      rows += found
      if found.isEmpty { unknown.append(id) }
    }
    var outcome = DeletionOutcome(
      requestedCount: requested.count, recordCount: rows.count, unknownIDs: unknown)
    guard !rows.isEmpty else { return outcome }
    let survivors = summary.removing(rows: rows, of: data)
    if survivors.unit != summary.unit || survivors.recordCount == 0 {
      for row in rows.sorted(by: >) { data.removeSwapping(row: row) }
      self = ModelCore(trainedOn: data, settings, threads: threads)
      outcome.noteRefit(recordCount: data.count)
    } else {
      var effect = ReplayEffect()
      summary = survivors
      structure.delete(rows: rows, from: &data, context, &effect)
      outcome.take(effect)
    }
    return outcome
  }

  /// Deletes by means of the withdrawn records alone; nil, and no change, if that takes the others too.
  private mutating func deleteWithoutReading(
    _ requested: [RecordID]
  ) throws(DeletionError) -> DeletionOutcome? {
    guard let deferred else { return nil }
    do {
      let leaving = try deferred.records(of: requested)
      let unknown = requested.filter { leaving.rows(of: $0).isEmpty }
      var outcome = DeletionOutcome(
        requestedCount: requested.count, recordCount: leaving.count, unknownIDs: unknown)
      guard leaving.count > 0 else { return outcome }
      var attempt = self
      attempt.summary = summary.removing(rows: 0..<leaving.count, of: leaving)
      guard attempt.summary.unit == summary.unit, attempt.summary.recordCount > 0 else { return nil }
      var effect = ReplayEffect()
      guard attempt.structure.delete(leaving: leaving, attempt.context, &effect) else { return nil }
      outcome.take(effect)
      attempt.deferred = try deferred.removing(requested)
      self = attempt
      return outcome
    } catch {
      throw DeletionError.unreadableRecords(error)
    }
  }

  /// Reads the records of an opened model into memory.
  mutating func readRecords() throws(DeletionError) {
    guard let deferred else { return }
    do {
      let data = try deferred.load()
      structure.load(data, context)
      resident = data
      self.deferred = nil
    } catch {
      throw DeletionError.unreadableRecords(error)
    }
  }
}

/// Why nothing was deleted.
public enum DeletionError: Error {
  /// The stored records could not be read, for the reason that the store gives.
  case unreadableRecords(any Error)
}
