import TestSupport
import Testing

@testable import DeletableClustering

/// Numbers near the end of double precision.
struct PreparationRangeTests {
  private static let steps: [Preparation.Step] = [
    .fillMissing, .standardize, .minMax(), .randomProjection(2), .principalComponents(1, whiten: true),
  ]

  @Test("A preparation refuses what is too large, by its place", arguments: steps)
  func refused(step: Preparation.Step) throws {
    let data = try Dataset(rows: [[1, 2], [3, .greatestFiniteMagnitude], [-.greatestFiniteMagnitude, 4]])
    #expect(throws: FitError.tooLarge(row: 1, column: 1)) {
      try QuantizedKMeans.fit(data, .init(clusters: 2, preparation: [step]), threads: 1)
    }
    #expect("\(FitError.tooLarge(row: 1, column: 1))".contains("row 1, column 1"))
  }

  @Test("Up to the limit, steps learn finite numbers, and a deletion gives the refit", arguments: steps)
  func largest(step: Preparation.Step) throws {
    let limit = Preparation.largestMagnitude
    var rows: [[Double]] = []
    for row in 0..<40 {
      let smaller = -limit / Double(1 + row % 5)
      rows.append((0..<3).map { (row * 7 + $0) % 3 == 0 ? limit : smaller })
    }
    let data = try Dataset(rows: rows)
    for steps in [[step], [step, .principalComponents(1, whiten: true), .standardize]] {
      let configuration = QuantizedKMeans.Configuration(clusters: 2, preparation: Preparation(steps))
      var model = try QuantizedKMeans.fit(data, configuration, threads: 2)
      let gone = [0, 3, 39].map { RecordID(rowNumber: $0) }
      try model.delete(gone)
      let refit = try QuantizedKMeans.fit(data.removing(gone), configuration, threads: 1)
      #expect(model == refit && model.digest == refit.digest)
      #expect(Self.areFinite(model.centroids))
      let centers = try model.clustersInDataUnits().centroids
      #expect(Self.areFinite(centers))
    }
  }

  @Test("Centroids of the largest numbers are finite")
  func centroids() throws {
    let largest = Double.greatestFiniteMagnitude
    let data = try Dataset(rows: [[largest], [-largest], [1]])
    let model = try QuantizedKMeans.fit(data, .init(clusters: 3), threads: 1)
    #expect(Self.areFinite(model.centroids))
  }

  private static func areFinite(_ rows: [[Double]]) -> Bool {
    rows.joined().allSatisfy { $0.isFinite }
  }
}
