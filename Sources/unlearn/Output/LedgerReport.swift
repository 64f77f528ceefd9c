// Entries of a ledger as the tool tells them.

import Foundation
import ModelStore

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
    case .rekeying: return "its encryption was changed"
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
