// `unlearn withdraw`: take participants out of a model.

import ArgumentParser
import DeletableClustering
import Foundation
import ModelStore
import RecordFiles
import UnlearningEvaluation

struct Withdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take participants out of a model.",
    usage: "unlearn withdraw <model> <list> ... [<options>]",
    discussion: """
      Example:
        unlearn withdraw model w12345_20261101.csv --unknown not-found.csv

      A list has one column of ids and no header. Blank lines are passed over, and an empty list \
      is allowed. Ids are compared byte by byte: 007 is not 7. Ids that the model does not know \
      change nothing, so a list may be given twice.

      Afterwards the model is what a fit of the remaining records gives, bit for bit.

      JSON: requested (distinct ids), withdrawn (ids found and removed), records (rows removed), \
      unknown (ids not found), certified (no recorded and no published centroid changed), digest, \
      seconds (start to end: reading the lists, opening, deleting and saving), among others.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @Argument(
    help: ArgumentHelp("Lists of ids; - is standard input.", valueName: "list"),
    completion: .file(extensions: ["csv", "gz"]))
  var lists: [String]

  @Flag(help: "Say what would happen, and leave the model as it is.")
  var dryRun = false

  @Option(
    help: ArgumentHelp("Write the ids that were not found to this new file.", valueName: "file"),
    completion: .exported)
  var unknown: String?

  @OptionGroup var keys: KeyOptions

  @OptionGroup var signing: SigningOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if lists.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read only once, but - is given twice.")
    }
  }

  func run() throws {
    let watch = Stopwatch()
    let progress = Progress()
    let signer = try signing.key()
    // The file is made before anything changes: afterwards nobody could tell which ids were unknown.
    let unknownFile = try unknown.map { try NewFile($0, isPrivate: true) }
    var ids: [RecordID] = []
    for list in lists { ids += try WithdrawalList.read(list) }
    try Fitting.requireSuitableBLAS()
    let withdrawal = try progress.stage("Withdrawing") { try withdraw(ids, signer) }
    let seconds = watch.seconds
    let outcome = withdrawal.outcome
    noteIfNoneIsKnown(outcome)
    noteOtherSeparators(outcome.unknownIDs)
    do {
      if let unknownFile { try write(outcome.unknownIDs, to: unknownFile) }
      try report(withdrawal.model, outcome, seconds: seconds)
    } catch let error as ToolError where !dryRun {
      if let unfinished = withdrawal.unfinished { Messages.error(unfinished.description) }
      throw ToolError(error.status, "\(model): the withdrawal is made and saved. \(error)")
    }
    // Told last: the change is made, and the next run of the tool could not say any more who was unknown.
    if let unfinished = withdrawal.unfinished { throw unfinished }
  }

  /// Lines of several columns are malformed, but only if a comma is between them.
  private func noteOtherSeparators(_ ids: [RecordID]) {
    let count = ids.count { $0.bytes.contains(UInt8(ascii: ";")) || $0.bytes.contains(UInt8(ascii: "\t")) }
    guard count > 0 else { return }
    Messages.note(
      "\(Phrase.count(count, "unknown id has", "unknown ids have")) a semicolon or a tab inside. A list is one "
        + "column of ids.")
  }

  /// A list with another separator, another spelling of ids or of another study ends with code 0 as well.
  private func noteIfNoneIsKnown(_ outcome: DeletionOutcome) {
    guard outcome.requestedCount > 0, outcome.withdrawnCount == 0 else { return }
    Messages.note(
      "none of the listed ids is in the model. Either they were withdrawn before, or they are written otherwise: "
        + "ids are compared byte by byte.")
  }

  private struct Withdrawal {
    /// As it is afterwards.
    let model: any DeletableModel
    let outcome: DeletionOutcome
    /// What of the clean-up failed, if anything did.
    var unfinished: StoreError?
  }

  private func withdraw(_ ids: [RecordID], _ signer: SigningKey?) throws -> Withdrawal {
    var stored = try keys.open(model, dryRun ? .reading : .updating)
    guard dryRun else {
      do throws(StoreError) {
        let outcome = try stored.withdraw(ids, signer: signer)
        return Withdrawal(model: stored.model, outcome: outcome)
      } catch {
        guard case .unfinished(_, _, let outcome?) = error else { throw error }
        return Withdrawal(model: stored.model, outcome: outcome, unfinished: error)
      }
    }
    // A withdrawal goes on with the ledger, so one that is damaged ends it.
    _ = try stored.ledger()
    var copy = stored.model
    let outcome = try copy.delete(ids)
    return Withdrawal(model: copy, outcome: outcome)
  }

  private func write(_ ids: [RecordID], to file: NewFile) throws {
    var text: [UInt8] = []
    for id in ids {
      CSVText.append(id.bytes, to: &text)
      text.append(UInt8(ascii: "\n"))
    }
    try file.write(text)
    try file.finish()
  }

  private func report(
    _ after: any DeletableModel, _ outcome: DeletionOutcome, seconds: Double
  ) throws {
    guard !json else {
      var report = JSONReport()
      report.add("requested", outcome.requestedCount)
      report.add("withdrawn", outcome.withdrawnCount)
      report.add("records", outcome.recordCount)
      report.add("unknown", outcome.unknownIDs.count)
      report.add("certified", outcome.isCertified)
      report.add("digest", after.digest.description)
      report.add("seconds", seconds)
      report.add("dry_run", dryRun)
      report.add("first_moved_round", outcome.firstMovedRound.map { .integer($0) } ?? .null)
      report.add("reassigned", outcome.reassignedCount)
      report.add("changed_nodes", outcome.changedNodeCount)
      report.add("refitted", outcome.isRefitted)
      report.add("remaining_records", after.recordCount)
      report.add("remaining_participants", after.participantCount)
      report.add("provider", LinearAlgebra.provider)
      return try StandardStreams.write(report.text)
    }
    var summary = Summary()
    summary.add("Model", dryRun ? "\(model) (dry run: nothing was changed)" : model)
    summary.add(
      "Withdrawn",
      "\(Phrase.number(outcome.withdrawnCount)) of \(Phrase.count(outcome.requestedCount, "id")), with "
        + "\(Phrase.count(outcome.recordCount, "record")); "
        + Phrase.count(outcome.unknownIDs.count, "id is unknown", "ids are unknown"))
    summary.add(
      "Remaining",
      Phrase.count(after.recordCount, "record") + " of "
        + Phrase.count(after.participantCount, "participant"))
    summary.add("Certified", Self.certificate(outcome, rounds: after.settings.iterations))
    summary.add("Time", "\(Phrase.duration(seconds)) on \(LinearAlgebra.provider)")
    summary.add("Digest", after.digest.description)
    try StandardStreams.write(summary.text)
  }

  private static func certificate(_ outcome: DeletionOutcome, rounds: Int) -> String {
    (outcome.isCertified ? "yes: " : "no: ") + Phrase.effect(outcome, rounds: rounds)
  }
}
