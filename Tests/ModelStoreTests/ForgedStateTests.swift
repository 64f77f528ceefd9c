// A state under right digests that is not that of the records beside it.

import Foundation
import TestSupport
import Testing

@testable import DeletableClustering
@testable import ModelStore

@Suite("Forged states")
struct ForgedStateTests {
  let place: Workplace
  let data: Dataset

  /// Twenty records whose largest coordinates are all above 8 and at most 16: one octave.
  init() throws {
    place = try Workplace()
    data = try Dataset(
      rows: (0..<20).map { [8.5 + 0.3 * Double($0), Double($0 % 5)] },
      ids: (0..<20).map { ModelFixture.id($0) })
  }

  /// The octaves as the state has them: one, its exponent, and how many records are in it.
  private func octaves(count: UInt64) -> Data {
    var encoder = CanonicalEncoder()
    encoder.append(all: [Int32(4)])
    encoder.append(all: [count])
    return Data(encoder.bytes)
  }

  /// Stores a model whose state counts fewer records in the octave than there are.
  private func store(octaveCount: UInt64) throws {
    let model = try QuantizedKMeans.fit(data, .init(clusters: 3), threads: 1)
    try StoredModel.create(at: place.model, model, .init())
    let folder = ModelFolder(path: place.model, files: FileSystem())
    var manifest = try folder.manifest()
    var state = Data(manifest.encodedModel)
    state.replaceSubrange(
      try #require(state.range(of: octaves(count: 20))), with: octaves(count: octaveCount))
    manifest.encodedModel = Array(state)
    try place.write(Data(manifest.encoded), to: "manifest")
  }

  @Test("Whatever bit of the state is turned over under a right digest, a withdrawal is an error or is made")
  func turnedBits() throws {
    let model = try QuantizedKMeans.fit(data, .init(clusters: 3, iterations: 2), threads: 1)
    try StoredModel.create(at: place.model, model, .init())
    let manifest = try ModelFolder(path: place.model, files: FileSystem()).manifest()
    let original = try Data(contentsOf: URL(filePath: place.model + "/manifest"))
    for byte in manifest.encodedModel.indices {
      var forged = manifest
      forged.encodedModel[byte] ^= [0x80, 0x01][byte % 2]
      try place.write(Data(forged.encoded), to: "manifest")
      guard var read = try? StoredModel.open(at: place.model, .reading).model else { continue }
      _ = try? read.delete([ModelFixture.id(3), ModelFixture.id(4)])
    }
    try place.write(original, to: "manifest")
    #expect(try StoredModel.open(at: place.model, .reading).model.digest == model.digest)
  }

  @Test("More records leave an octave than the state counts in it: damage, and nothing is changed")
  func withdrawal() throws {
    try store(octaveCount: 1)
    let before = try place.files()
    var stored = try StoredModel.open(at: place.model, .updating)
    let digest = stored.model.digest
    let error = StoreError.damaged(
      path: place.model, file: "manifest", reason: "its state is not that of the records")
    #expect(throws: error) { try stored.withdraw([ModelFixture.id(3), ModelFixture.id(4)]) }
    #expect(stored.model.digest == digest)
    #expect(try place.files() == before)
    #expect(try stored.records().isIdentical(to: data))
  }

  @Test("Nor is anything changed where the records are in memory by then")
  func inMemory() throws {
    try store(octaveCount: 3)
    var movedCount = 0
    for first in 0..<20 {
      var model = try StoredModel.open(at: place.model, .reading).model
      if try !model.delete([ModelFixture.id(first)]).isCertified { movedCount += 1 }
      let digest = model.digest
      let others = (1...3).map { ModelFixture.id((first + $0) % 20) }
      #expect(throws: DeletionError.self) { try model.delete(others) }
      #expect(model.digest == digest)
      #expect(try model.records().count == 19)
    }
    // Those that moved a centroid had all records read.
    #expect(movedCount > 0)
  }

  /// Octaves of ten records each and the unit, as a state has them.
  private func octavesAndUnit(_ exponents: [Int], unit: LatticeUnit) -> Data {
    var encoder = CanonicalEncoder()
    encoder.append(all: exponents.map { Int32($0) })
    encoder.append(all: exponents.map { _ in UInt64(10) })
    encoder.append(Int32(unit.exponent))
    return Data(encoder.bytes)
  }

  @Test(
    "A unit that is too small for some records traps nowhere, whether lattice points are kept or made",
    arguments: [TilePolicy.kept, .made], [1, 4, 40])
  func smallUnit(policy: TilePolicy, octaves: Int) throws {
    // Ten records are in octave 4, and ten so many octaves below.
    var values: [Float] = []
    for row in 0..<20 {
      let factor = Float(sign: .plus, exponent: row < 10 ? 0 : -octaves, significand: 1)
      values.append(factor * (8.5 + 0.3 * Float(row % 10)))
      values.append(factor * Float(row % 5))
    }
    let single = try Dataset(ids: data.ids, coordinates: .float(values), dimension: 2)
    try TilePolicy.$current.withValue(policy) {
      let model = try QuantizedKMeans.fit(single, .init(clusters: 3), threads: 1)
      try StoredModel.create(at: place.model, model, .init())
      var manifest = try ModelFolder(path: place.model, files: FileSystem()).manifest()
      var state = Data(manifest.encodedModel)
      let unit = model.core.summary.unit
      // The state forgets the upper ten.
      state.replaceSubrange(
        try #require(state.range(of: octavesAndUnit([4 - octaves, 4], unit: unit))),
        with: octavesAndUnit([4 - octaves], unit: LatticeUnit(exponent: unit.exponent - octaves)))
      manifest.encodedModel = Array(state)
      try place.write(Data(manifest.encoded), to: "manifest")
      var readCount = 0
      for first in 10..<20 {
        var forged = try StoredModel.open(at: place.model, .reading).model
        _ = try? forged.delete([ModelFixture.id(first)])
        _ = try forged.labels()
        _ = try? forged.delete((1...5).map { ModelFixture.id(10 + (first + $0) % 10) })
        readCount += forged.core.deferred == nil ? 1 : 0
      }
      #expect(readCount > 0)
    }
  }

  @Test("A generation that leaves nothing to count on to is damage; the highest that may be is gone on from")
  func generations() throws {
    try store(octaveCount: 20)
    var manifest = try place.folder.manifest()
    let error = StoreError.damaged(path: place.model, file: "manifest", reason: "its generation cannot be")
    for generation in [UInt64.max, Manifest.highestGeneration + 1] {
      manifest.generation = generation
      try place.write(Data(manifest.encoded), to: "manifest")
      #expect(throws: error) { try StoredModel.open(at: place.model, .updating) }
    }
    manifest.generation = Manifest.highestGeneration - 1
    try place.write(Data(manifest.encoded), to: "manifest")
    var stored = try StoredModel.open(at: place.model, .updating)
    try stored.withdraw([ModelFixture.id(3)])
    #expect(try place.folder.manifest().generation == Manifest.highestGeneration)
  }
}
