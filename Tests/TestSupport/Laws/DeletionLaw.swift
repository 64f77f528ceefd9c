// The laws of deletion, for every method alike.
//
// Promise    Each function fits, deletes, fits the survivors from the original rows, and throws unless the
//            two models agree on every bit of state.

import DeletableClustering

package struct DeletionLaw: Sendable {
  package let data: Dataset
  /// Of any method.
  package let settings: ModelSettings
  package let threads: Int

  package init(_ data: Dataset, _ settings: ModelSettings, threads: Int = 1) {
    self.data = data
    self.settings = settings
    self.threads = threads
  }

  package init(_ data: Dataset, quantized configuration: QuantizedKMeans.Configuration, threads: Int = 1) {
    self.init(data, configuration.settings, threads: threads)
  }

  /// A deletion that was checked.
  package struct Checked {
    package let before: any DeletableModel
    package let after: any DeletableModel
    package let outcome: DeletionOutcome

    package init(
      before: any DeletableModel, after: any DeletableModel, outcome: DeletionOutcome
    ) {
      self.before = before
      self.after = after
      self.outcome = outcome
    }
  }

  package func fit() throws -> any DeletableModel {
    try settings.fit(data, threads: threads)
  }

  /// A fit of the survivors.
  package func refit(without ids: [RecordID]) throws -> any DeletableModel {
    try settings.fit(data.without(ids), threads: threads)
  }

  /// Deleting at once equals refitting, the outcome counts right, and the original is left alone.
  ///
  /// - Parameter fitted: A fit of the data, where there is one already.
  @discardableResult
  package func checkDeletion(of ids: [RecordID], from fitted: (any DeletableModel)? = nil) throws -> Checked {
    let before = try fitted ?? fit()
    let bytes = before.encoded
    var after = before
    let outcome = try after.delete(ids)
    try expectEqual(after, try refit(without: ids), "\(ids) deleted")
    try checkCounts(outcome, ids)
    try expect(before.encoded == bytes, "Deleting \(ids) from a copy changed the original.")
    return Checked(before: before, after: after, outcome: outcome)
  }

  /// What the outcome must say of a request, from the data alone.
  private func checkCounts(_ outcome: DeletionOutcome, _ ids: [RecordID]) throws {
    let known = Set(data.ids)
    var seen = Set<RecordID>()
    let distinct = ids.filter { seen.insert($0).inserted }
    let unknown = distinct.filter { !known.contains($0) }
    let records = data.ids.count { seen.contains($0) }
    try expect(outcome.requestedCount == distinct.count, "requestedCount of \(ids)")
    try expect(outcome.unknownIDs == unknown, "unknownIDs of \(ids)")
    try expect(outcome.withdrawnCount == distinct.count - unknown.count, "withdrawnCount of \(ids)")
    try expect(outcome.recordCount == records, "recordCount of \(ids)")
  }

  /// One batch after another equals one refit at the end, and one batch of all.
  ///
  /// - Parameter each: Whether the refit is compared after every batch too.
  @discardableResult
  package func checkStream(_ batches: [[RecordID]], comparingEach each: Bool = true) throws
    -> any DeletableModel
  {
    var model = try fit()
    for (index, batch) in batches.enumerated() {
      try model.delete(batch)
      guard each || index == batches.count - 1 else { continue }
      let gone = batches[...index].flatMap { $0 }
      try expectEqual(model, try refit(without: gone), "batch \(index) of a stream")
    }
    return model
  }

  /// All orders of a few ids, one by one, give one model.
  package func checkOrders(of ids: [RecordID]) throws {
    let refit = try refit(without: ids)
    let fitted = try fit()
    for order in permutations(of: ids) {
      var model = fitted
      for id in order { try model.delete([id]) }
      try expectEqual(model, refit, "deleted in the order \(order)")
    }
  }

  /// Unknown ids change nothing, and neither does deleting twice.
  package func checkUnknownIDs() throws {
    let fitted = try fit()
    let unknown: [RecordID] = ["no such id", "", "no such id of considerable length"].filter {
      !data.ids.contains($0)
    }
    let checked = try checkDeletion(of: unknown, from: fitted)
    try expect(checked.outcome.isCertified, "A deletion of nothing is certified.")
    try expectEqual(checked.after, fitted, "unknown ids")
    guard let id = data.ids.first else { return }
    var model = fitted
    try model.delete([id, id] + unknown + [id])
    let once = model
    let again = try model.delete([id])
    try expect(again.recordCount == 0 && again.unknownIDs == [id], "The second deletion finds nothing.")
    try expect(again.isCertified, "The second deletion changes nothing.")
    try expectEqual(model, once, "deleted twice")
    try expectEqual(once, try refit(without: [id]), "an id given twice with unknown ones")
  }

  /// Rows in another order, and more threads, give the same model before and after a deletion.
  package func checkOrderOfRowsAndThreads(deleting ids: [RecordID], _ random: inout SplitMix) throws {
    let fitted = try fit()
    let refit = try refit(without: ids)
    for threads in 1...3 {
      let other = DeletionLaw(data.shuffled(&random), settings, threads: threads)
      var model = try other.fit()
      try expectEqual(model, fitted, "rows shuffled, \(threads) threads")
      try model.delete(ids)
      try expectEqual(model, refit, "rows shuffled, \(threads) threads, \(ids) deleted")
    }
  }

  /// A model that was opened again deletes alike, before and after it has read its records.
  package func checkReopening(_ batches: [[RecordID]]) throws {
    var opened = try fit().reopened()
    var steady = try fit().reopened()
    for (index, batch) in batches.enumerated() {
      let refit = try refit(without: batches[...index].flatMap { $0 })
      try opened.delete(batch)
      try expectEqual(opened, refit, "opened before batch \(index)")
      try steady.delete(batch)
      try expectEqual(steady, refit, "opened once, batch \(index)")
      opened = try opened.reopened()
    }
  }

  /// Deleting everything leaves what a fit of nothing makes.
  package func checkEverythingDeleted() throws {
    let checked = try checkDeletion(of: Set(data.ids).sorted())
    try expect(checked.after.recordCount == 0, "No record is left.")
  }
}

private func permutations<Element>(of elements: [Element]) -> [[Element]] {
  guard elements.count > 1 else { return [elements] }
  return elements.indices.flatMap { index in
    var rest = elements
    let first = rest.remove(at: index)
    return permutations(of: rest).map { [first] + $0 }
  }
}
