// The ledger on a page: a chart of what remained, and a table of what was done.

import DeletableClustering
import ModelStore
import ReportPages

struct HistoryBlocks {
  let ledger: Ledger?

  /// More lines than this are for ‘unlearn log’.
  private static let greatestRowCount = 60

  init(_ ledger: Ledger?) {
    self.ledger = ledger
  }

  var blocks: [Block] {
    guard let entries = ledger?.entries, !entries.isEmpty else {
      return [.paragraph("There is no ledger that can be read.")]
    }
    var blocks: [Block] = [.paragraph(summary(entries))]
    let known = entries.filter { $0.after != nil && ($0.kind == .fit || $0.kind == .withdrawal) }
    if known.count > 1 { blocks.append(chart(known)) }
    blocks.append(table(entries))
    blocks.append(
      .paragraph(
        "A deletion costs little as long as no centre moves: then only sums and counts change. From the first round in "
          + "which one moves, the labels that are no longer certain are computed again. The ledger has these counts, "
          + "and no durations: how long a deletion took depends on the machine, and says something about the record."
      ))
    return blocks
  }

  private func summary(_ entries: [LedgerEntry]) -> String {
    let withdrawals = entries.filter { $0.kind == .withdrawal }
    guard !withdrawals.isEmpty else { return "Nobody has withdrawn from this model." }
    let people = withdrawals.reduce(0) { $0 + $1.withdrawal.withdrawnCount }
    let records = withdrawals.reduce(0) { $0 + $1.withdrawal.recordCount }
    let certified = withdrawals.count { $0.withdrawal.isCertified }
    return "\(Phrase.count(people, "participant")) with \(Phrase.count(records, "record")) left in "
      + "\(Phrase.count(withdrawals.count, "withdrawal")); in \(Phrase.number(certified)) of them no centre moved."
  }

  private func chart(_ entries: [LedgerEntry]) -> Block {
    let counts = entries.compactMap { entry in
      entry.after.map { (x: Double(entry.time), y: Double($0.recordCount)) }
    }
    let chart = LineChart(
      title: "Remaining records",
      description: "Falling steps, one at each withdrawal. The table has the numbers.",
      xLabel: "time (UTC), \(Self.days(entries))", yLabel: "records", series: [.init("records", counts)],
      abscissa: .time, isStepped: true)
    return .figure(
      Figure(
        "Records that remained after each entry of the ledger, by the machine’s clock. The upward axis need not begin at 0.",
        .lines(chart)))
  }

  /// `2026-11-25`, or from one day to another.
  private static func days(_ entries: [LedgerEntry]) -> String {
    let times = entries.map(\.time)
    let (first, last) = (
      LedgerReport.time(times.min() ?? 0).prefix(10), LedgerReport.time(times.max() ?? 0).prefix(10)
    )
    return first == last ? String(first) : "\(first) to \(last)"
  }

  private func table(_ entries: [LedgerEntry]) -> Block {
    let shown = entries.suffix(Self.greatestRowCount)
    let isCut = shown.count < entries.count
    return .table(
      Table(
        caption: isCut
          ? "The last \(shown.count) of \(Phrase.number(entries.count)) entries; ‘unlearn log’ shows all."
          : "All entries.",
        columns: [
          .init("No.", .number), .init("Time (UTC)", .line), .init("What", .line),
          .init("Ids found", .number),
          .init("Records left", .number), .init("Effect"),
        ], rows: shown.map(row)))
  }

  private func row(_ entry: LedgerEntry) -> [Cell] {
    let withdrawal = entry.withdrawal
    let isWithdrawal = entry.kind == .withdrawal
    return [
      Cell(Phrase.number(entry.number)),
      Cell(String(LedgerReport.time(entry.time).prefix(16)).replacing("T", with: " ")),
      Cell(
        entry.kind == .export
          ? entry.outputs.map { LedgerReport.name($0.kind) }.joined(separator: ", ")
          : LedgerReport.name(entry.kind)),
      isWithdrawal
        ? Cell("\(Phrase.number(withdrawal.withdrawnCount)) of \(Phrase.number(withdrawal.requestedCount))")
        : "",
      Cell(entry.after.map { Phrase.number($0.recordCount) } ?? ""),
      isWithdrawal ? Cell(Self.effect(withdrawal)) : "",
    ]
  }

  /// What a withdrawal did to the centres.
  private static func effect(_ withdrawal: LedgerEntry.Withdrawal) -> String {
    if withdrawal.isCertified { return "no centre moved" }
    if withdrawal.isRefitted { return "fitted anew" }
    let again = "\(Phrase.count(withdrawal.reassignedCount, "label")) computed again"
    if withdrawal.changedNodeCount > 0 {
      return "\(Phrase.count(withdrawal.changedNodeCount, "node")) of the tree changed; \(again)"
    }
    switch withdrawal.firstMovedRound {
    case .none: return "another round is the best now"
    case .some(0): return "seeds changed; \(again)"
    case .some(let round): return "centres moved from round \(round) on; \(again)"
    }
  }
}
