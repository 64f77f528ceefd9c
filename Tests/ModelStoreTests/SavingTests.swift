import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("Saving and opening")
struct SavingTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test(
    "An opened model is the saved one", arguments: ClusteringMethod.allCases,
    ModelFixture.variants)
  func roundTrip(method: ClusteringMethod, variant: ModelFixture.Variant) throws {
    let fixture = try ModelFixture(
      precision: variant.precision, perParticipant: 3, isWeighted: variant.isWeighted, method: method)
    try fixture.store(at: place.model)
    let stored = try StoredModel.open(at: place.model, .reading)
    #expect(stored.model == fixture.model)
    #expect(stored.model.digest == fixture.model.digest)
    #expect(stored.model.settings == fixture.settings)
    #expect(type(of: stored.model).method == method)
    #expect(stored.model.resolved == fixture.model.resolved)
    #expect(try stored.model.clusterSummary() == fixture.model.clusterSummary())
    #expect(stored.model.featureNames == fixture.data.featureNames)
    #expect(stored.model.participantCount == 80)
    #expect(stored.metadata == fixture.metadata)
    #expect(stored.path == place.model)
    #expect(try stored.records().isIdentical(to: fixture.data))
    #expect(try stored.model.records().isIdentical(to: fixture.data))
    #expect(try stored.model.labels() == fixture.model.labels())
    switch (variant.precision, try stored.records().coordinates) {
    case (.float, .float), (.double, .double): break
    default: Issue.record("The precision is another than was given.")
    }
  }

  @Test("Ids are their bytes")
  func oddIDs() throws {
    let ids: [RecordID] = [
      "", "a,b", "line\nbreak", "cr\r\n", "\"quoted\"", "007", "7", "00000000", "123456789", " ",
      RecordID(bytes: [0xff, 0xfe, 0x00]), RecordID(bytes: [0]), "e\u{301}", "\u{e9}",
      RecordID(String(repeating: "long ", count: 1_000)), "123456789012345678", "1234567890123456789",
    ]
    let data = try Dataset(
      rows: ids.indices.map { [Double($0), Double($0 * $0 % 7)] }, ids: ids)
    let model = try QuantizedKMeans.fit(data, .init(clusters: 3), threads: 1)
    try StoredModel.create(
      at: place.model, model, .init(), replacing: false, files: FileSystem(), rowsPerSegment: 4)
    var gone: [RecordID] = []
    for id in ids {
      var stored = try StoredModel.open(at: place.model, .updating)
      #expect(try stored.records().isIdentical(to: kept(data, without: gone)))
      #expect(try stored.withdraw([id]).recordCount == 1)
      gone.append(id)
      #expect(try stored.model == QuantizedKMeans.fit(data.removing(gone), .init(clusters: 3), threads: 1))
    }
  }

  /// The other rows in their order.
  private func kept(_ data: Dataset, without ids: [RecordID]) throws -> Dataset {
    let rows = (0..<data.count).filter { !ids.contains(data.ids[$0]) }
    return try Dataset(
      ids: RecordIDs(rows.map { data.ids[$0] }),
      coordinates: .double(rows.flatMap { data.vector(ofRow: $0) }), dimension: data.dimension,
      featureNames: data.featureNames)
  }

  @Test("A model of no records is stored like any other", arguments: ClusteringMethod.allCases)
  func emptyModel(method: ClusteringMethod) throws {
    let data = try Dataset(coordinates: .float([]), dimension: 5)
    let model = try ModelSettings(method, clusters: 3).fit(data, threads: 1)
    try StoredModel.create(at: place.model, model, .init())
    var stored = try StoredModel.open(at: place.model, .updating)
    #expect(stored.model == model)
    #expect(stored.model.participantCount == 0)
    #expect(try stored.records().count == 0)
    #expect(try stored.withdraw(["nobody"]).unknownIDs == ["nobody"])
  }

  @Test("A model whose records were not read is copied with them")
  func copyOfOpenedModel() throws {
    let fixture = try ModelFixture()
    try fixture.store(at: place.model)
    let stored = try StoredModel.open(at: place.model, .reading)
    let copy = "\(place.path)/copy"
    try StoredModel.create(at: copy, stored.model, stored.metadata)
    let opened = try StoredModel.open(at: copy, .reading)
    #expect(opened.model == fixture.model)
    #expect(try opened.records().isIdentical(to: fixture.data))
  }

  @Test("Rows of the usual size fill several segments")
  func usualSegments() throws {
    let fixture = try ModelFixture(count: 200, dimension: 2_048, clusters: 2, iterations: 1)
    try StoredModel.create(at: place.model, fixture.model, .init())
    let stored = try StoredModel.open(at: place.model, .reading)
    #expect(try place.files().keys.count { $0.hasSuffix(".records") } == 4)
    #expect(try stored.records().isIdentical(to: fixture.data))
  }

  @Test("Only the owner can read a model")
  func permissions() throws {
    try ModelFixture().store(at: place.model)
    for name in [""] + (try FileManager.default.subpathsOfDirectory(atPath: place.model)) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(place.model)/\(name)")
      let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
      #expect(mode == (isFolder ? 0o700 : 0o600), "\(name)")
    }
  }

  @Test(
    "The same model makes the same files, but for what is drawn", arguments: ClusteringMethod.allCases,
    [false, true])
  func sameFiles(method: ClusteringMethod, isWeighted: Bool) throws {
    let fixture = try ModelFixture(isWeighted: isWeighted, method: method)
    try fixture.store(at: place.model, files: .predictable)
    let first = try place.files()
    try FileManager.default.removeItem(atPath: place.model)
    try fixture.store(at: place.model, files: .predictable)
    #expect(try place.files() == first)
  }
}
