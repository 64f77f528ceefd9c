// `unlearn fit`: from a table to a saved model.

import ArgumentParser
import DeletableClustering
import ModelStore
import RecordFiles
import UnlearningEvaluation

struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit a model to a table, and save it.",
    usage: """
      unlearn fit <input> --output <model> --clusters <k> [<options>]
      unlearn fit <input> --output <model> --like <model> [<options>]
      """,
    discussion: """
      Example:
        unlearn fit study.csv --id participant --clusters 8 --output model

      All records with one id leave together. Without --id and --ids, a record's id is the \
      number of its row, from 0. Then a refit elsewhere on fewer rows gives other ids, hence \
      another model.

      --features takes names, and patterns: * is any bytes, ? one, [a-c] one of a set, and [!a-c] one \
      that is not in it: --features age 'pc*' 'lab[0-9]'. A name that a column has means that column. \
      With several after one --features, put the input first.

      JSON: records, participants, dimension, clusters (centroids of the model), inertia (in the \
      input's units squared), prepared_inertia (with preparation, in the units that come out of it), digest, seconds (the fit alone, from records in memory to the \
      finished model), total_seconds (reading, fitting and saving), among others.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    help: ArgumentHelp("The folder to save the model in; it must not exist.", valueName: "model"),
    completion: .directory)
  var output: String

  @OptionGroup var settings: FitSettings

  @Flag(help: "Replace a model at --output. Nothing else is ever replaced.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Encrypt the model with the key in this file, made by keygen. (default: a model that replaces an "
        + "encrypted one stays under its key)",
      valueName: "file"), completion: .file())
  var encryptWith: String?

  @OptionGroup var signing: SigningOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let total = Stopwatch()
    let signer = try signing.key()
    let newKey = try encryptWith.map { try ModelKeyFile.read($0) }
    let oldKey = try force ? settings.keys.key(for: output) : nil
    try checkKeyIsUsed()
    try checkOutput(oldKey)
    let progress = Progress()
    let request = try settings.request(input)
    let data = try Fitting.read(input.input, request, progress)
    UnnamedIDs.note(request.selection)
    if input.hasIDs { notePaddedIDs(data.ids) }
    if force { noteReturning(data.ids, oldKey) }
    let (model, seconds) = try Fitting.fit(data, request, keepingAssignments: false, progress)
    try Fitting.warn(model)
    try progress.stage("Saving \(output)") {
      try StoredModel.create(
        at: output, model,
        ModelMetadata(
          idColumn: request.selection.idColumn, weightColumn: request.selection.weightColumn,
          features: request.selection.features),
        replacing: force, key: oldKey, encryptingWith: newKey, signer: signer)
    }
    try report(model, seconds: seconds, total: total.seconds)
  }

  /// Throws if the model cannot be saved, before the work of fitting it.
  private func checkOutput(_ key: ModelKey?) throws {
    do {
      try StoredModel.checkCanCreate(at: output, replacing: force, key: key)
    } catch {
      guard force, error == .exists(path: output) else { throw error }
      throw ToolError(
        .cannotCreate, "\(output): this exists already and is no model, so --force does not replace it.")
    }
  }

  /// Throws if a key was given that opens nothing: it may have been meant to encrypt.
  private func checkKeyIsUsed() throws {
    guard settings.keys.key != nil else { return }
    let opened = [settings.like, force ? output : nil].compactMap { $0 }
    guard try !opened.contains(where: { try StoredModel.isEncrypted(at: $0) }) else { return }
    throw ValidationError(
      "--key opens models that are encrypted, and there is none here; --encrypt-with encrypts the new one.")
  }

  /// Says how many ids a list would have to quote, as spaces around an id are passed over there.
  private func notePaddedIDs(_ ids: RecordIDs) {
    let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    let count = ids.count { id in
      blanks.contains(id.bytes.first ?? 0) || blanks.contains(id.bytes.last ?? 0)
    }
    guard count > 0 else { return }
    Messages.note(
      "\(Phrase.count(count, "record has an id", "records have ids")) with a space at an end. It is part of the id; a "
        + "list of ids leaves such spaces out, unless the id is in quotes.")
  }

  /// Says how many people the replaced model had let go and the new one has again: an old table undoes
  /// withdrawals. A damaged model is replaced all the same, and nobody knows then.
  private func noteReturning(_ ids: RecordIDs, _ key: ModelKey?) {
    guard StoredModel.isThere(at: output) else { return }
    guard let old = try? StoredModel.open(at: output, access: .reading, key: key),
      let count = try? old.withdrawnCount(among: ids)
    else {
      return Messages.note(
        "the model that is replaced is damaged. Its ledger may not go on, and ids of this table that were withdrawn "
          + "from it are in the new one again.")
    }
    guard count > 0 else { return }
    Messages.note(
      "\(Phrase.count(count, "id of this table was", "ids of this table were")) withdrawn from the model that is "
        + "replaced; the new one has \(count == 1 ? "it" : "them") again.")
  }

  private func report(_ model: any DeletableModel, seconds: Double, total: Double) throws {
    guard !json else {
      var report = JSONReport()
      try report.add(model)
      report.add("seconds", seconds)
      report.add("total_seconds", total)
      report.add("provider", LinearAlgebra.provider)
      return try StandardStreams.write(report.text)
    }
    var summary = Summary()
    summary.add("Model", output)
    summary.add(
      "Fitted",
      Phrase.count(model.recordCount, "record") + " of "
        + Phrase.count(model.participantCount, "participant") + ", "
        + Phrase.count(model.dimension, "feature"))
    summary.add("Clusters", Phrase.number(model.centroids.count))
    if !model.settings.preparation.steps.isEmpty {
      summary.add("Preparation", PreparationReport.phrase(model.settings.preparation))
    }
    summary.add("Inertia", try Phrase.inertia(of: model))
    summary.add(
      "Time",
      "\(Phrase.duration(seconds)) for the fit, \(Phrase.duration(total)) with reading and saving, "
        + "on \(LinearAlgebra.provider)")
    summary.add("Digest", model.digest.description)
    try StandardStreams.write(summary.text)
  }
}
