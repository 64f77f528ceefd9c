// `unlearn receipt`: whether and when a participant was withdrawn, on paper.

import ArgumentParser
import DeletableClustering
import Foundation
import ModelStore

struct Receipt: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say whether and when a participant was withdrawn.",
    usage: "unlearn receipt <model> --id <id> [<options>]",
    discussion: """
      Example:
        unlearn receipt model --id p17 --sign-with steward.key > p17.json

      Prints one JSON object: model (its name), id, status (withdrawn, present or unknown), \
      withdrawn_at (null if never), token (what the ledger holds of the id), entry (the number \
      in the ledger), entry_hash, entry_content, entry_public_key and entry_signature (null if \
      the entry is not signed), digest and commitment (of the model now), ledger_entries, \
      ledger_head, issued_at, software, and at the end public_key and signature (null without \
      --sign-with). The signature is over the text of the object without its last two members.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  // An id may begin with a hyphen.
  @Option(parsing: .unconditional, help: ArgumentHelp("The participant's id.", valueName: "id"))
  var id: String

  @OptionGroup var keys: KeyOptions

  @OptionGroup var signing: SigningOptions

  @Flag(help: "Print one JSON object; a receipt has no other form.")
  var json = false

  func run() throws {
    let signer = try signing.key()
    let stored = try keys.open(model, .reading)
    guard let standing = try stored.standing(of: RecordID(id)) else {
      throw ToolError(.badData, "\(model) has no ledger: it was made by a version without one.")
    }
    var report = report(stored, standing)
    let signature = signer?.signature(of: Array(report.text.utf8))
    report.add("public_key", hexadecimal: signer?.publicKey)
    report.add("signature", hexadecimal: signature)
    try StandardStreams.write(report.text)
  }

  private func report(_ stored: StoredModel, _ standing: StoredModel.Standing) -> JSONReport {
    let entry = standing.withdrawal
    var report = JSONReport()
    report.add("model", hexadecimal: stored.identity)
    report.add("id", id)
    report.add("status", standing.isPresent ? "present" : entry == nil ? "unknown" : "withdrawn")
    report.add("withdrawn_at", entry.map { .string(LedgerReport.time($0.time)) } ?? .null)
    report.add("token", hexadecimal: standing.token.bytes)
    report.add("entry", entry.map { .integer($0.number) } ?? .null)
    report.add("entry_hash", hexadecimal: entry?.hash)
    report.add("entry_content", hexadecimal: entry?.content)
    report.add("entry_public_key", hexadecimal: entry?.signature?.publicKey)
    report.add("entry_signature", hexadecimal: entry?.signature?.bytes)
    report.add("digest", hexadecimal: standing.now.digest)
    report.add("commitment", hexadecimal: standing.now.commitment)
    report.add("ledger_entries", standing.entryCount)
    report.add("ledger_head", hexadecimal: standing.head)
    report.add("issued_at", Date.now.formatted(.iso8601))
    report.add("software", StoredModel.softwareVersion)
    return report
  }
}
