// Deleting records from a model.
//
// Promise    Afterwards every stored number is the one that a fit of the remaining records stores.
// Method     The preparation takes the records out of its statistics, and the summary is resolved again. With
//            the same parameters and the same unit, the structure brings itself to the survivors; with
//            others, nothing of the old clusters can serve, and the survivors are clustered anew.
// Order      Check everything first, write second: a failure leaves the model untouched.

extension ModelCore {
  mutating func delete(_ ids: some Sequence<RecordID>) throws(DeletionError) -> DeletionOutcome {
    let requested = Array(ids)
    if resident == nil {
      if let outcome = try deleteWithoutReading(Self.distinct(requested)) { return outcome }
      try readRecords()
    }
    return try deleteFromMemory(requested)
  }

  /// The ids without repetitions, in the order in which they come first.
  private static func distinct(_ ids: [RecordID]) -> [RecordID] {
    guard ids.count > 1 else { return ids }
    var seen = Set<RecordID>()
    return ids.filter { seen.insert($0).inserted }
  }

  private mutating func deleteFromMemory(
    _ requested: [RecordID]
  ) throws(DeletionError) -> DeletionOutcome {
    guard let found = resident?.find(requested) else { preconditionFailure("The records are in memory.") }
    let rows = found.rows
    var outcome = DeletionOutcome(
      requestedCount: found.idCount + found.unknownIDs.count, recordCount: rows.count,
      unknownIDs: found.unknownIDs)
    guard !rows.isEmpty else { return outcome }
    // What can fail comes first: nothing has changed yet.
    let unit = summary.unit
    guard resident?.remove(rows: rows, from: &summary) == true else { throw .foreignState }
    if !preparation.steps.isEmpty, removePreparation(ofRows: rows, &outcome) {
      return outcome
    }
    if summary.unit != unit || summary.recordCount == 0 {
      resident?.removePrepared(rows: rows)
      refit(&outcome)
    } else {
      var effect = ReplayEffect()
      // Of the parts, as for the property the whole model would be copied.
      let context = FitContext(
        settings: settings, dimension: preparation.outputDimension, summary: summary, threads: threads,
        keepsAssignments: keepsAssignments)
      resident?.removePrepared(rows: rows, from: &structure, context, &effect)
      outcome.take(effect)
    }
    return outcome
  }

  /// Takes rows out of the records as they were given, and out of what the preparation learnt.
  ///
  /// - Returns: Whether all others were prepared otherwise, and clustered anew.
  private mutating func removePreparation(ofRows rows: [Int], _ outcome: inout DeletionOutcome) -> Bool {
    guard let leaving = resident?.original.selecting(rows: rows) else { return false }
    resident?.removeOriginal(rows: rows)
    let change = preparation.removing(leaving, random: context.random, threads: threads) {
      resident?.original
    }
    guard let change else { preconditionFailure("Records in memory can be prepared again.") }
    preparation = change.preparation
    outcome.changedStep = change.changedStep
    guard let prepared = change.prepared, let original = resident?.original else { return false }
    refit(prepared, of: original, &outcome)
    return true
  }

  /// Clusters the survivors anew, where nothing of the old clusters can serve.
  private mutating func refit(_ outcome: inout DeletionOutcome) {
    guard let records = resident else { preconditionFailure("The records are in memory.") }
    refit(records.prepared, of: records.original, &outcome)
  }

  private mutating func refit(
    _ prepared: Dataset, of original: Dataset, _ outcome: inout DeletionOutcome
  ) {
    self = ModelCore(
      clustering: prepared, of: original, preparation, settings, threads: threads,
      keepingAssignments: keepsAssignments)
    outcome.noteRefit(settings.method, recordCount: original.count)
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
      guard
        let change = preparation.removing(
          leaving, random: context.random, threads: threads, survivors: { nil })
      else { return nil }
      guard attempt.summary.remove(rows: 0..<leaving.count, of: change.leaving) else {
        throw DeletionError.foreignState
      }
      attempt.preparation = change.preparation
      guard attempt.summary.unit == summary.unit, attempt.summary.recordCount > 0 else { return nil }
      var effect = ReplayEffect()
      let isComplete = attempt.structure.delete(
        leaving: change.leaving, keys: context.keys(of: leaving), attempt.context, &effect)
      guard isComplete else { return nil }
      outcome.take(effect)
      attempt.deferred = try deferred.removing(requested)
      self = attempt
      return outcome
    } catch let error as DeletionError {
      throw error
    } catch {
      throw DeletionError.unreadableRecords(error)
    }
  }

  /// Reads the records of an opened model into memory.
  mutating func readRecords() throws(DeletionError) {
    guard let deferred else { return }
    do {
      let data = try deferred.load()
      let prepared = preparation.apply(to: data, threads: threads)
      structure.load(prepared, keys: context.keys(of: data), context)
      resident = ResidentRecords(data, prepared: preparation.steps.isEmpty ? nil : prepared)
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
  /// The model was read from a file, and its state is not that of the records that lie there: it counts fewer records
  /// than leave, or fewer of their size.
  case foreignState
}
