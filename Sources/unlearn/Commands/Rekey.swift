// `unlearn rekey`: a model under a key, under another, or under none.

import ArgumentParser
import DeletableClustering
import ModelStore
import UnlearningEvaluation

struct Rekey: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Encrypt a model, change its key, or decrypt it.",
    usage: """
      unlearn rekey <model> --encrypt-with <file> [<options>]
      unlearn rekey <model> --decrypt [<options>]
      """,
    discussion: """
      Example:
        unlearn rekey model --key old.key --encrypt-with new.key

      Writes all files of the model anew, and overwrites the old ones, whole or not at all. The \
      model, its digest and its ledger stay; the change is entered in the ledger. Copies and \
      backups stay under the key that they were made with.

      JSON: encrypted (whether the model is now), digest, seconds.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @OptionGroup var keys: KeyOptions

  @Option(
    help: ArgumentHelp("Encrypt with the key in this file, made by keygen.", valueName: "file"),
    completion: .file())
  var encryptWith: String?

  @Flag(help: "Write the files in clear.")
  var decrypt = false

  @OptionGroup var signing: SigningOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard decrypt != (encryptWith != nil) else {
      throw ValidationError("Give either --encrypt-with or --decrypt.")
    }
  }

  func run() throws {
    let watch = Stopwatch()
    let progress = Progress()
    let signer = try signing.key()
    let newKey = try encryptWith.map { try ModelKeyFile.read($0) }
    var stored = try keys.open(model, .updating)
    if decrypt, !stored.isEncrypted { throw ToolError(.badData, "\(model): the model is not encrypted.") }
    try progress.stage("Writing \(model)") { try stored.rekey(newKey, signer: signer) }
    let digest = stored.model.digest.description
    guard !json else {
      var report = JSONReport()
      report.add("encrypted", stored.isEncrypted)
      report.add("digest", digest)
      report.add("seconds", watch.seconds)
      return try StandardStreams.write(report.text)
    }
    var summary = Summary()
    summary.add("Model", model)
    summary.add("Encrypted", encryptWith.map { "yes: with the key in \($0)" } ?? "no: its files are in clear")
    summary.add("Time", Phrase.duration(watch.seconds))
    summary.add("Digest", digest)
    try StandardStreams.write(summary.text)
  }
}
