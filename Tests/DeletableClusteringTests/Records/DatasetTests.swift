import TestSupport
import Testing

@testable import DeletableClustering

struct DatasetTests {
  @Test("What is wrong is named by its place")
  func errors() {
    #expect(throws: DatasetError.raggedRow(row: 1, count: 1, expected: 2)) {
      try Dataset(rows: [[1, 2], [3]])
    }
    #expect(throws: DatasetError.notFinite(row: 1, column: 0)) {
      try Dataset(rows: [[1, 2], [.nan, 4]])
    }
    #expect(throws: DatasetError.notFinite(row: 0, column: 1)) {
      try Dataset(coordinates: .float([1, -.infinity]), dimension: 2)
    }
    #expect(throws: DatasetError.idCount(ids: 1, rows: 2)) {
      try Dataset(rows: [[1], [2]], ids: ["a"])
    }
    #expect(throws: DatasetError.notWholeRows(count: 3, dimension: 2)) {
      try Dataset(coordinates: .double([1, 2, 3]), dimension: 2)
    }
    #expect(throws: DatasetError.notWholeRows(count: 0, dimension: 0)) { try Dataset(rows: []) }
    #expect(throws: DatasetError.featureNameCount(names: 1, dimension: 2)) {
      try Dataset(coordinates: .double([1, 2]), dimension: 2, featureNames: ["a"])
    }
  }

  @Test("−0 is kept as +0")
  func zeros() throws {
    let data = try Dataset(coordinates: .float([-0.0, 1]), dimension: 2)
    #expect(data.vector(ofRow: 0)[0].sign == .plus)
    #expect(try Dataset(rows: [[-0.0]]).vector(ofRow: 0)[0].sign == .plus)
  }

  @Test("Removing ids leaves the other records, once each", arguments: UInt64(0)..<42)
  func removing(seed: UInt64) {
    let sample = GeneratedCase(seed: seed)
    var random = SplitMix(seed)
    let gone = (0..<4).map { _ in random.element(sample.ids) } + ["no such id"]
    let (removed, plain) = (sample.data.removing(gone), sample.data.without(gone))
    let records = { (data: Dataset) in
      (0..<data.count).map { "\(data.ids[$0].bytes) \(data.vector(ofRow: $0))" }.sorted()
    }
    #expect(records(removed) == records(plain))
  }
}
