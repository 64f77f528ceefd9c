// `unlearn audit`: whether a model, its records and its ledger agree.

import ArgumentParser
import DeletableClustering
import ModelStore
import RecordFiles

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a model against its ledger and its records.",
    usage: "unlearn audit <model> [<options>]",
    discussion: """
      Example:
        unlearn audit model --records remaining.csv

      Checks the ledger's chain and signatures, that it tells one history, that its last digest \
      is the model's and its last commitment that of the stored records, and that nobody who was \
      withdrawn is there. With --records, also that the stored records are those of the table, \
      and that a fit of the table gives the model. Ends with exit code 65 if a check failed.

      JSON: passed, model (its name), public_key, digest, records, \
      checks (each with name, passed and detail).
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @Option(
    help: ArgumentHelp("A table of the records that should be left.", valueName: "file"), completion: .table)
  var records: String?

  @Option(help: ArgumentHelp("The column with the ids. (default: as in the fit)", valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp("A file with the ids, one a line, in the order of the rows.", valueName: "file"),
    completion: .file())
  var ids: String?

  @OptionGroup var keys: KeyOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if id != nil, ids != nil {
      throw ValidationError("--id and --ids both name the records; give one of them.")
    }
    if records == nil, id != nil || ids != nil {
      throw ValidationError("--id and --ids go with --records.")
    }
  }

  func run() throws {
    let progress = Progress()
    let stored = try keys.open(model, .reading)
    var checks = try progress.stage("Auditing \(model)") { try stored.audit() }
    if let records { checks += try check(records, stored, progress) }
    let isPassed = checks.allSatisfy(\.isPassed)
    try StandardStreams.write(
      json ? report(stored, checks, isPassed).text : summary(stored, checks, isPassed).text)
    if !isPassed { throw ExitCode(ExitStatus.badData.rawValue) }
  }

  /// Whether a table holds the stored records, and gives the model.
  private func check(
    _ path: String, _ stored: StoredModel, _ progress: Progress
  ) throws -> [AuditCheck] {
    let names = stored.model.featureNames
    var selection = TableSelection(
      idColumn: id ?? (ids == nil ? stored.metadata.idColumn : nil), features: names, idsFile: ids)
    selection.weightColumn = stored.metadata.weightColumn
    selection.acceptsMissing = stored.model.settings.preparation.fillsMissing
    let data = try progress.stage("Reading \(path)") {
      try RecordFiles.read(path, selecting: selection).arranged(byFeatures: names)
    }
    UnnamedIDs.note(selection)
    let difference = try stored.difference(from: data)
    let refit = try Refit(data, like: stored.model, progress)
    return [
      AuditCheck("records", difference.isEmpty, phrase(difference, data)),
      AuditCheck(
        "refit", refit.isExact, "a fit of the table against the model"),
    ]
  }

  private func phrase(_ difference: RecordDifference, _ data: Dataset) -> String {
    let compared = "the stored records against \(Phrase.count(data.count, "record")) of the table"
    if difference.isEmpty { return compared }
    let counts = [
      (difference.storedOnlyCount, "only stored"), (difference.givenOnlyCount, "only in the table"),
      (difference.changedCount, "with other records"),
    ]
    let told = counts.filter { $0.0 > 0 }.map { "\(Phrase.count($0.0, "participant")) \($0.1)" }
    return "\(compared): \(told.joined(separator: ", "))"
  }

  private func report(_ stored: StoredModel, _ checks: [AuditCheck], _ isPassed: Bool) -> JSONReport {
    var report = JSONReport()
    report.add("passed", isPassed)
    report.add("model", hexadecimal: stored.identity)
    report.add("public_key", hexadecimal: stored.publicKey)
    report.add("digest", stored.model.digest.description)
    report.add("records", stored.model.recordCount)
    let objects = checks.map { check in
      var object = JSONReport()
      object.add("name", check.name)
      object.add("passed", check.isPassed)
      object.add("detail", check.detail)
      return JSONReport.Value.object(object)
    }
    report.add("checks", .array(objects))
    return report
  }

  private func summary(_ stored: StoredModel, _ checks: [AuditCheck], _ isPassed: Bool) -> Summary {
    var summary = Summary()
    summary.add("Model", model)
    for check in checks {
      let name = check.name.prefix(1).uppercased() + check.name.dropFirst()
      summary.add(name, "\(check.isPassed ? "ok" : "NO"): \(check.detail)")
    }
    summary.add("Verdict", isPassed ? "everything agrees" : "NOT everything agrees")
    summary.add("Digest", stored.model.digest.description)
    return summary
  }
}
