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
      try Dataset(rows: [[1, 2], [.infinity, 4]])
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

  @Test("Features are brought into a named order, or refused")
  func arrangedFeatures() throws {
    let data = try Dataset(
      coordinates: .float([1, 2, 3, 4, 5, 6]), dimension: 3, featureNames: ["a", "b", "c"])
    let arranged = try data.arranged(byFeatures: ["c", "a", "b"])
    #expect(arranged.featureNames == ["c", "a", "b"])
    #expect(arranged.vector(ofRow: 0) == [3, 1, 2])
    #expect(arranged.vector(ofRow: 1) == [6, 4, 5])
    for names in [["a", "b"], ["a", "b", "d"], ["a", "b", "b"], ["a", "b", "c", "a"]] {
      #expect(throws: DatasetError.otherFeatures) { try data.arranged(byFeatures: names) }
    }
  }

  @Test("Any two records have an order, identical ones of one id too, and rows do not decide it")
  func totalOrder() throws {
    let rows: [[Double]] = [[1, 2], [1, 2], [1, 3], [1, 2]]
    let ids: [RecordID] = ["a", "a", "a", "b"]
    let order = [3, 2, 1, 0]
    let data = try Dataset(rows: rows, ids: ids)
    let turned = try Dataset(rows: order.map { rows[$0] }, ids: order.map { ids[$0] })
    let sorted = [data, turned].map { data in
      let keys = RecordKeys(KeyedRandom(seed: 5), dimension: 2).keys(of: data, threads: 1)
      let precedes = SolverInput(
        points: LatticePoints(data, unit: LatticeUnit(exponent: -21), threads: 1), keys: keys,
        origin: .records(PointRecords(data: data, rows: nil))
      ).precedes
      for left in 0..<4 {
        for right in 0..<4 where left != right {
          #expect(precedes(left, right) != precedes(right, left))
        }
      }
      return (0..<4).sorted(by: precedes).map { keys[$0] }
    }
    #expect(sorted[0] == sorted[1])
  }

  @Test("−0 is kept as +0")
  func zeros() throws {
    let data = try Dataset(coordinates: .float([-0.0, 1]), dimension: 2)
    #expect(data.vector(ofRow: 0)[0].sign == .plus)
    #expect(try Dataset(rows: [[-0.0]]).vector(ofRow: 0)[0].sign == .plus)
  }

  @Test("Numbers are kept in one way, and the given array is left alone")
  func normalised() throws {
    let given: [Float] = [-0.0, 1, Float(bitPattern: 0xFFC0_0001), 0, Float(bitPattern: 0x7FC0_0007), -2]
    let bits = given.map(\.bitPattern)
    let data = try Dataset(coordinates: .float(given), dimension: 2)
    guard case .float(let kept) = data.coordinates else {
      Issue.record("The precision is another than was given.")
      return
    }
    let nan = Float.nan.bitPattern
    #expect(kept.map(\.bitPattern) == [0, Float(1).bitPattern, nan, 0, nan, Float(-2).bitPattern])
    #expect(given.map(\.bitPattern) == bits)
    #expect(try #require(data.firstMissingValue) == (1, 0))
    #expect(try Dataset(rows: [[-0.0, 3]]).firstMissingValue == nil)
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
