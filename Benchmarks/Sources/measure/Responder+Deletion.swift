// Deletions from a model that was fitted, and the proof that they were exact.

import BenchmarkData
import DeletableClustering

extension Responder {
  /// Deletes rows in a drawn order, so many in a call, until all calls are done or the time is up.
  mutating func delete(_ request: Request) throws -> Reply {
    // Taken out, so that the model has one owner while it changes.
    guard var model = kept else { throw Mistake(description: "No model was kept.") }
    kept = nil
    let batch = request.batch ?? 1
    let limit = request.secondsLimit ?? .infinity
    var calls = Calls(steps: model.settings.preparation.steps.count)
    while calls.seconds.count < request.calls ?? 1, calls.total < limit, gone + batch <= order.count {
      let ids = order[gone..<gone + batch].map { RecordID(rowNumber: $0) }
      let watch = Stopwatch()
      let outcome = try model.delete(ids)
      calls.add(outcome, watch.seconds)
      gone += batch
    }
    kept = model
    return calls.reply
  }

  /// Fits the rows that are left, under the ids that they had.
  mutating func refit(_ request: Request) throws -> Reply {
    guard let model = kept else { throw Mistake(description: "No model was kept.") }
    kept = nil
    let left = order[gone...].sorted()
    var ids = RecordIDs()
    var values: [Float] = []
    values.reserveCapacity(left.count * dimension)
    for row in left {
      ids.append(RecordID(rowNumber: row).bytes)
      values.append(contentsOf: rows[row * dimension..<(row + 1) * dimension])
    }
    let watch = Stopwatch()
    let data = try Dataset(ids: ids, coordinates: .float(values), dimension: dimension)
    let refit = try model.settings.fit(data, threads: model.threads)
    var reply = Reply()
    reply.seconds = watch.seconds
    reply.exact = refit.core == model.core && refit.digest == model.digest
    reply.loss = try model.clusterSummary().inertia
    reply.rows = left.count
    return reply
  }
}

/// What single calls took and did.
private struct Calls {
  var seconds: [Double] = []
  var total = 0.0
  var certified: [Bool] = []
  var changedSteps: [Int]

  init(steps: Int) {
    changedSteps = Array(repeating: 0, count: steps)
  }

  mutating func add(_ outcome: DeletionOutcome, _ seconds: Double) {
    self.seconds.append(seconds)
    total += seconds
    certified.append(outcome.isCertified)
    if let step = outcome.changedStep { changedSteps[step] += 1 }
  }

  var reply: Reply {
    var reply = Reply()
    reply.callSeconds = seconds
    reply.certified = certified
    reply.changedSteps = changedSteps
    return reply
  }
}
