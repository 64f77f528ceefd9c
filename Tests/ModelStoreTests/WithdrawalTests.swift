import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("Withdrawing from a stored model")
struct WithdrawalTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test(
    "Withdrawing, saving and opening equals a refit", arguments: ClusteringMethod.allCases,
    UInt64(1)...12)
  func equalsRefit(method: ClusteringMethod, seed: UInt64) throws {
    let fixture = try ModelFixture(
      seed: seed, precision: seed % 2 == 0 ? .float : .double, perParticipant: Int(seed % 3) + 1,
      isWeighted: seed > 6, method: method)
    try fixture.store(at: place.model)
    try place.write(Data("mine".utf8), to: "notes.txt")  // what is not the store's is left alone
    var gone: [RecordID] = []
    for process in 0..<5 {
      var stored = try StoredModel.open(at: place.model, .updating)
      for step in 0...process % 3 {
        let ids = (0...(process + step) % 4).map {
          ModelFixture.id((process * 17 + step * 7 + $0 * 31 + Int(seed)) % 80)
        }
        let before = stored.model.participantCount
        gone += ids
        let outcome = try stored.withdraw(ids + [ids[0], "nobody"])
        let refit = try fixture.refit(without: gone)
        #expect(outcome.requestedCount == ids.count + 1)
        #expect(before - outcome.withdrawnCount == refit.participantCount)
        #expect(stored.model == refit)
        #expect(stored.model.digest == refit.digest)
        #expect(stored.model.participantCount == refit.participantCount)
        #expect(try stored.model.records().count == refit.recordCount)
        #expect(try stored.records().isIdentical(to: fixture.data.without(gone)))
      }
    }
    let stored = try StoredModel.open(at: place.model, .reading)
    let refit = try fixture.refit(without: gone)
    #expect(stored.model == refit)
    #expect(stored.model.participantCount == refit.participantCount)
    let onDisk = try fixture.settings.fit(stored.records(), threads: 1)
    #expect(onDisk.digest == refit.digest)
    #expect(try place.files()["notes.txt"] == Data("mine".utf8))
  }

  @Test("Everything can be withdrawn, and an empty model opens", arguments: ClusteringMethod.allCases)
  func everything(method: ClusteringMethod) throws {
    let fixture = try ModelFixture(count: 130, method: method)
    try fixture.store(at: place.model)
    do {
      var stored = try StoredModel.open(at: place.model, .updating)
      let outcome = try stored.withdraw(Array(fixture.data.ids))
      #expect(outcome.recordCount == 130)
      #expect(stored.model.recordCount == 0)
    }
    #expect(try Set(place.files().keys) == ["manifest", "ledger", "lock"])
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(try stored.model == fixture.refit(without: Array(fixture.data.ids)))
    #expect(stored.model.centroids.isEmpty)
    #expect(try stored.records().count == 0)
    #expect(try stored.withdraw([ModelFixture.id(1)]).withdrawnCount == 0)
  }

  @Test("Unknown ids leave every file as it is")
  func unknownIDs() throws {
    try ModelFixture().store(at: place.model)
    let before = try place.files()
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(try stored.withdraw([]).requestedCount == 0)
    let outcome = try stored.withdraw(["nobody", "participant-", "nobody"])
    #expect(outcome.unknownIDs == ["nobody", "participant-"])
    #expect(outcome.recordCount == 0)
    #expect(try place.files() == before)
  }

  @Test("A deletion from a copy stores nothing", arguments: ClusteringMethod.allCases)
  func dryRun(method: ClusteringMethod) throws {
    let fixture = try ModelFixture(method: method)
    try fixture.store(at: place.model)
    let before = try place.files()
    let stored = try StoredModel.open(at: place.model, .reading)
    var copy = stored.model
    #expect(try copy.delete([ModelFixture.id(3)]).recordCount == 1)
    #expect(try copy == fixture.refit(without: [ModelFixture.id(3)]))
    #expect(stored.model == fixture.model)
    #expect(try place.files() == before)
  }

  @Test(
    "No file holds a withdrawn id, coordinate or weight", arguments: ClusteringMethod.allCases,
    ModelFixture.variants)
  func nothingStays(method: ClusteringMethod, variant: ModelFixture.Variant) throws {
    let fixture = try ModelFixture(
      precision: variant.precision, perParticipant: 2, isWeighted: variant.isWeighted, method: method)
    try fixture.store(at: place.model)
    var stored = try StoredModel.open(at: place.model, .updating)
    let gone = [5, 6, 40, 41, 77, 119].map { ModelFixture.id($0) }
    let traces =
      gone.map { Data($0.bytes) } + coordinateBytes(fixture, of: gone) + weightBytes(fixture, of: gone)
    let before = try place.files()
    #expect(traces.allSatisfy { trace in before.values.contains { $0.range(of: trace) != nil } })
    for batch in [gone[0..<1], gone[1..<4], gone[4..<6]] { try stored.withdraw(Array(batch)) }
    let after = try Workplace.files(in: place.path)
    #expect(!traces.contains { trace in after.values.contains { $0.range(of: trace) != nil } })
  }

  private func coordinateBytes(_ fixture: ModelFixture, of ids: [RecordID]) -> [Data] {
    ids.flatMap { fixture.data.rows(of: $0) }.flatMap { row in
      (row * fixture.data.dimension..<(row + 1) * fixture.data.dimension).map { position in
        var encoder = CanonicalEncoder()
        switch fixture.data.coordinates {
        case .float(let values): encoder.append(values[position].bitPattern)
        case .double(let values): encoder.append(values[position].bitPattern)
        }
        return Data(encoder.bytes)
      }
    }
  }

  private func weightBytes(_ fixture: ModelFixture, of ids: [RecordID]) -> [Data] {
    guard let weights = fixture.data.weights else { return [] }
    return ids.flatMap { fixture.data.rows(of: $0) }.map { row in
      var encoder = CanonicalEncoder()
      encoder.append(weights[row])
      return Data(encoder.bytes)
    }
  }

  @Test("A withdrawal that moves no centroid reads no other segment's coordinates")
  func readsOnlyWhatItNeeds() throws {
    let fixture = try ModelFixture(count: 400)
    try fixture.store(at: place.model)
    try damageCoordinates(exceptIn: "1-0.records")
    let damaged = try place.files()
    var stored = try StoredModel.open(at: place.model, .updating)
    var successCount = 0
    for number in 0..<64 {
      let id = ModelFixture.id(number)
      let before = stored.model
      do {
        let outcome = try stored.withdraw([id])
        #expect(outcome.isCertified)
        #expect(try stored.model == fixture.refit(without: [id]))
        successCount += 1
      } catch let error as StoreError {
        // This one needed the others, and found them damaged.
        guard case .damaged(place.model, let file, _) = error else { throw error }
        #expect(file.hasPrefix("segments/") && file != "segments/1-0.records")
        #expect(stored.model == before)
        #expect(try place.files() == damaged)
        continue
      }
      break
    }
    #expect(successCount == 1)
    #expect(throws: StoreError.self) { try stored.records() }
    #expect(throws: DeletionError.self) { try stored.model.records() }
    // Of the old files only the one with the withdrawn record was replaced.
    let after = try place.files()
    #expect(after["segments/1-0.records"] == nil)
    #expect(damaged.keys.filter { after[$0] == nil } == ["segments/1-0.records"])
  }

  /// Changes the last byte of each segment but one.
  private func damageCoordinates(exceptIn kept: String) throws {
    for (name, bytes) in try place.files() where name.hasSuffix(".records") && !name.hasSuffix(kept) {
      var bytes = bytes
      bytes[bytes.count - 1] ^= 1
      try place.write(bytes, to: name)
    }
  }

  @Test("A copy from before a withdrawal cannot undo it")
  func outdatedCopy() throws {
    let fixture = try ModelFixture()
    try fixture.store(at: place.model)
    var stored = try StoredModel.open(at: place.model, .updating)
    var copy = stored
    try stored.withdraw([ModelFixture.id(1)])
    #expect(throws: StoreError.outdated(path: place.model)) { try copy.withdraw([ModelFixture.id(2)]) }
    // It still is the model that it was, but its records were overwritten.
    #expect(copy.model == fixture.model)
    #expect(throws: StoreError.outdated(path: place.model)) { try copy.records() }
    #expect(throws: DeletionError.self) { try copy.model.records() }
    #expect(try stored.withdraw([ModelFixture.id(2)]).recordCount == 1)
  }
}
