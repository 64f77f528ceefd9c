// `unlearn report`: what a model is, what was done to it and whether it agrees with its ledger, as one page.

import ArgumentParser
import DeletableClustering
import ModelStore
import ReportPages

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a page about a model: sizes, centres, history, checks.",
    usage: "unlearn report <model> --output <file> [<options>]",
    discussion: """
      Example:
        unlearn report model --output report.html

      The page is one HTML file that needs no network and no script. It has the model's settings, \
      the sizes of its clusters, their centres as a heat map, the records on their two principal \
      axes, the history of withdrawals from the ledger, and the checks of an audit. It names no \
      participant.

      The page shows something of people's records, and outlives their withdrawal: make it anew \
      and delete the old one then. As a density, records are counted in squares, and squares with \
      fewer than \(RecordFigure.leastParticipants) participants are left out. With --plot points, \
      each record is a dot that can be measured; give such a page to nobody who may not see the \
      records. Every page is entered in the model's ledger with its digest, so that 'unlearn find' \
      finds it.

      Ends with exit code 65 if a check failed; the page is then written all the same, and says so.
      """)

  enum Plot: String, CaseIterable, ExpressibleByArgument {
    case density
    case points
    case none
  }

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @Option(
    help: ArgumentHelp("The page to write, a new file that ends in .html.", valueName: "file"),
    completion: .page)
  var output: String

  @Option(help: "How records are shown on their principal axes.")
  var plot: Plot = .density

  @Flag(help: "Refit the stored records too, and compare.")
  var verify = false

  @Flag(help: "Replace the page if it is there.")
  var force = false

  @OptionGroup var keys: KeyOptions

  @OptionGroup var signing: SigningOptions

  func validate() throws {
    guard output.hasSuffix(".html") else { throw ValidationError("\(output) must end in .html.") }
  }

  func run() throws {
    let progress = Progress()
    let signer = try signing.key()
    let file = try NewFile(output, isReplacing: force)
    try Fitting.requireSuitableBLAS()
    let (digest, isPassed) = try write(to: file, progress)
    // Entered before the file gets its name: an entry without a file does no harm, a file without an entry might.
    do {
      let entry = OutputEntry(model: model, digest: digest, keys: keys)
      try entry.enter([.init(kind: .report, digest: file.digest)], "page", signer)
    } catch StoreError.damaged where !isPassed {
      // A broken ledger is not gone on with; the page that says so is worth having all the same.
      Messages.note("The ledger is damaged, so the page is not entered.")
    }
    try file.finish()
    if !isPassed {
      Messages.note("Not everything agrees; \(output) says what.")
      throw ExitCode(ExitStatus.badData.rawValue)
    }
  }

  /// Writes the page, not under its name yet.
  ///
  /// - Returns: The digest of the model, which is closed again, nil if it has no ledger; and whether all checks passed.
  private func write(to file: NewFile, _ progress: Progress) throws -> (ModelDigest?, isPassed: Bool) {
    let stored = try keys.open(model, .reading)
    var checks = try progress.stage("Auditing \(model)") { try stored.audit() }
    if verify { checks.append(try refitCheck(stored, progress)) }
    let page = try progress.stage("Writing \(output)") {
      try ModelPage(stored, name: model, checks: checks, plot: plot).page
    }
    try file.write(Array(page.html.utf8))
    // A model of a version without ledger fails no check by that.
    let isPassed =
      stored.identity == nil ? checks.dropFirst().allSatisfy(\.isPassed) : checks.allSatisfy(\.isPassed)
    return (stored.identity == nil ? nil : stored.model.digest, isPassed)
  }

  private func refitCheck(_ stored: StoredModel, _ progress: Progress) throws -> AuditCheck {
    let refit = try Refit(stored.records(), like: stored.model, progress)
    return AuditCheck("refit", refit.isExact, "a fit of the stored records against the model")
  }
}
