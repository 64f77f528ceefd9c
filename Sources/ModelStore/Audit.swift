// An audit: whether a model, its records and its ledger agree.
//
// Each check has a name, a verdict, and a sentence with counts; none names an id or a coordinate.

import DeletableClustering

/// One thing that an audit looked at.
public struct AuditCheck: Equatable, Sendable {
  public let name: String
  public let isPassed: Bool
  public let detail: String

  public init(_ name: String, _ isPassed: Bool, _ detail: String) {
    self.name = name
    self.isPassed = isPassed
    self.detail = detail
  }
}

extension StoredModel {
  /// Checks the ledger against itself, the model and the stored records.
  ///
  /// - Returns: The checks, in the order in which they were made; a broken chain ends them.
  /// - Throws: ``StoreError`` if something else than the ledger is damaged or cannot be read.
  /// - Complexity: O(n·d) and the length of the ledger.
  public func audit() throws(StoreError) -> [AuditCheck] {
    let ledger: Ledger?
    do {
      ledger = try self.ledger()
    } catch .damaged(_, manifest.ledgerName, let reason) {
      return [AuditCheck("chain", false, "the ledger is damaged: \(reason)")]
    }
    guard let ledger, let evidence = manifest.evidence, let last = ledger.entries.last else {
      return [AuditCheck("chain", false, "there is no ledger")]
    }
    let now = LedgerEntry.State(model, evidence.commitment, in: manifest)
    return [
      AuditCheck("chain", true, "each of \(ledger.entries.count) entries names the one before"),
      ledger.signatureCheck(publicKey),
      ledger.historyCheck,
      AuditCheck(
        "digest", last.after?.digest == now.digest, "the last entry's digest against the model's"),
      try commitmentCheck(evidence, last),
      try absenceCheck(evidence, ledger),
    ]
  }

  private func commitmentCheck(
    _ evidence: Evidence, _ last: LedgerEntry
  ) throws(StoreError) -> AuditCheck {
    var sum = RecordCommitment()
    for part in stored.parts {
      if let records = try part.segment.committed() {
        sum += RecordCommitment(records, threads: model.threads)
      }
      try part.segment.checkIsCurrent()
    }
    let isPassed = sum == evidence.commitment && last.after?.commitment == sum.digest
    return AuditCheck(
      "commitment", isPassed,
      "the last entry's commitment against one computed from \(stored.count) stored records")
  }

  /// Whether nobody who was withdrawn is still there. A later fit may have taken people in anew.
  private func absenceCheck(_ evidence: Evidence, _ ledger: Ledger) throws(StoreError) -> AuditCheck {
    let lastFit = ledger.entries.lastIndex { $0.kind == .fit } ?? 0
    let withdrawn = Set(ledger.entries[lastFit...].flatMap(\.tokens))
    var foundCount = 0
    for part in stored.parts {
      let ids = try part.segment.ids()
      for row in 0..<part.segment.rowCount
      where withdrawn.contains(evidence.token(of: RecordID(bytes: Array(ids[row])))) {
        foundCount += 1
      }
    }
    return AuditCheck(
      "absence", foundCount == 0,
      "\(foundCount) stored records carry one of \(withdrawn.count) ids that were withdrawn since the last fit"
    )
  }
}

extension Ledger {
  fileprivate func signatureCheck(_ publicKey: [UInt8]?) -> AuditCheck {
    let signed = entries.filter { $0.signature != nil }
    let isPassed = signed.allSatisfy { $0.signature?.publicKey == publicKey && $0.isSignatureValid }
    return AuditCheck("signatures", isPassed, "\(signed.count) of \(entries.count) entries are signed")
  }

  /// Whether each entry begins where the one before ended, and its counts add up.
  fileprivate var historyCheck: AuditCheck {
    var isPassed = entries.first?.before == nil
    for (entry, next) in zip(entries, entries.dropFirst()) where next.before != entry.after {
      isPassed = false
    }
    isPassed = isPassed && entries.allSatisfy(\.isConsistent)
    return AuditCheck(
      "history", isPassed, "each entry begins where the one before ended, and its counts add up")
  }
}

extension LedgerEntry {
  fileprivate var isConsistent: Bool {
    guard tokens == tokens.sorted(), tokens.count == withdrawal.withdrawnCount else { return false }
    switch kind {
    case .fit: return withdrawal == Withdrawal() && outputs.isEmpty && after != nil
    case .withdrawal: return isConsistentWithdrawal
    case .export: return withdrawal == Withdrawal() && before == after
    case .rekeying:
      return withdrawal == Withdrawal() && outputs.isEmpty && after != nil && before ?? after == after
    case .destruction: return after == nil
    }
  }

  private var isConsistentWithdrawal: Bool {
    let (sum, isTooLarge) = withdrawal.withdrawnCount.addingReportingOverflow(withdrawal.unknownCount)
    guard !isTooLarge, sum == withdrawal.requestedCount, let after else { return false }
    guard let before else { return true }
    return before.recordCount - after.recordCount == withdrawal.recordCount
      && before.participantCount - after.participantCount == withdrawal.withdrawnCount
  }
}
