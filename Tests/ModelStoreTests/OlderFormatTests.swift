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

  @Test("What is written of a manifest of version 1 is version 2, and says the same")
  func manifest1() throws {
    let manifest = try golden("version-1").manifest()
    #expect(try Manifest(manifest.encoded) == manifest)
    #expect(try Manifest(manifest.encodedAsVersion1) == manifest)
    #expect(Data(manifest.encodedAsVersion1) == (try place.files()["manifest"]))
  }

  /// Makes a folder what version 1 would have written.
  private func makeVersion1(_ folder: ModelFolder) throws {
    var manifest = try folder.manifest()
    manifest.metadata.weightColumn = nil
    for index in manifest.segments.indices {
      manifest.segments[index].version = 1
      let name = "segments/\(manifest.segments[index].fileName)"
      let header = Data(manifest.layout.header(manifest.segments[index]))
      let file = try #require(try place.files()[name])
      try place.write(header + file.dropFirst(header.count), to: name)
    }
    try place.write(Data(manifest.encodedAsVersion1), to: "manifest")
  }

  @Test("A withdrawal leaves the segments of version 1 that lose nothing, and all stay readable")
  func mixedSegments() throws {
    let fixture = try ModelFixture()
    try fixture.store(at: place.model, ModelMetadata(idColumn: fixture.metadata.idColumn))
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
    #expect(try folder.manifest().segments.map(\.version) == [2, 2, 1, 1])
    let after = try place.files()
    for name in ["segments/1-2.records", "segments/1-3.records"] { #expect(after[name] == before[name]) }
    let stored = try StoredModel.open(at: place.model, .reading)
    #expect(try stored.model == fixture.refit(without: gone))
    #expect(try stored.records().isIdentical(to: fixture.data.without(gone)))
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
