// `unlearn verify`: refit a model's own records, and compare.

import ArgumentParser
import DeletableClustering
import ModelStore
import UnlearningEvaluation

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Refit the records that a model stores, and compare.",
    discussion: """
      Example:
        unlearn verify model

      Ends with exit code 1 if a refit gives another model. To check a model without trusting \
      what it stores, fit the remaining rows of your table with 'unlearn fit --like', and compare \
      the two digests.

      JSON: exact, digest (of the model), records, seconds (start to end), refit_seconds (the fit \
      alone), among others.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @OptionGroup var keys: KeyOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let watch = Stopwatch()
    let progress = Progress()
    let opened = try keys.open(model, .reading)
    // Damage anywhere in the folder is to be found here.
    _ = try opened.ledger()
    let stored = opened.model
    let records = try progress.stage("Reading \(model)") { try stored.records() }
    let refit = try Refit(records, like: stored, progress)
    try report(stored, refit, seconds: watch.seconds)
    if !refit.isExact { throw ExitCode(ExitStatus.differs.rawValue) }
  }

  private func report(_ stored: any DeletableModel, _ refit: Refit, seconds: Double) throws {
    guard !json else {
      var report = JSONReport()
      report.add("exact", refit.isExact)
      report.add("digest", stored.digest.description)
      report.add("records", stored.recordCount)
      report.add("seconds", seconds)
      report.add("refit_seconds", refit.seconds)
      report.add("refit_digest", refit.model.digest.description)
      report.add("provider", LinearAlgebra.provider)
      return try StandardStreams.write(report.text)
    }
    var summary = Summary()
    summary.add("Model", model)
    summary.add(
      "Exact",
      refit.isExact
        ? "yes: a refit of the stored records gives the same model"
        : "NO: a refit of the stored records gives another model")
    summary.add(
      "Records",
      Phrase.count(stored.recordCount, "record") + " of "
        + Phrase.count(stored.participantCount, "participant"))
    summary.add("Time", "\(Phrase.duration(refit.seconds)) for the refit, on \(LinearAlgebra.provider)")
    summary.add("Digest", stored.digest.description)
    if !refit.isExact { summary.add("Refit", refit.model.digest.description) }
    try StandardStreams.write(summary.text)
  }
}
