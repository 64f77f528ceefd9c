// `unlearn destroy`: a model, gone for good.

import ArgumentParser
import DeletableClustering
import ModelStore

struct Destroy: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Overwrite a model, and remove it.",
    usage: "unlearn destroy <model> --yes [<options>]",
    discussion: """
      Example:
        unlearn destroy model --yes

      All files of the model are overwritten with zeros before they are removed. Other files in \
      the folder stay, and so do copies elsewhere. What the medium below keeps is told in \
      docs/store.md. An encrypted model can be destroyed without its key; its last entry is then \
      not told. To make all copies of it worthless, destroy the key.

      JSON: destroyed, other_files (whether the folder stays, because something else is in it), \
      entry (the last of the ledger; null if it could not be read), entry_content, \
      entry_public_key, entry_signature. Keep it: the ledger itself is gone.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @Flag(help: "Do it. Nothing can bring the model back.")
  var yes = false

  @OptionGroup var keys: KeyOptions

  @OptionGroup var signing: SigningOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard yes else { throw ValidationError("Nothing was destroyed; give --yes to destroy \(model).") }
  }

  func run() throws {
    let signer = try signing.key()
    // Not needed, so a file that is gone does not matter unless it was named here.
    let key = try keys.key.map { try ModelKeyFile.read($0) } ?? (try? keys.key(for: model))
    let progress = Progress()
    let result = try progress.stage("Destroying \(model)") {
      try StoredModel.destroy(at: model, key: key, signer: signer)
    }
    guard !json else { return try StandardStreams.write(Self.report(result).text) }
    var summary = Summary()
    summary.add("Model", "\(model) is destroyed")
    if result.hasOtherFiles { summary.add("Folder", "stays, because other files are in it") }
    if let entry = result.entry { summary.add("Last entry", Hexadecimal.text(entry.hash)) }
    try StandardStreams.write(summary.text)
  }

  private static func report(_ result: StoredModel.Destruction) -> JSONReport {
    var report = JSONReport()
    report.add("destroyed", true)
    report.add("other_files", result.hasOtherFiles)
    report.add("entry_content", hexadecimal: result.entry?.content)
    report.add("entry_public_key", hexadecimal: result.entry?.signature?.publicKey)
    report.add("entry_signature", hexadecimal: result.entry?.signature?.bytes)
    report.add("entry", result.entry.map { .object(LedgerReport.object($0)) } ?? .null)
    return report
  }
}
