// Changes of the records' files: some are withdrawn, or all go under another key.
//
// Promise    The change and its entry in the ledger are made whole or not at all.
// Method     See ModelFolder; only segments that lose rows are written anew, or all where the key changes.

import DeletableClustering

extension StoredModel {
  /// What a change of the segments is entered as.
  struct Entering {
    let kind: LedgerEntry.Kind
    let before: LedgerEntry.State?
    let signer: SigningKey?
    /// Completes the entry.
    let note: (inout LedgerEntry, Evidence) -> Void

    init(
      _ kind: LedgerEntry.Kind, before: LedgerEntry.State?, signer: SigningKey?,
      note: @escaping (inout LedgerEntry, Evidence) -> Void = { _, _ in }
    ) {
      self.kind = kind
      self.before = before
      self.signer = signer
      self.note = note
    }
  }

  /// A manifest as it is, for the next generation; with what belongs to a ledger, if it had none.
  func nextManifest(_ generations: inout FolderLock.Generations) -> Manifest {
    generations.highest += 1
    var new = manifest
    new.generation = generations.highest
    new.evidence = manifest.evidence ?? Evidence(folder.files)
    return new
  }

  /// Writes anew the segments that lose records, and under another key all of them; enters the change in the
  /// ledger, makes it, and erases what it replaced.
  mutating func replaceSegments(
    with survivors: MappedRecords, _ new: Manifest, _ entering: Entering,
    _ generations: inout FolderLock.Generations
  ) throws(StoreError) {
    let old = stored
    (manifest, stored) = try committing(survivors, new, entering)
    generations.current = manifest.generation
    let names = Set(manifest.segments.map(\.fileName))
    for part in old.parts where !names.contains(part.segment.entry.fileName) {
      part.segment.noteReplacement()
    }
    model.core.moveDeferredRecords(to: stored)
    try finish(&generations)
  }

  private func committing(
    _ survivors: MappedRecords, _ manifest: Manifest, _ entering: Entering
  ) throws(StoreError) -> (Manifest, MappedRecords) {
    var new = manifest
    let isMoved = new.encryption != self.manifest.encryption
    new.participantCount = survivors.participantCount
    new.encodedModel = model.encoded
    new.segments = []
    var commitment = try commitment(to: survivors)
    var written: [SegmentEntry] = []
    do throws(StoreError) {
      for part in survivors.parts where part.count > 0 {
        guard isMoved || !part.removedRows.isEmpty || !part.segment.entry.isSalted else {
          new.segments.append(part.segment.entry)
          continue
        }
        try Interruption.check(path)
        let contents = try SegmentContents(
          runs: part.runs, of: part.segment, randomBytes: folder.files.randomBytes)
        let entry = contents.entry(generation: new.generation, number: UInt32(written.count))
        written.append(entry)
        if self.manifest.evidence == nil {
          commitment += contents.commitment(new.layout, threads: model.threads)
        }
        try folder.write(contents, as: entry, new)
        new.segments.append(entry)
      }
      let records = try folder.records(new, lock: lock)
      new.evidence?.commitment = commitment
      try Interruption.check(path)
      if isMoved, let ledger = try folder.ledger(self.manifest) { try folder.copy(ledger, to: &new) }
      try folder.enter(
        entering.kind, in: &new, before: entering.before, after: model, signer: entering.signer, entering.note
      )
      try folder.commit(new)
      return (new, records)
    } catch {
      folder.discard(written, keeping: self.manifest)
      throw error
    }
  }

  /// The commitment without the records that leave; where there is none yet, that to no records.
  private func commitment(to survivors: MappedRecords) throws(StoreError) -> RecordCommitment {
    guard var commitment = manifest.evidence?.commitment else { return RecordCommitment() }
    for part in survivors.parts where !part.removedRows.isEmpty {
      guard let records = try part.segment.committed() else { continue }
      commitment -= RecordCommitment(records, rows: part.removedRows, threads: model.threads)
    }
    return commitment
  }
}
