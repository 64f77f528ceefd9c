// How the records of a model and those of a table differ.
//
// Counts of participants tell an auditor where to look, and name nobody.

import DeletableClustering

/// How many participants' records differ between a model and another set of records.
public struct RecordDifference: Equatable, Sendable {
  /// Participants of whom only the model has records.
  public private(set) var storedOnlyCount = 0
  /// Participants of whom only the other set has records.
  public private(set) var givenOnlyCount = 0
  /// Participants of both whose records differ in number, in a weight or in values.
  public private(set) var changedCount = 0

  /// Whether both have the same records.
  public var isEmpty: Bool { self == RecordDifference() }

  private init() {}

  init(stored: Dataset, given: Dataset) {
    for id in Set(stored.ids) {
      let rows = given.rows(of: id)
      if rows.isEmpty {
        storedOnlyCount += 1
      } else if !Self.areSame(stored, stored.rows(of: id), given, rows) {
        changedCount += 1
      }
    }
    let commonCount = stored.participantCount - storedOnlyCount
    givenOnlyCount = given.participantCount - commonCount
  }

  /// Whether rows of two sets hold the same, in whatever order.
  private static func areSame(
    _ left: Dataset, _ leftRows: [Int], _ right: Dataset, _ rightRows: [Int]
  ) -> Bool {
    guard leftRows.count == rightRows.count else { return false }
    return left.contents(ofRows: leftRows) == right.contents(ofRows: rightRows)
  }
}

extension Dataset {
  /// What rows say, in an order that their contents alone decide. Numbers count, whatever their precision.
  fileprivate func contents(ofRows rows: [Int]) -> [[UInt64]] {
    let contents = rows.map { row in
      [UInt64(weight(ofRow: row))] + vector(ofRow: row).map(\.bitPattern)
    }
    return contents.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
