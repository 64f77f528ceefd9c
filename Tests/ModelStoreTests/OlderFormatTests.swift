import Crypto
import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

/// Files that earlier versions wrote. They stay as they are for good.
@Suite("Files of earlier formats")
struct OlderFormatTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// A copy of a golden folder, which the tool of its time made of Golden/records.csv:
  ///
  ///     unlearn fit records.csv --id participant --features height 'm*' --clusters 2 --iterations 2 \
  ///       --seed 7 --output version-1
  ///     printf 'withdrawn\n' | unlearn withdraw version-1 -
  private func golden(_ name: String, testFile: String = #filePath) throws -> ModelFolder {
    let folder = URL(filePath: testFile).deletingLastPathComponent().appending(path: "Golden/\(name)")
    try FileManager.default.copyItem(atPath: folder.path, toPath: place.model)
    return ModelFolder(path: place.model, files: FileSystem())
  }

  @Test("A folder of version 1 opens, with all its records")
  func version1() throws {
    let folder = try golden("version-1")
    let manifest = try folder.manifest()
    #expect(manifest.generation == 2)
    #expect(manifest.metadata == ModelMetadata(idColumn: "participant", features: ["height", "m*"]))
    #expect(!manifest.isWeighted)
    #expect(manifest.segments.map(\.version) == [1])
    let records = try folder.records(manifest)
    #expect(records.participantCount == 4)
    let data = try records.load()
    #expect(data.featureNames == ["height", "mass"])
    let ids: [RecordID] = ["p1", "p1", "p1", "a participant with a long name", "12345678901", "p2", "p2"]
    #expect(Array(data.ids) == ids)
    let rows = [[1.5, 0.1], [1.5, 0.1], [-2.25, 3], [7.5, 8], [7.25, 0], [0.125, 0.3], [8, 7.75]]
    #expect((0..<data.count).map { data.vector(ofRow: $0) } == rows)
    #expect(data.weights == nil)
  }

  @Test("What is written of a manifest of version 1 is version 3, and says the same")
  func manifest1() throws {
    let manifest = try golden("version-1").manifest()
    #expect(try Manifest(manifest.encoded) == manifest)
    #expect(try Manifest(manifest.encodedAsVersion1) == manifest)
    #expect(Data(manifest.encodedAsVersion1) == (try place.files()["manifest"]))
  }

  /// As version 1, by the tool of its time, of Golden/weighted.csv:
  ///
  ///     unlearn fit weighted.csv --id participant --weight visits --features height 'm*' --clusters 2 \
  ///       --iterations 2 --seed 7 --output version-2
  ///     printf 'withdrawn\n' | unlearn withdraw version-2 -
  @Test("A folder of version 2 opens, with all its records and weights")
  func version2() throws {
    let folder = try golden("version-2")
    let manifest = try folder.manifest()
    #expect(manifest.generation == 2)
    #expect(
      manifest.metadata
        == ModelMetadata(idColumn: "participant", weightColumn: "visits", features: ["height", "m*"]))
    #expect(manifest.isWeighted && manifest.evidence == nil)
    #expect(manifest.segments.map(\.version) == [2])
    let data = try folder.records(manifest).load()
    let ids: [RecordID] = ["p1", "p1", "p1", "a participant with a long name", "12345678901", "p2", "p2"]
    #expect(Array(data.ids) == ids)
    let rows = [[1.5, 0.1], [1.5, 0.1], [-2.25, 3], [7.5, 8], [7.25, 0], [0.125, 0.3], [8, 7.75]]
    #expect((0..<data.count).map { data.vector(ofRow: $0) } == rows)
    #expect(data.weights == [1, 4, 1, 65_537, 2, 1, 1])
    let stored = try StoredModel.open(at: place.model, .reading)
    #expect(
      stored.model.digest.description
        == "332b7410e1e0ce603fef4f073c2e13be9c392fea4c98461f514501e274ef0d43")
    #expect(try stored.ledger() == nil)
    #expect(try stored.standing(of: "p1") == nil)
    #expect(try Manifest(manifest.encoded) == manifest)
  }

  /// As version 2, by the tool of its time, with `--method divide-and-conquer --leaves 2`. The state is in its
  /// encoding of version 2, which knew no preparation, and whose trees had another digest.
  @Test("A folder of version 3 with a state of version 2 opens, and goes on")
  func version3() throws {
    let folder = try golden("version-3")
    let manifest = try folder.manifest()
    #expect(manifest.encodedModel.prefix(4) == [2, 0, 0, 0])
    #expect(manifest.segments.map(\.version) == [3])
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(stored.model.settings.method == .divideAndConquer && stored.model.settings.preparation == [])
    let refit = try stored.model.settings.fit(stored.records(), threads: 1)
    #expect(refit.digest == stored.model.digest && refit.core == stored.model.core)
    let entries = try #require(try stored.ledger()).entries
    #expect(entries.map(\.kind) == [.fit, .withdrawal])
    #expect(try stored.audit().allSatisfy(\.isPassed))
    _ = try stored.enterExport([], signer: nil)
    #expect(try stored.audit().allSatisfy(\.isPassed))
    try stored.withdraw(["12345678901"])
    #expect(try stored.audit().allSatisfy(\.isPassed))
    #expect(try stored.ledger()?.entries.last?.after?.digest == stored.model.digest.bytes)
    #expect(try folder.manifest().encodedModel.prefix(4) == [5, 0, 0, 0])
  }

  /// As version 2, by the tool of its time, with `--method` and either method.
  @Test(
    "A folder with a state of version 3 opens, and goes on", arguments: ["quantized", "divide-and-conquer"])
  func state3(method: String) throws {
    let folder = try golden("state-3-\(method)")
    #expect(try folder.manifest().encodedModel.prefix(4) == [3, 0, 0, 0])
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(stored.model.settings.seedingSample == ModelSettings.everyRecord)
    let refit = try stored.model.settings.fit(stored.records(), threads: 1)
    #expect(refit.digest == stored.model.digest && refit.core == stored.model.core)
    let noted = try #require(try stored.ledger()?.entries.last?.after?.digest)
    #expect(noted == stored.model.core.digest(version: 3).bytes && noted != stored.model.digest.bytes)
    #expect(try stored.audit().allSatisfy(\.isPassed))
    try stored.withdraw(["12345678901"])
    #expect(try stored.audit().allSatisfy(\.isPassed))
    #expect(try stored.ledger()?.entries.last?.after?.digest == stored.model.digest.bytes)
    #expect(try folder.manifest().encodedModel.prefix(4) == [5, 0, 0, 0])
  }

  /// As version 2, by the tool of its time, with `--seeding-sample 1`, and `--seed 1` or `--method divide-and-conquer
  /// --leaves 1 --seed 7`.
  @Test(
    "A folder with a state of version 4 opens, and goes on", arguments: ["quantized", "divide-and-conquer"])
  func state4(method: String) throws {
    let folder = try golden("state-4-\(method)")
    #expect(try folder.manifest().encodedModel.prefix(4) == [4, 0, 0, 0])
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(stored.model.settings.seedingSample == 1)
    let refit = try stored.model.settings.fit(stored.records(), threads: 1)
    #expect(refit.digest == stored.model.digest && refit.core == stored.model.core)
    let noted = try #require(try stored.ledger()?.entries.last?.after?.digest)
    #expect(noted == stored.model.core.digest(version: 4).bytes && noted != stored.model.digest.bytes)
    #expect(try stored.audit().allSatisfy(\.isPassed))
    try stored.withdraw(["12345678901"])
    #expect(try stored.audit().allSatisfy(\.isPassed))
    #expect(try folder.manifest().encodedModel.prefix(4) == [5, 0, 0, 0])
  }

  /// The same with `--clusters 4 --seed 1`: the sample of each model has fewer distinct points, and the records have not.
  @Test(
    "A state of version 4 whose seeding ended with its sample is refused",
    arguments: ["quantized", "divide-and-conquer"])
  func endedSeeding(method: String) throws {
    let folder = try golden("state-4-ended-\(method)")
    #expect(try folder.manifest().encodedModel.prefix(4) == [4, 0, 0, 0])
    let before = try place.files()
    #expect(throws: StoreError.endedSeeding(path: place.model)) {
      try StoredModel.open(at: place.model, .updating)
    }
    #expect(try place.files() == before)
  }

  /// As version 2, under the key of the bytes 0 to 31:
  ///
  ///     unlearn fit weighted.csv --id participant --weight visits --features height 'm*' --clusters 2 \
  ///       --iterations 2 --seed 7 --encrypt-with FILE --output encrypted-1
  ///     printf 'withdrawn\n' | unlearn withdraw encrypted-1 - --key FILE
  @Test("A folder in envelopes of version 1 opens with its key, and goes on")
  func encrypted1() throws {
    _ = try golden("encrypted-1")
    let key = ModelKey(bytes: Array(0..<32))
    do {
      var stored = try StoredModel.open(at: place.model, access: .updating, key: key, threads: 1)
      let data = try stored.records()
      let ids: [RecordID] = ["p1", "p1", "p1", "a participant with a long name", "12345678901", "p2", "p2"]
      #expect(Array(data.ids) == ids)
      #expect(data.weights == [1, 4, 1, 65_537, 2, 1, 1])
      #expect(data.vector(ofRow: 3) == [7.5, 8])
      #expect(stored.metadata.weightColumn == "visits")
      #expect(try stored.ledger()?.entries.map(\.kind) == [.fit, .withdrawal])
      #expect(try stored.standing(of: "withdrawn")?.withdrawal?.number == 1)
      try stored.withdraw(["p2"])
      try stored.rekey(nil)
    }
    let clear = try StoredModel.open(at: place.model, .reading)
    #expect(try clear.records().count == 5)
    #expect(try clear.model.settings.fit(clear.records(), threads: 1).digest == clear.model.digest)
  }

  @Test("Models of earlier versions get a ledger with their next withdrawal", arguments: [1, 2])
  func upgrade(version: Int) throws {
    let folder = try golden("version-\(version)")
    let before = try place.files()
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(try place.files() == before)
    #expect(try stored.withdraw(["nobody"]).recordCount == 0)
    #expect(try place.files() == before)
    try stored.withdraw(["12345678901"])
    let manifest = try folder.manifest()
    #expect(manifest.segments.map(\.version) == [3])
    let entries = try #require(try stored.ledger()).entries
    #expect(entries.map(\.kind) == [.withdrawal])
    #expect(entries[0].before == nil && entries[0].after?.recordCount == 6)
    #expect(entries[0].after?.digest == stored.model.digest.bytes)
    #expect(try stored.audit().allSatisfy(\.isPassed))
    let refit = try stored.model.settings.fit(stored.records(), threads: 1)
    #expect(refit.digest == stored.model.digest)
  }

  /// Makes a folder what version 1 would have written.
  private func makeVersion1(_ folder: ModelFolder) throws {
    var manifest = try folder.manifest()
    manifest.metadata.weightColumn = nil
    manifest.isWeighted = false
    manifest.evidence = nil
    let parts = try folder.records(folder.manifest()).parts
    for (index, part) in parts.enumerated() {
      let ids = Data(try part.segment.ids().bytes)
      let coordinates = try part.segment.coordinates()[0..<part.segment.rowCount]
      manifest.segments[index].version = 1
      manifest.segments[index].coordinateDigest = Array(SHA256.hash(data: coordinates))
      let entry = manifest.segments[index]
      try place.write(
        Data(manifest.layout.header(entry)) + ids + coordinates, to: "segments/\(entry.fileName)")
    }
    try place.write(Data(manifest.encodedAsVersion1), to: "manifest")
    try FileManager.default.removeItem(atPath: "\(place.model)/ledger")
  }

  @Test("A withdrawal rewrites all segments of version 1, so that every record has a salt")
  func manySegments() throws {
    let fixture = try ModelFixture()
    try StoredModel.create(
      at: place.model, fixture.model, .init(), replacing: false, files: FileSystem(), rowsPerSegment: 64)
    let folder = ModelFolder(path: place.model, files: FileSystem())
    try makeVersion1(folder)
    let before = try place.files()
    let gone = [ModelFixture.id(3), ModelFixture.id(70)]
    do {
      var stored = try StoredModel.open(at: place.model, .updating)
      #expect(try stored.records().isIdentical(to: fixture.data))
      #expect(try place.files() == before)
      try stored.withdraw(gone)
    }
    #expect(try folder.manifest().segments.map(\.version) == [3, 3, 3, 3])
    let stored = try StoredModel.open(at: place.model, .reading)
    #expect(try stored.model == fixture.refit(without: gone))
    #expect(try stored.records().isIdentical(to: fixture.data.without(gone)))
    #expect(try stored.audit().allSatisfy(\.isPassed))
  }
}

extension Manifest {
  /// The bytes that version 1 wrote of a manifest.
  fileprivate var encodedAsVersion1: [UInt8] {
    var encoder = CanonicalEncoder()
    for byte in Self.magic { encoder.append(byte) }
    encoder.append(UInt32(1))
    encoder.append(generation)
    encoder.append(UInt8(metadata.idColumn == nil ? 0 : 1))
    encoder.append(metadata.idColumn ?? "")
    for texts in [metadata.features, featureNames] {
      encoder.append(UInt64(texts.count))
      for text in texts { encoder.append(text) }
    }
    encoder.append(element.rawValue)
    encoder.append(UInt64(participantCount))
    encoder.append(UInt64(segments.count))
    for segment in segments {
      encoder.append(segment.generation)
      encoder.append(segment.number)
      encoder.append(UInt64(segment.rowCount))
      encoder.append(UInt64(segment.idBytes))
      for byte in segment.idDigest + segment.coordinateDigest { encoder.append(byte) }
    }
    encoder.append(all: encodedModel)
    return encoder.bytes + Array(SHA256.hash(data: encoder.bytes))
  }
}
