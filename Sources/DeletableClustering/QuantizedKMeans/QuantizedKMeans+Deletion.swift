// Deleting records from a quantized model.
//
// Promise    Afterwards every stored number is the one that a fit of the remaining records stores.
// Method     Go through the seeding and the recorded rounds with the records taken out of potentials and
//            sums. While each rounded centroid stays where it was, only the sums change; from the first
//            one that moves, labels are computed again where the gap no longer proves them.
// Order      Check everything first, write second: a failure leaves the model untouched.
// Source     Ginart, Guan, Valiant and Zou, "Making AI Forget You", NeurIPS 2019, arXiv:1907.05012.
// Differs    Sums are integers, so the replay is exact; after a failed check it resumes with the same
//            phases instead of starting again with new ones. See Exactness in the documentation.

extension QuantizedKMeans {
  /// Deletes all records of some ids.
  ///
  /// Afterwards the model equals a fit of the remaining records with the same configuration, bit for bit.
  /// Unknown ids are counted and change nothing; deleting twice is harmless.
  ///
  /// - Parameter ids: Any number; a batch costs one pass.
  /// - Returns: What was found, removed and changed.
  /// - Throws: ``DeletionError`` if the records of an opened model cannot be read; the model is as it was.
  /// - Complexity: O((T + L)·k·d) for a record while no centroid moves, whatever n is, L being the
  ///   candidates of a seeding step; otherwise at most that
  ///   of a fit.
  @discardableResult
  public mutating func delete(_ ids: some Sequence<RecordID>) throws(DeletionError) -> DeletionOutcome {
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
    var records = resident.take()
    defer { resident = records }
    var rows: [Int] = []
    var unknown: [RecordID] = []
    for id in requested {
      let found = records?.data.rows(of: id) ?? []
      rows += found
      if found.isEmpty { unknown.append(id) }
    }
    var outcome = DeletionOutcome(
      requestedCount: requested.count, recordCount: rows.count, unknownIDs: unknown)
    guard let removal = records.map({ Removal(rows: rows, of: $0) }), !rows.isEmpty else { return outcome }
    records?.remove(rows: rows)
    let isComplete = replay(removal, survivors: &records, outcome: &outcome)
    precondition(isComplete, "A replay that has the records never stops halfway.")
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
      var none: QuantizedKMeansRecords?
      let removal = Removal(
        rows: Array(0..<leaving.count),
        of: QuantizedKMeansRecords(leaving, unit: state.unit, seed: configuration.seed, threads: threads))
      guard attempt.replay(removal, survivors: &none, outcome: &outcome) else { return nil }
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
      resident = QuantizedKMeansRecords(
        try deferred.load(), unit: state.unit, seed: configuration.seed, threads: threads)
      resident?.assignments = Array(repeating: nil, count: state.rounds.count)
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
