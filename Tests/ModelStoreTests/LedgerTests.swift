import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("The ledger")
struct LedgerTests {
  let place: Workplace
  let fixture: ModelFixture

  init() throws {
    place = try Workplace()
    fixture = try ModelFixture(perParticipant: 2)
    try fixture.store(at: place.model)
  }

  private func ledger() throws -> Ledger {
    try #require(try StoredModel.open(at: place.model, .reading).ledger())
  }

  private func withdraw(_ numbers: [Int], signer: SigningKey? = nil) throws {
    var stored = try StoredModel.open(at: place.model, .updating)
    try stored.withdraw(numbers.map { ModelFixture.id($0) } + ["nobody"], signer: signer)
  }

  private func expectPassed(_ location: SourceLocation = #_sourceLocation) throws {
    for check in try StoredModel.open(at: place.model, .reading).audit() {
      #expect(check.isPassed, "\(check.name): \(check.detail)", sourceLocation: location)
    }
  }

  @Test("Every change is entered, with what it did")
  func entries() throws {
    try withdraw([3, 60])
    try withdraw([7])
    let entries = try ledger().entries
    #expect(entries.map(\.kind) == [.fit, .withdrawal, .withdrawal])
    #expect(entries.map(\.number) == [0, 1, 2])
    #expect(entries[0].before == nil)
    #expect(entries[0].after?.digest == fixture.model.digest.bytes)
    #expect(entries[0].after?.recordCount == 240)
    let one = entries[1].withdrawal
    let counts = [one.requestedCount, one.withdrawnCount, one.recordCount, one.unknownCount]
    #expect(counts == [3, 2, 4, 1])
    #expect(entries[1].tokens.count == 2)
    #expect(entries[1].before == entries[0].after)
    #expect(entries[2].before == entries[1].after)
    let refit = try fixture.refit(without: [3, 60, 7].map { ModelFixture.id($0) })
    #expect(entries[2].after?.digest == refit.digest.bytes)
    #expect(entries[2].after?.participantCount == 117)
    #expect(Date.now.timeIntervalSince1970 - Double(entries[2].time) < 600)
    try expectPassed()
  }

  @Test("Of some ids, those that were withdrawn and are not there are counted, each once")
  func withdrawnCount() throws {
    let ids = [3, 3, 7, 8].map { ModelFixture.id($0) } + ["nobody"]
    func count() throws -> Int {
      try StoredModel.open(at: place.model, .reading).withdrawnCount(among: ids)
    }
    #expect(try count() == 0)
    try withdraw([3, 60])
    try withdraw([7])
    #expect(try count() == 2)
    let fresh = try fixture.refit(without: [ModelFixture.id(7)])
    try StoredModel.create(at: place.model, fresh, ModelMetadata(), replacing: true)
    #expect(try count() == 1)
  }

  @Test("A withdrawal that finds nobody is not entered")
  func nothingFound() throws {
    let before = try place.files()
    try withdraw([])
    #expect(try place.files() == before)
  }

  @Test("The commitment after withdrawals is that to the records that are left")
  func commitment() throws {
    for number in [0, 5, 119, 64] { try withdraw([number]) }
    try withdraw(Array(20..<60))
    try expectPassed()
    let stored = try StoredModel.open(at: place.model, .reading)
    let gone = ([0, 5, 119, 64] + Array(20..<60)).map { ModelFixture.id($0) }
    #expect(try stored.difference(from: fixture.data.removing(gone)).isEmpty)
    #expect(try stored.difference(from: fixture.data).givenOnlyCount == gone.count)
  }

  @Test("When all have left, the commitment is that to nothing")
  func everybody() throws {
    try withdraw(Array(0..<120))
    #expect(try ledger().entries.last?.after?.commitment == RecordCommitment().digest)
    try expectPassed()
  }

  @Test("Whoever holds an id can ask whether and when it was withdrawn")
  func standing() throws {
    try withdraw([3])
    try withdraw([60])
    let stored = try StoredModel.open(at: place.model, .reading)
    let gone = try #require(try stored.standing(of: ModelFixture.id(3)))
    #expect(!gone.isPresent && gone.withdrawal?.number == 1)
    #expect(gone.withdrawal?.tokens == [gone.token])
    let there = try #require(try stored.standing(of: ModelFixture.id(4)))
    #expect(there.isPresent && there.withdrawal == nil)
    let unknown = try #require(try stored.standing(of: "nobody"))
    #expect(!unknown.isPresent && unknown.withdrawal == nil)
    // Under another model's secret the same id has another token.
    let other = "\(place.path)/other"
    try fixture.store(at: other)
    #expect(try StoredModel.open(at: other, .reading).standing(of: ModelFixture.id(3))?.token != gone.token)
  }

  @Test("It holds no id and no coordinate")
  func noTraces() throws {
    try withdraw([3, 60])
    let bytes = try #require(try place.files()["ledger"])
    for number in 0..<120 { #expect(bytes.range(of: Data(ModelFixture.id(number).bytes)) == nil) }
    for position in 0..<fixture.data.coordinates.count {
      var encoder = CanonicalEncoder()
      encoder.append(fixture.data.coordinates[position])
      #expect(bytes.range(of: Data(encoder.bytes)) == nil)
    }
  }

  @Test("Salts go with their records, and stay with the others")
  func salts() throws {
    let folder = ModelFolder(path: place.model, files: FileSystem())
    func salts() throws -> [Data] {
      try folder.records(folder.manifest()).parts.flatMap { part in
        let salts = try #require(try part.segment.salts())
        // Copied, as what is mapped becomes zeros.
        return (0..<part.segment.rowCount).map { Data(Array(salts[$0..<$0 + 1])) }
      }
    }
    let before = try salts()
    #expect(Set(before).count == 240)
    try withdraw([3])
    let kept: [Data] = Array(before[..<6]) + Array(before[8...])
    #expect(try salts() == kept)
    let bytes = try place.files().values
    for salt in before[6..<8] { #expect(!bytes.contains { $0.range(of: salt) != nil }) }
  }

  @Test("A model that is replaced keeps its ledger; a damaged one begins anew")
  func replacing() throws {
    try withdraw([3])
    let other = try ModelFixture(count: 90, seed: 5)
    try other.store(at: place.model, replacing: true)
    #expect(try ledger().entries.map(\.kind) == [.fit, .withdrawal, .fit])
    #expect(try ledger().entries[2].before == ledger().entries[1].after)
    try expectPassed()
    try place.write(Data("broken".utf8), to: "ledger")
    try other.store(at: place.model, replacing: true)
    #expect(try ledger().entries.map(\.kind) == [.fit])
    try place.write(Data(), to: "manifest")
    try other.store(at: place.model, replacing: true)
    #expect(try ledger().entries.map(\.kind) == [.fit])
    try expectPassed()
  }

  @Test("What a crash left beyond the end is ignored, and cut at the next update")
  func leftovers() throws {
    try withdraw([3])
    let clean = try place.files()
    let bytes = try #require(clean["ledger"])
    try place.write(bytes + bytes, to: "ledger")
    #expect(try ledger().entries.count == 2)
    try expectPassed()
    _ = try StoredModel.open(at: place.model, .updating)
    #expect(try place.files() == clean)
  }

  @Test("Another model's ledger, or an older one, is not taken for the model's")
  func foreignLedgers() throws {
    let old = try #require(try place.files()["ledger"])
    try withdraw([3])
    let new = try place.files()
    try fixture.store(at: "\(place.path)/other")
    let foreign = try #require(try Workplace.files(in: "\(place.path)/other")["ledger"])
    for bytes in [old, foreign, Data()] {
      try place.write(bytes, to: "ledger")
      #expect(throws: StoreError.self) { try ledger() }
      #expect(throws: StoreError.self) { try StoredModel.open(at: place.model, .updating) }
      #expect(try StoredModel.open(at: place.model, .reading).audit().map(\.isPassed) == [false])
    }
    // An older manifest with its own, longer ledger still reads as what it was.
    try place.write(try #require(new["ledger"]), to: "ledger")
    try expectPassed()
  }

  @Test("The short check of the chain finds every flipped byte and every cut, as reading the whole does")
  func shortCheck() throws {
    var stored = try StoredModel.open(at: place.model, .updating)
    try stored.withdraw([3, 60].map { ModelFixture.id($0) }, signer: SigningKey())
    try stored.withdraw([ModelFixture.id(7)])
    let evidence = try #require(stored.manifest.evidence)
    let sound = try #require(try place.files()["ledger"])
    #expect(throws: Never.self) { try Ledger.checkChain(of: sound, evidence) }
    let step = TestLevel.count(quick: 11, standard: 1, long: 1)
    for position in stride(from: 0, to: sound.count, by: step) {
      for mask in [0x01, 0x80, 0xff] as [UInt8] {
        var flipped = sound
        flipped[position] ^= mask
        #expect(throws: Ledger.Failure.self) { try Ledger.checkChain(of: flipped, evidence) }
        #expect(throws: Ledger.Failure.self) { try Ledger(flipped, evidence, nil) }
      }
      #expect(throws: Ledger.Failure.self) { try Ledger.checkChain(of: sound.prefix(position), evidence) }
    }
    #expect(throws: Ledger.Failure.self) { try Ledger.checkChain(of: sound + sound, evidence) }
  }

  @Test("Copies of a value go on with one ledger")
  func copies() throws {
    var stored = try StoredModel.open(at: place.model, .updating)
    var copy = stored
    try stored.withdraw([ModelFixture.id(1)])
    #expect(throws: StoreError.outdated(path: place.model)) { try copy.withdraw([ModelFixture.id(2)]) }
    try stored.withdraw([ModelFixture.id(2)])
    #expect(try stored.ledger()?.entries.count == 3)
  }
}

@Suite("Signatures in the ledger")
struct SignatureTests {
  let place: Workplace
  let fixture: ModelFixture
  let key = SigningKey()

  init() throws {
    place = try Workplace()
    fixture = try ModelFixture()
  }

  @Test("A signed entry shows who entered it")
  func signing() throws {
    try StoredModel.create(at: place.model, fixture.model, .init(), signer: key)
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(stored.publicKey == key.publicKey)
    try stored.withdraw([ModelFixture.id(1)], signer: key)
    try stored.withdraw([ModelFixture.id(2)])
    let entries = try #require(try stored.ledger()).entries
    #expect(entries.map(\.isSignatureValid) == [true, true, false])
    #expect(entries[1].signature?.publicKey == key.publicKey)
    #expect(entries[2].signature == nil)
    #expect(try stored.audit().map(\.isPassed).allSatisfy { $0 })
    var forged = entries[1]
    forged.withdrawal.recordCount += 1
    #expect(!forged.isSignatureValid)
  }

  @Test("A first signature may come later; another key is refused, and changes nothing")
  func otherKey() throws {
    try fixture.store(at: place.model)
    do {
      var stored = try StoredModel.open(at: place.model, .updating)
      #expect(stored.publicKey == nil)
      try stored.withdraw([ModelFixture.id(1)], signer: key)
      let files = try place.files()
      #expect(throws: StoreError.otherSigner(path: place.model)) {
        try stored.withdraw([ModelFixture.id(2)], signer: SigningKey())
      }
      #expect(try place.files() == files)
      #expect(try stored.model.records().count == 239)
    }
    let files = try place.files()
    #expect(throws: StoreError.otherSigner(path: place.model)) {
      try StoredModel.create(at: place.model, fixture.model, .init(), replacing: true, signer: SigningKey())
    }
    #expect(try place.files() == files)
  }

  @Test("A key is its 32 bytes")
  func keys() throws {
    #expect(SigningKey(bytes: key.bytes)?.publicKey == key.publicKey)
    #expect(SigningKey(bytes: []) == nil && SigningKey(bytes: [1]) == nil)
    let signature = key.signature(of: [1, 2])
    #expect(SigningKey.isValid(signature, of: [1, 2], publicKey: key.publicKey))
    #expect(!SigningKey.isValid(signature, of: [1, 3], publicKey: key.publicKey))
    #expect(!SigningKey.isValid(signature, of: [1, 2], publicKey: []))
    #expect(!SigningKey.isValid([], of: [1, 2], publicKey: key.publicKey))
  }
}

@Suite("What an audit finds")
struct AuditTests {
  let place: Workplace
  let fixture: ModelFixture
  let folder: ModelFolder

  init() throws {
    place = try Workplace()
    fixture = try ModelFixture()
    folder = ModelFolder(path: place.model, files: FileSystem())
    try fixture.store(at: place.model)
    var stored = try StoredModel.open(at: place.model, .updating)
    try stored.withdraw([ModelFixture.id(1)], signer: SigningKey())
  }

  private var failures: [String] {
    get throws {
      try StoredModel.open(at: place.model, .reading).audit().filter { !$0.isPassed }.map(\.name)
    }
  }

  private func forge(_ change: (inout Manifest) throws -> Void) throws {
    var manifest = try folder.manifest()
    try change(&manifest)
    try place.write(Data(manifest.encoded), to: "manifest")
  }

  /// Writes a ledger of other entries, chained and named as a forger would.
  private func forgeEntries(_ change: (inout [LedgerEntry]) -> Void) throws {
    try forge { manifest in
      var entries = try #require(try folder.ledger(manifest)).entries
      change(&entries)
      var bytes = Ledger.header
      var end = LedgerEnd()
      for index in entries.indices {
        entries[index].previous = end.head
        bytes += entries[index].encoded
        end = LedgerEnd(length: bytes.count, entryCount: index + 1, head: entries[index].hash)
      }
      manifest.evidence?.ledger = end
      try place.write(Data(bytes), to: "ledger")
    }
  }

  @Test("A model that agrees passes")
  func sound() throws {
    #expect(try failures.isEmpty)
    try forgeEntries { _ in }
    #expect(try failures.isEmpty)
  }

  @Test("Another commitment is found")
  func commitment() throws {
    try forge { $0.evidence?.commitment = RecordCommitment() }
    #expect(try failures == ["commitment"])
  }

  @Test("A changed time breaks the signature")
  func signature() throws {
    try forgeEntries { $0[1].time -= 1 }
    #expect(try failures == ["signatures"])
  }

  @Test("A signature by another key is found")
  func otherKey() throws {
    try forgeEntries { $0[1].sign(with: SigningKey()) }
    #expect(try failures == ["signatures"])
  }

  @Test("Counts that do not add up are found")
  func counts() throws {
    for change in [
      { $0.withdrawal.recordCount += 1 }, { $0.withdrawal.requestedCount += 1 }, { $0.tokens = [] },
      { $0.before?.recordCount -= 1 }, { $0.kind = .export },
    ] as [(inout LedgerEntry) -> Void] {
      let files = try place.files()
      try forgeEntries { entries in
        change(&entries[1])
        entries[1].signature = nil
      }
      #expect(try failures == ["history"])
      for (name, bytes) in files { try place.write(bytes, to: name) }
    }
  }

  @Test("A last entry that tells of another model is found")
  func digest() throws {
    try forgeEntries { entries in
      entries[1].after?.digest[0] ^= 1
      entries[1].signature = nil
    }
    #expect(try failures == ["digest"])
  }

  @Test("Somebody who was withdrawn and is there is found")
  func absence() throws {
    let token = try #require(try folder.manifest().evidence).token(of: ModelFixture.id(2))
    try forgeEntries { entries in
      entries[1].tokens = [token]
      entries[1].signature = nil
    }
    #expect(try failures == ["absence"])
  }
}
