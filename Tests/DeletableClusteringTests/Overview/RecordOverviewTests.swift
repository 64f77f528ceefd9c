// Records on two axes, worked by hand.

import Testing

@testable import DeletableClustering

struct RecordOverviewTests {
  private static func overview(_ rows: [[Double]], ids: [RecordID]? = nil) throws -> RecordOverview {
    let data = try Dataset(rows: rows, ids: ids)
    return try QuantizedKMeans.fit(data, .init(clusters: 2)).recordOverview()
  }

  @Test("The axes of a cross are its arms")
  func cross() throws {
    let overview = try Self.overview([[7, 1], [1, 1], [4, 2], [4, 0]])
    let plane = try #require(overview.plane)
    #expect(overview.means == [4, 1])
    #expect(abs(plane.shares.x - 0.9) < 1e-12 && abs(plane.shares.y - 0.1) < 1e-12)
    #expect(abs(plane.deviations.x - 4.5.squareRoot()) < 1e-6)
    let expected = [(3.0, 0.0), (-3, 0), (0, 1), (0, -1)]
    for (place, expected) in zip(plane.records, expected) {
      #expect(abs(place.x - expected.0) < 1e-6 && abs(place.y - expected.1) < 1e-6)
    }
    #expect(plane.centroids.count == 2)
  }

  @Test("Order of rows decides nothing")
  func order() throws {
    let rows: [[Double]] = (0..<40).map { (row: Int) -> [Double] in
      let square = row * row % 11
      return [Double(row % 7), Double(square), Double(row) / 3]
    }
    let ids = (0..<40).map { RecordID("p\($0 / 2)") }
    let straight = try Self.overview(rows, ids: ids)
    let reversed = try Self.overview(rows.reversed(), ids: ids.reversed())
    #expect(straight.means == reversed.means && straight.deviations == reversed.deviations)
    #expect(straight.priorities == reversed.priorities.reversed())
    let plane = try #require(straight.plane)
    let other = try #require(reversed.plane)
    #expect(plane.records.map(\.x) == other.records.reversed().map(\.x))
    #expect(plane.records.map(\.y) == other.records.reversed().map(\.y))
  }

  @Test("One feature has one axis; records that are alike have none")
  func narrow() throws {
    let line = try #require(try Self.overview([[1], [2], [4]]).plane)
    #expect(line.records.allSatisfy { $0.y == 0 } && line.shares.y == 0 && abs(line.shares.x - 1) < 1e-12)
    #expect(try Self.overview([[3, 3], [3, 3]]).plane == nil)
  }
}
