import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("Forgetting")
struct ForgettingTests {
  /// Open files of the model by their names: what is read through them is what became of the old bytes.
  private func handles(_ place: Workplace) throws -> [String: FileHandle] {
    var handles: [String: FileHandle] = [:]
    for name in try place.files().keys {
      handles[name] = try FileHandle(forReadingFrom: URL(filePath: "\(place.model)/\(name)"))
    }
    return handles
  }

  private func bytes(_ handle: FileHandle?) throws -> Data {
    let handle = try #require(handle)
    try handle.seek(toOffset: 0)
    return try handle.readToEnd() ?? Data()
  }

  /// The bytes of everything that a withdrawn participant's records are in the files.
  private func traces(_ fixture: ModelFixture, _ id: RecordID, _ place: Workplace) throws -> [Data] {
    var traces = [Data(id.bytes)]
    for row in fixture.data.rows(of: id) {
      for position in row * fixture.data.dimension..<(row + 1) * fixture.data.dimension {
        var encoder = CanonicalEncoder()
        switch fixture.data.coordinates {
        case .float(let values): encoder.append(values[position].bitPattern)
        case .double(let values): encoder.append(values[position].bitPattern)
        }
        traces.append(Data(encoder.bytes))
      }
      if let weights = fixture.data.weights {
        var encoder = CanonicalEncoder()
        encoder.append(weights[row])
        traces.append(Data(encoder.bytes))
      }
    }
    let folder = place.folder
    for part in try folder.records(folder.manifest()).parts {
      let (ids, salts) = (try part.segment.ids(), try #require(try part.segment.salts()))
      for row in 0..<part.segment.rowCount where ids[row].elementsEqual(id.bytes) {
        traces.append(Data(Array(salts[row..<row + 1])))
      }
    }
    return traces
  }

  @Test(
    "After each withdrawal, no byte of the folder is the withdrawn's, nor of the files that are gone",
    arguments: ModelFixture.variants, [false, true])
  func search(variant: ModelFixture.Variant, isEncrypted: Bool) throws {
    let isWeighted = variant.isWeighted
    let fixture = try ModelFixture(
      precision: variant.precision, perParticipant: 2, isWeighted: isWeighted)
    let place = try Workplace(isEncrypted: isEncrypted)
    try place.store(fixture)
    var gone: [Data] = []
    for number in [5, 6, 40, 77, 119] {
      let traces = try traces(fixture, ModelFixture.id(number), place)
      #expect(traces.count == 1 + 2 * (fixture.data.dimension + (isWeighted ? 1 : 0)) + 2)
      let before = try place.contents().values
      #expect(traces.allSatisfy { trace in before.contains { $0.range(of: trace) != nil } })
      let handles = try handles(place)
      do {
        var stored = try place.open(.updating)
        try stored.withdraw([ModelFixture.id(number)])
      }
      gone += traces
      let after =
        try Array(Workplace.files(in: place.path).values) + Array(place.contents().values)
        + handles.values.map { try bytes($0) }
      #expect(!gone.contains { trace in after.contains { $0.range(of: trace) != nil } })
    }
  }

  @Test("What is replaced becomes zeros: segments and the manifest", arguments: [false, true])
  func zeros(isEncrypted: Bool) throws {
    let place = try Workplace(isEncrypted: isEncrypted)
    try place.store(ModelFixture())
    let before = try place.files()
    let handles = try handles(place)
    var stored = try place.open(.updating)
    try stored.withdraw([ModelFixture.id(70)])
    for name in ["manifest", "segments/1-1.records"] {
      let old = try #require(before[name])
      #expect(try bytes(handles[name]) == Data(count: old.count))
    }
    for name in ["segments/1-0.records", "segments/1-2.records"] {
      #expect(try bytes(handles[name]) == before[name])
    }
    #expect(try Set(place.files().keys).isDisjoint(with: [".manifest.old", ".manifest.new"]))
  }

  @Test("A replaced model becomes zeros", arguments: [false, true])
  func replacement(isEncrypted: Bool) throws {
    let place = try Workplace(isEncrypted: isEncrypted)
    try place.store(ModelFixture())
    let handles = try handles(place)
    try place.store(ModelFixture(count: 90, seed: 5), replacing: true)
    for (name, handle) in handles where !Manifest.isLedgerName(name) {
      let bytes = try bytes(handle)
      #expect(bytes.allSatisfy { $0 == 0 }, "\(name)")
    }
  }

  @Test("A file that has another name is not overwritten")
  func hardLinks() throws {
    let place = try Workplace()
    try ModelFixture().store(at: place.model)
    let name = "segments/1-0.records"
    let before = try place.files()[name]
    let copy = "\(place.path)/backup"
    try FileManager.default.linkItem(atPath: "\(place.model)/\(name)", toPath: copy)
    var stored = try StoredModel.open(at: place.model, .updating)
    try stored.withdraw([ModelFixture.id(3)])
    #expect(try Data(contentsOf: URL(filePath: copy)) == before)
    #expect(try place.files()[name] == nil)
  }

  @Test("A crash between the manifest's second name and its replacement loses nothing")
  func secondName() throws {
    let place = try Workplace()
    let fixture = try ModelFixture()
    try fixture.store(at: place.model)
    let before = try place.files()
    try FileManager.default.linkItem(
      atPath: "\(place.model)/manifest", toPath: "\(place.model)/.manifest.old")
    #expect(try StoredModel.open(at: place.model, .reading).model == fixture.model)
    #expect(try StoredModel.open(at: place.model, .updating).model == fixture.model)
    #expect(try place.files() == before)
  }

  @Test("An older manifest that a crash left becomes zeros at the next update")
  func oldManifest() throws {
    let place = try Workplace()
    try ModelFixture().store(at: place.model)
    let old = try #require(try place.files()["manifest"])
    try place.write(old, to: ".manifest.old")
    let handle = try #require(try handles(place)[".manifest.old"])
    _ = try StoredModel.open(at: place.model, .updating)
    #expect(try bytes(handle) == Data(count: old.count))
    #expect(try place.files()[".manifest.old"] == nil)
  }

  @Test("A model that outlives its store keeps others from overwriting its records")
  func lifetime() throws {
    let place = try Workplace()
    let fixture = try ModelFixture()
    try fixture.store(at: place.model)
    do {
      let model = try StoredModel.open(at: place.model, .reading).model
      #expect(throws: StoreError.inUse(path: place.model)) {
        try StoredModel.open(at: place.model, .updating)
      }
      #expect(try model.records().isIdentical(to: fixture.data))
    }
    _ = try StoredModel.open(at: place.model, .updating)
  }
}

@Suite("Destroying a model")
struct DestructionTests {
  let place: Workplace
  let fixture: ModelFixture

  init() throws {
    place = try Workplace()
    fixture = try ModelFixture()
    try fixture.store(at: place.model)
  }

  @Test(
    "All its files become zeros, and go; of encrypted ones too, without the key", arguments: [false, true],
    [false, true])
  func destroy(isDamaged: Bool, isEncrypted: Bool) throws {
    let place = try Workplace(isEncrypted: isEncrypted)
    try place.store(fixture)
    if isDamaged { try place.write(Data("unlearnM".utf8), to: "manifest") }
    let handles = try place.files().keys.map {
      try FileHandle(forReadingFrom: URL(filePath: "\(place.model)/\($0)"))
    }
    let result = try StoredModel.destroy(at: place.model)
    #expect(!result.hasOtherFiles)
    #expect((result.entry == nil) == (isDamaged || isEncrypted))
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
    for handle in handles {
      let bytes = try handle.readToEnd() ?? Data()
      #expect(bytes.allSatisfy { $0 == 0 })
    }
  }

  @Test("The last entry goes on from the ledger, signed if wanted")
  func lastEntry() throws {
    let key = SigningKey()
    let last = try #require(try StoredModel.open(at: place.model, .reading).ledger()?.entries.last)
    let entry = try #require(try StoredModel.destroy(at: place.model, signer: key).entry)
    #expect(entry.kind == .destruction && entry.number == 1)
    #expect(entry.previous == last.hash && entry.before == last.after)
    #expect(entry.after == nil && entry.isSignatureValid)
  }

  @Test("Other files stay, and so does their folder")
  func otherFiles() throws {
    try place.write(Data("mine".utf8), to: "notes.txt")
    #expect(try StoredModel.destroy(at: place.model).hasOtherFiles)
    #expect(try place.files() == ["notes.txt": Data("mine".utf8)])
  }

  @Test("What is no model, or in use, or signed by another, is left alone")
  func refusals() throws {
    #expect(throws: StoreError.noModel(path: place.path)) { try StoredModel.destroy(at: place.path) }
    let before = try place.files()
    do {
      let stored = try StoredModel.open(at: place.model, .reading)
      #expect(throws: StoreError.inUse(path: place.model)) { try StoredModel.destroy(at: place.model) }
      withExtendedLifetime(stored) {}
    }
    #expect(try place.files() == before)
    do {
      var stored = try StoredModel.open(at: place.model, .updating)
      try stored.withdraw([ModelFixture.id(1)], signer: SigningKey())
    }
    let signed = try place.files()
    #expect(throws: StoreError.otherSigner(path: place.model)) {
      try StoredModel.destroy(at: place.model, signer: SigningKey())
    }
    #expect(try place.files() == signed)
  }

  @Test("Whatever call fails, a second attempt ends it")
  func faults() throws {
    var first = 1
    while try !isDestroyed(failingFrom: first) { first += 1 }
    #expect(first > 20)
  }

  /// Destroys a model with all calls failing from one on, and then once more.
  ///
  /// - Returns: Whether the first attempt came to its end.
  private func isDestroyed(failingFrom first: Int) throws -> Bool {
    let place = try Workplace()
    try fixture.store(at: place.model)
    let faults = Faults(at: first, isLasting: true)
    let result = Result { try StoredModel.destroy(at: place.model, signer: nil, files: faults.files) }
    if case .success = result { return true }
    // As long as the manifest is whole, so is the model.
    if let stored = try? StoredModel.open(at: place.model, .reading) {
      #expect(try stored.records().isIdentical(to: fixture.data))
    }
    _ = try? StoredModel.destroy(at: place.model)
    // Where the names of the store were gone, so that it is no model any more, an empty folder may be left.
    let left = (try? place.files()) ?? [:]
    let isNothing = left.values.allSatisfy { $0.isEmpty }
    #expect(isNothing, "call \(first)")
    return false
  }
}
