import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("Weights in a stored model")
struct WeightedModelTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func store(_ data: Dataset, _ metadata: ModelMetadata = .init()) throws -> ModelFolder {
    let model = try QuantizedKMeans.fit(data, .init(clusters: 2), threads: 1)
    try StoredModel.create(
      at: place.model, model, metadata, replacing: true, files: .predictable, rowsPerSegment: 2)
    return ModelFolder(path: place.model, files: FileSystem())
  }

  /// Some weights of 1 and some of more.
  private func mixed(_ weights: [UInt32]) throws -> Dataset {
    try Dataset(
      rows: weights.indices.map { [Double($0), 0.5] },
      ids: weights.indices.map { ModelFixture.id($0 / 2) }, weights: weights)
  }

  @Test("A row's weight follows its coordinates")
  func layout() throws {
    let data = try Dataset(
      ids: RecordIDs(["a", "b"]), coordinates: .float([1, -2, 0.5, 8]), dimension: 2,
      weights: [1, 1 << 24 + 258])
    _ = try store(data)
    let file = try #require(try place.files()["segments/1-0.records"])
    let expected: [UInt8] = [
      0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 1, 0, 0, 0,  //
      0, 0, 0, 0x3f, 0, 0, 0, 0x41, 2, 1, 0, 1,
    ]
    #expect(Array(file.suffix(24)) == expected)
    #expect(file.count == 104 + 2 * 5 + 2 * 16 + 24)
  }

  @Test("Weights that are all 1 are stored as none")
  func unitWeights() throws {
    let folder = try store(try mixed([1, 1, 1, 1]))
    #expect(try !folder.manifest().isWeighted)
    let files = try place.files()
    try FileManager.default.removeItem(atPath: place.model)
    _ = try store(
      try Dataset(
        rows: [[0, 0.5], [1, 0.5], [2, 0.5], [3, 0.5]], ids: [0, 0, 1, 1].map(ModelFixture.id)))
    #expect(try place.files() == files)
  }

  @Test("The name of the weight column is kept, whatever the weights are")
  func column() throws {
    for (weights, isWeighted) in [([1, 1], false), ([1, 3], true)] as [([UInt32], Bool)] {
      for column in [nil, "", "n"] {
        let metadata = ModelMetadata(weightColumn: column, features: ["a"])
        let manifest = try store(try mixed(weights), metadata).manifest()
        #expect(manifest.metadata == metadata)
        #expect(manifest.isWeighted == (isWeighted || column != nil))
        #expect(try Manifest(manifest.encoded) == manifest)
      }
    }
  }

  @Test("The records of some ids come with their weights")
  func someRecords() throws {
    let data = try mixed([1, 5, 2, 1, 9, 1, 1, 4])
    let folder = try store(data)
    let records = try folder.records(folder.manifest())
    let some = try records.records(of: [ModelFixture.id(0), ModelFixture.id(3), "nobody"])
    #expect(some.weights == [1, 5, 1, 4])
    #expect(some.totalWeight == 11)
    #expect(try records.without([ModelFixture.id(1)]).load().weights == [1, 5, 9, 1, 1, 4])
  }

  @Test("When all that weighed more have left, the rest have no weights and stay readable")
  func heavyOnesLeave() throws {
    let data = try mixed([1, 1, 2, 1, 1, 3, 1, 1])
    let folder = try store(data, .init(weightColumn: "n"))
    let gone = [ModelFixture.id(1), ModelFixture.id(2)]
    do {
      var stored = try StoredModel.open(at: place.model, .updating)
      #expect(try stored.withdraw(gone).recordCount == 4)
      #expect(try stored.records().weights == nil)
    }
    let manifest = try folder.manifest()
    #expect(manifest.isWeighted)
    let stored = try StoredModel.open(at: place.model, .reading)
    #expect(try stored.records().isIdentical(to: data.without(gone)))
    #expect(try stored.model == stored.model.settings.fit(data.without(gone), threads: 1))
    // The column is still named, so a copy has room for weights too: whether one was heavy does not show.
    let copy = "\(place.path)/copy"
    try StoredModel.create(at: copy, stored.model, stored.metadata)
    #expect(try ModelFolder(path: copy, files: FileSystem()).manifest().isWeighted)
    #expect(try StoredModel.open(at: copy, .reading).model == stored.model)
  }

  @Test("Segments of version 1 have no weights, so a manifest that says so is refused")
  func version1Segments() throws {
    var manifest = try store(try mixed([1, 5, 2, 1])).manifest()
    manifest.segments[1].version = 1
    #expect(throws: Manifest.Failure.damaged("its segment version cannot be")) {
      try Manifest(manifest.encoded)
    }
    for version in [0, 4] as [UInt32] {
      manifest.segments[1].version = version
      #expect(throws: Manifest.Failure.damaged("its segment version cannot be")) {
        try Manifest(manifest.encoded)
      }
    }
  }

  @Test("Replacing a model by one without weights, or with, leaves nothing of the other")
  func replacing() throws {
    for isWeighted in [true, false, true] {
      let fixture = try ModelFixture(count: 80, isWeighted: isWeighted)
      try fixture.store(at: place.model, replacing: true)
      #expect(try StoredModel.open(at: place.model, .reading).records().isIdentical(to: fixture.data))
    }
  }
}
