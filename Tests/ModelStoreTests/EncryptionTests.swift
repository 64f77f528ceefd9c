import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("Models under a key")
struct EncryptionTests {
  let place: Workplace
  let fixture: ModelFixture

  init() throws {
    place = try Workplace(isEncrypted: true)
    fixture = try ModelFixture(perParticipant: 2, isWeighted: true)
    try place.store(fixture)
  }

  private func open(
    _ access: StoredModel.Access, _ key: ModelKey?, at path: String? = nil
  ) throws(StoreError) -> StoredModel {
    try StoredModel.open(at: path ?? place.model, access: access, key: key, threads: 1)
  }

  // MARK: - Secrecy

  /// All runs of eight bytes.
  private func windows(_ bytes: Data) -> Set<UInt64> {
    var windows = Set<UInt64>()
    var window: UInt64 = 0
    for (place, byte) in bytes.enumerated() {
      window = window << 8 | UInt64(byte)
      if place >= 7 { windows.insert(window) }
    }
    return windows
  }

  /// That no eight bytes of what the files hold are anywhere in the files, but for the headers; and that these hold
  /// no id and no name.
  private func expectSecrecy() throws {
    let known = try place.contents().values.reduce(into: Set<UInt64>()) { $0.formUnion(windows($1)) }
    #expect(known.count > 10_000)
    let names =
      fixture.data.featureNames + ["participant", "times seen", "feature *", "unlearnM", "unlearnL"]
    for (name, file) in try place.files() {
      for envelope in try Envelopes.list(file) {
        #expect(windows(envelope.dropFirst(EnvelopeHeader.bytes)).isDisjoint(with: known), "\(name)")
      }
      #expect(!names.contains { file.range(of: Data($0.utf8)) != nil }, "\(name)")
    }
  }

  @Test(
    "No byte of the folder tells of the content, after a fit, withdrawals, an export and a change of the key")
  func secrecy() throws {
    try expectSecrecy()
    for numbers in [[3], [60, 61, 7], [119]] {
      var stored = try place.open(.updating)
      try stored.withdraw(numbers.map { ModelFixture.id($0) })
      try expectSecrecy()
    }
    var stored = try place.open(.updating)
    #expect(try stored.enterExport([]))
    try stored.rekey(place.key)
    try expectSecrecy()
  }

  @Test("The headers tell the model's name, generations, numbers and lengths, and are all that is in clear")
  func headers() throws {
    let identity = try #require(try place.open(.reading).identity)
    for (name, file) in try place.files() {
      let headers = try Envelopes.list(file).map { try EnvelopeHeader($0) }
      #expect(headers.allSatisfy { $0.identity == identity && $0.epoch == 1 })
      let contents = headers.map(\.place.content)
      switch name {
      case "manifest": #expect(contents == [.manifest])
      case "ledger-1": #expect(contents == [.ledger])
      case "lock": #expect(contents.isEmpty)
      default: #expect(contents == [.ids, .coordinates] && name.hasPrefix("segments/1-"))
      }
    }
  }

  // MARK: - The same model

  @Test("Digest, commitment and ledger are those of the model in clear", arguments: ClusteringMethod.allCases)
  func equality(method: ClusteringMethod) throws {
    let fixture = try ModelFixture(method: method)
    let clear = try Workplace()
    try clear.store(fixture)
    let path = "\(place.path)/copy"
    try FileManager.default.copyItem(atPath: clear.model, toPath: path)
    do {
      var stored = try open(.updating, nil, at: path)
      try stored.rekey(place.key)
    }
    for numbers in [[3], [200, 201], [17, 4, 100]] {
      let ids = numbers.map { ModelFixture.id($0) }
      var stored = try open(.updating, place.key, at: path)
      var plain = try clear.open(.updating)
      let outcome = try plain.withdraw(ids)
      #expect(try stored.withdraw(ids).isCertified == outcome.isCertified)
      #expect(stored.model == plain.model && stored.model.digest == plain.model.digest)
      #expect(stored.manifest.evidence?.commitment == plain.manifest.evidence?.commitment)
      #expect(try stored.records().isIdentical(to: plain.records()))
      let entries = try (stored.ledger()?.entries.last, plain.ledger()?.entries.last)
      #expect(entries.0?.after == entries.1?.after && entries.0?.tokens == entries.1?.tokens)
      #expect(try stored.audit().allSatisfy(\.isPassed))
    }
  }

  // MARK: - Keys

  @Test("Without its key, or with another, a model does not open, and nothing is changed")
  func wrongKeys() throws {
    let before = try place.files()
    for access in [StoredModel.Access.reading, .updating] {
      #expect(throws: StoreError.needsKey(path: place.model)) { try open(access, nil) }
      #expect(throws: StoreError.wrongKey(path: place.model)) { try open(access, Workplace.otherKey) }
    }
    for (key, error) in [
      (nil, StoreError.needsKey(path: place.model)), (Workplace.otherKey, .wrongKey(path: place.model)),
    ] {
      #expect(throws: error) {
        try StoredModel.create(at: place.model, fixture.model, .init(), replacing: true, key: key)
      }
      #expect(throws: error) {
        try StoredModel.checkCanCreate(at: place.model, replacing: true, key: key)
      }
    }
    #expect(throws: StoreError.wrongKey(path: place.model)) {
      try StoredModel.destroy(at: place.model, key: Workplace.otherKey)
    }
    #expect(try place.files() == before)
    #expect(try StoredModel.isEncrypted(at: place.model))
  }

  @Test("A key for a model in clear is refused")
  func needlessKey() throws {
    let clear = try Workplace()
    try clear.store(fixture)
    let before = try clear.files()
    let error = StoreError.notEncrypted(path: clear.model)
    #expect(throws: error) { try open(.updating, place.key, at: clear.model) }
    #expect(throws: error) { try StoredModel.destroy(at: clear.model, key: place.key) }
    #expect(throws: error) {
      try StoredModel.create(at: clear.model, fixture.model, .init(), replacing: true, key: place.key)
    }
    #expect(try clear.files() == before)
    #expect(try !StoredModel.isEncrypted(at: clear.model))
    #expect(try !StoredModel.isEncrypted(at: clear.path))
  }

  @Test(
    "A model that replaces an encrypted one is under its key, or another if wanted, and the ledger goes on")
  func replacing() throws {
    try place.store(fixture, replacing: true)
    #expect(try place.open(.reading).ledger()?.entries.map(\.kind) == [.fit, .fit])
    try StoredModel.create(
      at: place.model, fixture.model, fixture.metadata, replacing: true, key: place.key,
      encryptingWith: Workplace.otherKey)
    let stored = try open(.updating, Workplace.otherKey)
    #expect(try stored.ledger()?.entries.map(\.kind) == [.fit, .fit, .fit])
    #expect(try stored.audit().allSatisfy(\.isPassed))
    #expect(try place.files().keys.filter { Manifest.isLedgerName($0) }.count == 1)
  }

  @Test("A damaged model that is replaced stays encrypted")
  func replacingDamaged() throws {
    let manifest = try #require(try place.files()["manifest"])
    try place.write(manifest.dropLast(), to: "manifest")
    try place.store(fixture, replacing: true)
    #expect(try place.open(.updating).ledger()?.entries.map(\.kind) == [.fit])
    #expect(try place.files().keys.filter { Manifest.isLedgerName($0) }.count == 1)
  }

  // MARK: - Changing the key

  @Test("Under a key, another, the same again, and none: one model, and the old files are zeros")
  func rekeying() throws {
    let clear = try Workplace()
    try clear.store(fixture)
    var old: ModelKey?
    for (step, new) in [place.key, Workplace.otherKey, Workplace.otherKey, nil, place.key].enumerated() {
      let handles = try clear.files().keys.map {
        try FileHandle(forReadingFrom: URL(filePath: "\(clear.model)/\($0)"))
      }
      do {
        var stored = try open(.updating, old, at: clear.model)
        let commitment = stored.manifest.evidence?.commitment
        try stored.rekey(new)
        #expect(stored.isEncrypted == (new != nil))
        #expect(stored.manifest.evidence?.commitment == commitment)
        // The value goes on working.
        try stored.withdraw([ModelFixture.id(step)])
        #expect(try stored.audit().allSatisfy(\.isPassed))
      }
      for handle in handles {
        let bytes = try handle.readToEnd() ?? Data()
        #expect(bytes.allSatisfy { $0 == 0 })
      }
      #expect(throws: StoreError.self) { try open(.reading, new == old ? nil : old, at: clear.model) }
      old = new
    }
    let stored = try open(.reading, old, at: clear.model)
    #expect(try stored.model == fixture.refit(without: (0..<5).map { ModelFixture.id($0) }))
    let kinds = try #require(try stored.ledger()).entries.map(\.kind)
    #expect(kinds == [.fit] + (0..<5).flatMap { _ in [LedgerEntry.Kind.rekeying, .withdrawal] })
  }

  @Test("A model in clear that is to be in clear stays as it is")
  func nothingToDo() throws {
    let clear = try Workplace()
    try clear.store(fixture)
    let before = try clear.files()
    var stored = try clear.open(.updating)
    try stored.rekey(nil)
    #expect(try clear.files() == before)
  }

  // MARK: - Exchanged files

  private func expectDamage(_ file: String, _ location: SourceLocation = #_sourceLocation) throws {
    do throws(StoreError) {
      let stored = try place.open(.updating)
      _ = try stored.records()
      Issue.record("Nothing was noticed in \(file).", sourceLocation: location)
    } catch {
      guard case .damaged(place.model, file, _) = error else { throw error }
    }
  }

  @Test("Files of another model under the same key are refused")
  func otherModel() throws {
    let other = try Workplace(isEncrypted: true)
    try other.store(fixture)
    let sound = try place.files()
    for (name, bytes) in try other.files() where name != "lock" {
      try place.write(bytes, to: name)
      // Another manifest is a whole one, but nothing beside it belongs to it: the ledger is read first.
      try expectDamage(name == "manifest" ? "ledger-1" : name)
      try place.write(try #require(sound[name]), to: name)
    }
  }

  @Test("Files of a copy that went another way, and of other generations, are refused")
  func otherGenerations() throws {
    let copy = "\(place.path)/copy"
    try FileManager.default.copyItem(atPath: place.model, toPath: copy)
    let first = try place.files()
    do {
      var stored = try place.open(.updating)
      try stored.withdraw([ModelFixture.id(3)])
    }
    do {
      var stored = try open(.updating, place.key, at: copy)
      try stored.withdraw([ModelFixture.id(4)])
    }
    let sound = try place.files()
    let branch = try Workplace.files(in: copy)
    // One name, one place, one key: the digests in the manifest tell them apart.
    try place.write(try #require(branch["segments/2-0.records"]), to: "segments/2-0.records")
    try expectDamage("segments/2-0.records")
    try place.write(try #require(first["segments/1-0.records"]), to: "segments/2-0.records")
    try expectDamage("segments/2-0.records")
    try place.write(try #require(sound["segments/2-0.records"]), to: "segments/2-0.records")
    for ledger in [branch["ledger-1"], first["ledger-1"]] {
      try place.write(try #require(ledger), to: "ledger-1")
      try expectDamage("ledger-1")
    }
    try place.write(try #require(sound["ledger-1"]), to: "ledger-1")
    try place.write(try #require(sound["segments/2-0.records"]), to: "manifest")
    try expectDamage("manifest")
    try place.write(try #require(first["manifest"]), to: "manifest")
    try expectDamage("segments/1-0.records")
  }

  @Test("Envelopes exchanged within a file are refused")
  func exchangedEnvelopes() throws {
    var stored = try place.open(.updating)
    try stored.withdraw([ModelFixture.id(3)])
    let ledger = try Envelopes.list(try #require(try place.files()["ledger-1"]))
    #expect(ledger.count == 2)
    #expect(throws: Ledger.Failure.self) {
      try Ledger(
        ledger[1] + ledger[0], try #require(stored.manifest.evidence), stored.manifest.encryption)
    }
    #expect(throws: Never.self) {
      try Ledger(
        ledger[0] + ledger[1], try #require(stored.manifest.evidence), stored.manifest.encryption)
    }
  }
}
