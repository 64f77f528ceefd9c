import TestSupport
import Testing

@testable import DeletableClustering

struct PredictionTests {
  private static let data = GeneratedCase.dataset(
    [[-3, 0], [-3, 1], [3, 0], [3, 1], [0, 40], [0, 41]], (0..<6).map { RecordID(rowNumber: $0) })

  @Test("New rows go to the nearest centroid, far ones too, and their ids do not matter")
  func rows() throws {
    let model = try QuantizedKMeans.fit(Self.data, .init(clusters: 3))
    let places: [[Double]] = [
      [-2, 0], [2, 0], [0, 30], [-1e9, 0], [1e9, 0], [0, 1e9], [-1e308, 1], [1e308, 1],
    ]
    let labels = model.predict(try Dataset(rows: places, ids: places.map { _ in "same" }))
    let own = try model.labels()
    #expect(labels == [own[0], own[2], own[4], own[0], own[2], own[4], own[0], own[2]])
  }

  @Test("Any rows within range are assigned exactly", arguments: UInt64(0)..<21)
  func plain(seed: UInt64) throws {
    let sample = GeneratedCase(.mixture, seed: seed)
    let model = try QuantizedKMeans.fit(sample.data, sample.configuration)
    var random = SplitMix(seed)
    let reach = Double(model.core.precision.limit) * model.resolved.unit
    let rows = (0..<200).map { _ in
      (0..<model.dimension).map { _ in (2 * random.uniform() - 1) * reach }
    }
    let data = try Dataset(rows: rows)
    let published = try #require(model.core.structure.published)
    let points = LatticePoints(data, unit: model.core.summary.unit, threads: 1)
    let plain = (0..<200).map {
      plainNearest(points.coordinates(ofPoint: $0).map { Int64($0) }, published).label
    }
    #expect(model.predict(data) == plain)
  }

  @Test("Rows of another dimension trap")
  func dimensionTraps() async {
    await #expect(processExitsWith: .failure) {
      let model = try QuantizedKMeans.fit(Dataset(rows: [[1, 2]]), .init(clusters: 1))
      _ = model.predict(try Dataset(rows: [[1]]))
    }
  }
}
