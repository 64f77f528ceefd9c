// `unlearn log`: what was done to a model.

import ArgumentParser
import DeletableClustering
import Foundation
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

/// Entries of a ledger as the tool tells them.
enum LedgerReport {
  static func time(_ seconds: UInt64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  static func name(_ kind: LedgerEntry.Kind) -> String {
    switch kind {
    case .fit: "fit"
    case .withdrawal: "withdrawal"
    case .export: "export"
    case .destruction: "destruction"
    case .rekeying: "rekeying"
    }
  }

  /// What happened, for people.
  static func phrase(_ entry: LedgerEntry) -> String {
    let left = entry.after.map {
      Phrase.count($0.recordCount, "record") + " of " + Phrase.count($0.participantCount, "participant")
    }
    switch entry.kind {
    case .fit: return left ?? ""
    case .export: return entry.outputs.map { name($0.kind) }.joined(separator: ", ")
    case .destruction: return "the model is gone"
    case .rekeying: return "its key was changed"
    case .withdrawal:
      return "\(Phrase.number(entry.withdrawal.withdrawnCount)) of "
        + "\(Phrase.count(entry.withdrawal.requestedCount, "id")), with "
        + "\(Phrase.count(entry.withdrawal.recordCount, "record")); \(left ?? "nothing") left"
    }
  }

  static func name(_ kind: LedgerEntry.Output.Kind) -> String {
    switch kind {
    case .centroids: "centroids"
    case .labels: "labels"
    case .report: "report"
    }
  }

  static func object(_ entry: LedgerEntry) -> JSONReport {
    var report = JSONReport()
    report.add("number", entry.number)
    report.add("time", time(entry.time))
    report.add("kind", name(entry.kind))
    add(entry.withdrawal, of: entry.kind, to: &report)
    report.add("digest_before", hexadecimal: entry.before?.digest)
    report.add("digest_after", hexadecimal: entry.after?.digest)
    report.add("commitment_before", hexadecimal: entry.before?.commitment)
    report.add("commitment_after", hexadecimal: entry.after?.commitment)
    report.add("remaining_records", entry.after.map { .integer($0.recordCount) } ?? .null)
    report.add("remaining_participants", entry.after.map { .integer($0.participantCount) } ?? .null)
    if entry.kind == .export { report.add("outputs", .array(entry.outputs.map { .object(output($0)) })) }
    report.add("software", entry.software)
    report.add("previous", hexadecimal: entry.previous)
    report.add("hash", hexadecimal: entry.hash)
    report.add("signed", entry.signature != nil)
    return report
  }

  private static func add(
    _ withdrawal: LedgerEntry.Withdrawal, of kind: LedgerEntry.Kind, to report: inout JSONReport
  ) {
    guard kind == .withdrawal else { return }
    report.add("requested", withdrawal.requestedCount)
    report.add("withdrawn", withdrawal.withdrawnCount)
    report.add("records", withdrawal.recordCount)
    report.add("unknown", withdrawal.unknownCount)
    report.add("certified", withdrawal.isCertified)
    report.add("first_moved_round", withdrawal.firstMovedRound.map { .integer($0) } ?? .null)
    report.add("reassigned", withdrawal.reassignedCount)
    report.add("changed_nodes", withdrawal.changedNodeCount)
    report.add("refitted", withdrawal.isRefitted)
  }

  private static func output(_ output: LedgerEntry.Output) -> JSONReport {
    var report = JSONReport()
    report.add("content", name(output.kind))
    report.add("sha256", hexadecimal: output.digest)
    return report
  }
}

extension JSONReport {
  /// Adds bytes as hexadecimal digits, or null.
  mutating func add(_ key: String, hexadecimal bytes: [UInt8]?) {
    add(key, bytes.map { .string(Hexadecimal.text($0)) } ?? .null)
  }
}
