import DeletableClustering
import Testing

@testable import ModelStore

@Suite("How the records of a table differ from those of a model")
struct RecordDifferenceTests {
  private static let rows = [[1, 2.5], [0, 4], [3, -1], [1, 2.5]]
  private static let ids: [RecordID] = ["a", "b", "a", "c"]

  private func data(
    _ rows: [[Double]] = Self.rows, _ ids: [RecordID] = Self.ids, _ weights: [UInt32]? = [1, 2, 3, 1]
  ) throws -> Dataset {
    try Dataset(rows: rows, ids: ids, weights: weights)
  }

  private func difference(from given: Dataset) throws -> [Int] {
    let difference = RecordDifference(stored: try data(), given: given)
    #expect(difference.isEmpty == (difference.counts == [0, 0, 0]))
    return difference.counts
  }

  @Test("Neither the order of rows nor precision is a difference")
  func none() throws {
    #expect(try difference(from: data()) == [0, 0, 0])
    let reversed = try data(Self.rows.reversed(), Self.ids.reversed(), [1, 3, 2, 1])
    #expect(try difference(from: reversed) == [0, 0, 0])
    let single = try Dataset(
      ids: RecordIDs(Self.ids), coordinates: .float(Self.rows.joined().map { Float($0) }), dimension: 2,
      weights: [1, 2, 3, 1])
    #expect(try difference(from: single) == [0, 0, 0])
  }

  @Test("Participants of one set alone are counted for it")
  func absent() throws {
    #expect(try difference(from: data().removing(["a"])) == [1, 0, 0])
    let others = try data(Self.rows + [[0, 0], [0, 1]], Self.ids + ["d", "e"], [1, 2, 3, 1, 1, 1])
    #expect(try difference(from: others) == [0, 2, 0])
    #expect(try difference(from: others.removing(["a", "b", "e"])) == [2, 1, 0])
  }

  @Test("A value, a weight, a column and a record more are each a difference")
  func changed() throws {
    var rows = Self.rows
    rows[2][1] = -1.0.nextUp
    #expect(try difference(from: data(rows)) == [0, 0, 1])
    #expect(try difference(from: data(Self.rows, Self.ids, [1, 3, 2, 1])) == [0, 0, 2])
    let more = try data(Self.rows + [[1, 2.5]], Self.ids + ["c"], [1, 2, 3, 1, 1])
    #expect(try difference(from: more) == [0, 0, 1])
    #expect(try difference(from: data(Self.rows.map { $0 + [0] })) == [0, 0, 3])
    // Weights that change places within a participant.
    #expect(try difference(from: data(Self.rows, Self.ids, [3, 2, 1, 1])) == [0, 0, 1])
  }
}

extension RecordDifference {
  fileprivate var counts: [Int] { [storedOnlyCount, givenOnlyCount, changedCount] }
}
