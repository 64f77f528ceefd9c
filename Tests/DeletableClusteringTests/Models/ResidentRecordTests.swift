import TestSupport
import Testing

@testable import DeletableClustering

struct ResidentRecordTests {
  @Test("Ids that stand more than once, have several rows, or none")
  func find() throws {
    let ids: [RecordID] = ["a", "b", "a", "c", "b", "d", "a"]
    var records = ResidentRecords(
      try Dataset(rows: ids.indices.map { [Double($0)] }, ids: ids), prepared: nil)
    let found = records.find(["x", "b", "d", "x", "b", "a", "y", "a", "x"])
    #expect(found.rows == [6, 5, 4, 2, 1, 0] && found.idCount == 3 && found.unknownIDs == ["x", "y"])
    let one = records.find(["a"])
    #expect(one.rows == [6, 2, 0] && one.idCount == 1 && one.unknownIDs.isEmpty)
    let none = records.find(["x"])
    #expect(none.rows.isEmpty && none.idCount == 0 && none.unknownIDs == ["x"])
    let nothing = records.find([])
    #expect(nothing.rows.isEmpty && nothing.idCount == 0 && nothing.unknownIDs.isEmpty)
    let twice = records.find(["c", "c"])
    #expect(twice.rows == [3] && twice.idCount == 1)
  }

  @Test("Row numbers in any order, some of them twice", arguments: UInt64(0)..<20)
  func rowNumbers(seed: UInt64) throws {
    var random = SplitMix(seed)
    var records = ResidentRecords(
      try Dataset(coordinates: .float(Array(repeating: 1, count: 50)), dimension: 1), prepared: nil)
    let rows = (0..<random.int(0...60)).map { _ in random.int(0...70) }
    let found = records.find(rows.map { RecordID(rowNumber: $0) })
    #expect(found.rows == Set(rows.filter { $0 < 50 }).sorted(by: >) && found.idCount == found.rows.count)
    #expect(Set(found.unknownIDs) == Set(rows.filter { $0 >= 50 }.map { RecordID(rowNumber: $0) }))
    #expect(Set(found.unknownIDs).count == found.unknownIDs.count)
  }
}
