// `unlearn benchmark`: what deletions cost against a refit, and whether they are exact.

import ArgumentParser
import DeletableClustering
import RecordFiles
import UnlearningEvaluation

struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure deletions against a refit, in memory.",
    usage: """
      unlearn benchmark <input> --clusters <k> [<options>]
      unlearn benchmark <input> --like <model> [<options>]
      """,
    discussion: """
      Example:
        unlearn benchmark study.csv --id participant --clusters 8 --deletions 500

      Fits the table, deletes ids that the seed chooses, fits the original rows of the others, \
      and compares. Saves nothing. Ends with exit code 1 if the two models differ.

      JSON: fit_seconds and refit_seconds (from records in memory to the finished model), \
      delete_seconds (all calls), delete_seconds_mean, delete_seconds_median, delete_seconds_p99 \
      (of a call), certified (share of the calls in which no centroid changed), speedup (the \
      refit over the mean call), preparation_changed (for each step of the preparation, the count \
      of calls in which it was the first to change), exact, peak_bytes (the most memory held, the \
      rows for the refit included), among others.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var settings: FitSettings

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many ids to delete, at least 1. (default: 1000)", valueName: "n"),
    transform: wholeNumber(in: 1...Int.max))
  var deletions = 1_000

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many ids to delete in one call, at least 1. (default: 1)", valueName: "b"),
    transform: wholeNumber(in: 1...Int.max))
  var batch = 1

  @Flag(
    help: ArgumentHelp(
      "Keep no labels and gaps of the records, which takes less memory; a call that moves a centroid "
        + "assigns all records again."))
  var lowMemory = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let progress = Progress()
    let request = try settings.request(input)
    var (model, fitSeconds, fitPeakBytes, ids, survivors) = try prepare(request, progress)
    var result = try Result(
      fitted: model, fitSeconds: fitSeconds, fitPeakBytes: fitPeakBytes, deletions: ids.count,
      batch: batch)
    try withdraw(ids, from: &model, into: &result, progress)
    let (refit, refitSeconds) = try Fitting.fit(survivors, request, keepingAssignments: !lowMemory, progress)
    result.refitSeconds = refitSeconds
    result.isExact = Refit.isExact(refit, model)
    result.digest = model.digest.description
    result.peakBytes = SystemCalls.peakMemory
    try StandardStreams.write(json ? result.report.text : result.summary.text)
    if !result.isExact { throw ExitCode(ExitStatus.differs.rawValue) }
  }

  /// Fits, draws the ids, and sets the original rows of the others aside.
  ///
  /// The table itself ends here: the model must be the only owner of its records, as it is for somebody who
  /// fits and then deletes.
  private func prepare(
    _ request: FitSettings.Request, _ progress: Progress
  ) throws -> (any DeletableModel, fitSeconds: Double, fitPeakBytes: Int, [RecordID], survivors: Dataset) {
    let data = try Fitting.read(input.input, request, progress)
    let (model, seconds) = try Fitting.fit(data, request, keepingAssignments: !lowMemory, progress)
    let peakBytes = SystemCalls.peakMemory
    try Fitting.warn(model)
    let ids = draw(from: data, seed: request.settings.seed)
    return (model, seconds, peakBytes, ids, data.removing(ids))
  }

  private func draw(from data: Dataset, seed: UInt64) -> [RecordID] {
    let ids = KeyedDraw.ids(deletions, of: data, seed: seed)
    if ids.count < deletions {
      Messages.note(
        "the table has \(Phrase.count(ids.count, "participant")), so all of them are deleted, and not "
          + "\(Phrase.number(deletions)).")
    }
    return ids
  }

  private func withdraw(
    _ ids: [RecordID], from model: inout any DeletableModel, into result: inout Result,
    _ progress: Progress
  ) throws {
    try progress.stage("Deleting") {
      for start in stride(from: 0, to: ids.count, by: batch) {
        let call = ids[start..<min(ids.count, start + batch)]
        let watch = Stopwatch()
        let outcome = try model.delete(call)
        result.callSeconds.append(watch.seconds)
        if outcome.isCertified { result.certifiedCount += 1 }
        if let step = outcome.changedStep { result.changedStepCounts[step] += 1 }
        progress.update(Double(start + call.count) / Double(ids.count))
      }
    }
  }
}

/// What a benchmark measured.
private struct Result {
  let records: Int
  let participants: Int
  let dimension: Int
  let clusters: Int
  let inertia: Double
  let rounds: Int
  let threads: Int
  let fitSeconds: Double
  let fitPeakBytes: Int
  let deletions: Int
  let batch: Int
  var callSeconds: [Double] = []
  var certifiedCount = 0
  /// For each step of the preparation, in how many calls it was the first that changed.
  var changedStepCounts: [Int]
  var refitSeconds = 0.0
  var isExact = false
  var digest = ""
  var peakBytes = 0

  /// Takes the model's numbers and not the model: a second owner of its records would make the first
  /// deletion copy them.
  init(
    fitted: any DeletableModel, fitSeconds: Double, fitPeakBytes: Int, deletions: Int, batch: Int
  ) throws {
    records = fitted.recordCount
    participants = fitted.participantCount
    dimension = fitted.dimension
    clusters = fitted.centroids.count
    inertia = try fitted.clustersInDataUnits().inertia
    rounds = fitted.settings.iterations
    changedStepCounts = fitted.settings.preparation.steps.map { _ in 0 }
    threads = fitted.threads
    self.fitSeconds = fitSeconds
    self.fitPeakBytes = fitPeakBytes
    self.deletions = deletions
    self.batch = batch
  }

  private var deleteSeconds: Double { callSeconds.reduce(0, +) }
  private var mean: Double { deleteSeconds / Double(callSeconds.count) }
  private var certifiedShare: Double { Double(certifiedCount) / Double(callSeconds.count) }
  private var speedup: Double { refitSeconds / mean }
  private var median: Double { Percentile.median(callSeconds) }
  /// The least time that 99 of 100 calls keep to.
  private var percentile99: Double { Percentile.percentile(99, callSeconds) }

  var report: JSONReport {
    var report = JSONReport()
    report.add("records", records)
    report.add("participants", participants)
    report.add("dimension", dimension)
    report.add("clusters", clusters)
    report.add("inertia", inertia)
    report.add("deletions", deletions)
    report.add("batch", batch)
    report.add("calls", callSeconds.count)
    report.add("fit_seconds", fitSeconds)
    report.add("refit_seconds", refitSeconds)
    report.add("delete_seconds", deleteSeconds)
    report.add("delete_seconds_mean", mean)
    report.add("delete_seconds_median", median)
    report.add("delete_seconds_p99", percentile99)
    report.add("certified", certifiedShare)
    report.add("speedup", speedup)
    if !changedStepCounts.isEmpty {
      report.add("preparation_changed", .array(changedStepCounts.map { .integer($0) }))
    }
    report.add("exact", isExact)
    report.add("digest", digest)
    report.add("peak_bytes", peakBytes)
    report.add("fit_peak_bytes", fitPeakBytes)
    report.add("threads", threads)
    report.add("provider", LinearAlgebra.provider)
    return report
  }

  var summary: Summary {
    var summary = Summary()
    summary.add(
      "Fitted",
      Phrase.count(records, "record") + " of " + Phrase.count(participants, "participant") + ", "
        + Phrase.count(dimension, "feature") + ", " + Phrase.count(clusters, "cluster"))
    summary.add("Fit", Phrase.duration(fitSeconds))
    summary.add("Refit", "\(Phrase.duration(refitSeconds)) on the records that are left")
    summary.add(
      "Deletions",
      "\(Phrase.count(deletions, "participant")) in \(Phrase.count(callSeconds.count, "call")): mean "
        + "\(Phrase.duration(mean)), median \(Phrase.duration(median)), 99 % within "
        + Phrase.duration(percentile99))
    summary.add("Speedup", "a refit takes \(Phrase.short(speedup)) times as long as the mean call")
    summary.add("Certified", "\(Phrase.short(certifiedShare * 100)) % of the calls moved no centroid")
    if !changedStepCounts.isEmpty {
      summary.add(
        "Preparation",
        "changed in \(Phrase.count(changedStepCounts.reduce(0, +), "call")), and the records were clustered anew"
      )
    }
    summary.add(
      "Exact", isExact ? "yes: the model equals the refit" : "NO: the model differs from the refit")
    summary.add("Memory", "\(Phrase.short(Double(peakBytes) / 1e6)) MB at the most")
    summary.add("Machine", "\(Phrase.count(threads, "thread")), \(LinearAlgebra.provider)")
    summary.add("Digest", digest)
    return summary
  }
}
