import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("Row numbers in the store")
struct RowNumberTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// The files of a model of some records, from which some left before it was stored.
  private func files(_ data: Dataset, _ method: ClusteringMethod, without ids: [RecordID]) throws -> [String:
    Data]
  {
    var model = try ModelSettings(method, clusters: 3).fit(data, threads: 1)
    try model.delete(ids)
    try StoredModel.create(
      at: place.model, model, .init(), replacing: false, files: .predictable, rowsPerSegment: 64)
    defer { try? FileManager.default.removeItem(atPath: place.model) }
    return try place.files()
  }

  @Test(
    "The files do not tell whether they were kept", arguments: ClusteringMethod.allCases, [0, 1, 9, 60])
  func sameFiles(method: ClusteringMethod, goneCount: Int) throws {
    let data = try numbered(count: 200)
    let gone = (0..<goneCount).map { RecordID(rowNumber: $0 * 37 % 200) }
    #expect(try files(data, method, without: gone) == files(data.keepingIDs, method, without: gone))
  }

  @Test("Opened, withdrawn from and opened again", arguments: ClusteringMethod.allCases)
  func withdrawals(method: ClusteringMethod) throws {
    let data = try numbered(count: 150)
    let settings = ModelSettings(method, clusters: 3)
    try StoredModel.create(
      at: place.model, try settings.fit(data, threads: 1), .init(), replacing: false, files: FileSystem(),
      rowsPerSegment: 64)
    var gone: [RecordID] = []
    for batch in [["149", "007"], ["0", "64"], ["63", "148", "150"], (70..<110).map { "\($0)" }] {
      var stored = try place.open(.updating)
      let ids = batch.map { RecordID($0) }
      let known = ids.filter { !data.rows(of: $0).isEmpty }
      // Those that read all records first, and those that need not.
      if gone.count % 2 == 1 { _ = try stored.model.labels() }
      let outcome = try stored.withdraw(ids)
      #expect(outcome.recordCount == known.count && outcome.unknownIDs == ids.filter { !known.contains($0) })
      gone += known
      #expect(try stored.model == settings.fit(data.without(gone), threads: 1))
      #expect(try stored.records().isIdentical(to: data.without(gone)))
    }
    #expect(gone.count == 45)
  }

  private func numbered(count: Int) throws -> Dataset {
    try Dataset(
      coordinates: .float((0..<count * 2).map { Float($0 % 3 * 10) + Float($0 * $0 % 17) / 16 }), dimension: 2
    )
  }
}
