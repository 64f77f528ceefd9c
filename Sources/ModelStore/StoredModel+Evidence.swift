// What a stored model can show of its past.

import DeletableClustering

extension StoredModel {
  /// Names the model, 16 random bytes; copies share it. Nil if the model is of a version that had no ledger.
  public var identity: [UInt8]? { manifest.evidence?.identity }

  /// The Ed25519 key by which the ledger is signed; nil if no entry was.
  public var publicKey: [UInt8]? { manifest.evidence?.publicKey }

  /// The ledger, its chain checked; nil if the model is of a version that had none. It gets one at its next
  /// withdrawal.
  ///
  /// - Throws: ``StoreError``.
  public func ledger() throws(StoreError) -> Ledger? {
    try folder.ledger(manifest)
  }

  /// What can be said of an id.
  ///
  /// - Returns: Nil if the model has no ledger.
  /// - Throws: ``StoreError``.
  /// - Complexity: O(n) and the length of the ledger; no coordinate is read.
  public func standing(of id: RecordID) throws(StoreError) -> Standing? {
    guard let evidence = manifest.evidence, let ledger = try folder.ledger(manifest) else { return nil }
    let token = evidence.token(of: id)
    return Standing(
      token: token, isPresent: try stored.contains(id), withdrawal: ledger.withdrawals(token).first,
      entryCount: evidence.ledger.entryCount, head: evidence.ledger.head,
      now: LedgerEntry.State(model, evidence.commitment))
  }

  /// What a model and its ledger say of an id.
  public struct Standing: Equatable, Sendable {
    /// What the ledger would hold of the id.
    public let token: LedgerToken
    /// Whether the model has records of it now.
    public let isPresent: Bool
    /// The last entry that tells of its withdrawal; nil if there is none.
    public let withdrawal: LedgerEntry?
    /// The length of the ledger, and the hash of its last entry.
    public let entryCount: Int
    public let head: [UInt8]
    /// The model as it is.
    public let now: LedgerEntry.State
  }

  /// How many of some ids were withdrawn, at whatever time, and have no records now. An id counts once.
  ///
  /// - Returns: 0 if the model has no ledger.
  /// - Throws: ``StoreError``.
  /// - Complexity: The length of the ledger; if it tells of any withdrawal, a keyed hash for each of the ids and O(n)
  ///   besides. No coordinate is read.
  public func withdrawnCount(among ids: some Sequence<RecordID>) throws(StoreError) -> Int {
    guard let evidence = manifest.evidence, let ledger = try folder.ledger(manifest) else { return 0 }
    let tokens = Set(ledger.entries.flatMap(\.tokens))
    guard !tokens.isEmpty else { return 0 }
    var found: Set<RecordID> = []
    for id in ids where tokens.contains(evidence.token(of: id)) { found.insert(id) }
    return found.count - (try stored.count(of: Array(found)))
  }

  /// How the records that are stored differ from others, in whatever order these are.
  ///
  /// - Parameter data: Records whose features are in the model's order, as `arranged(byFeatures:)` gives them.
  /// - Throws: ``StoreError``.
  /// - Complexity: O(n·d), and O(m·d·log m) for m records that share an id.
  public func difference(from data: Dataset) throws(StoreError) -> RecordDifference {
    RecordDifference(stored: try records(), given: data)
  }
}
