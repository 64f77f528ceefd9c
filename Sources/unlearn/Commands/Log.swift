// `unlearn log`: what was done to a model.

import ArgumentParser
import DeletableClustering
import ModelStore

struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what was done to a model, and when.",
    discussion: """
      Example:
        unlearn log model

      Shows the model's ledger, the oldest entry first. It holds no id and no coordinate.

      JSON: model (its name, which copies share), public_key (null if no entry is signed), \
      entries (null if the model is of a version that had no ledger; it gets one at its next \
      withdrawal).
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @OptionGroup var keys: KeyOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let stored = try keys.open(model, .reading)
    let ledger = try stored.ledger()
    guard !json else { return try StandardStreams.write(Self.report(stored, ledger).text) }
    guard let ledger else {
      return Messages.note(
        "\(model) was made by a version without a ledger; one begins at the next withdrawal.")
    }
    try StandardStreams.write(ledger.entries.map { Self.line($0) }.joined())
  }

  private static func report(_ stored: StoredModel, _ ledger: Ledger?) -> JSONReport {
    var report = JSONReport()
    report.add("model", hexadecimal: stored.identity)
    report.add("public_key", hexadecimal: stored.publicKey)
    report.add("entries", ledger.map { .array($0.entries.map { .object(LedgerReport.object($0)) }) } ?? .null)
    return report
  }

  /// `  12  2026-11-25T18:43:33Z  withdrawal  …`
  private static func line(_ entry: LedgerEntry) -> String {
    let number = String(entry.number)
    let padding = String(repeating: " ", count: max(0, 4 - number.count))
    let name = LedgerReport.name(entry.kind)
    let gap = String(repeating: " ", count: max(0, 12 - name.count))
    return padding + number + "  " + LedgerReport.time(entry.time) + "  " + name + gap
      + LedgerReport.phrase(entry) + (entry.signature == nil ? "" : "; signed") + "\n"
  }
}
