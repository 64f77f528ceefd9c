// What tells records apart where ids and draws do not.

extension Dataset {
  /// For each row, how many identical records of the same id stand before it; nil if no id has
  /// two that are. Records are identical if ids, coordinates and weights are.
  ///
  /// The hashes are those of the coordinates: equal wherever these are.
  ///
  /// Identical records may be numbered in any order: all that is computed from them is the same. A
  /// deletion takes all records of an id, so no record's number changes while it stays.
  func occurrences(contentHashes: [Word128]) -> [UInt64]? {
    guard participantCount < count else { return nil }
    var occurrences: [UInt64]?
    for first in 0..<count where isFirstAmongMany(row: first) {
      let group = rowsSharing(idOfRow: first)
      if Self.allDiffer(group, contentHashes) { continue }
      let rows = group.sorted { left, right in
        contentHashes[left] == contentHashes[right]
          ? contentPrecedes(left, right) : contentHashes[left] < contentHashes[right]
      }
      for (before, row) in zip(rows, rows.dropFirst()) where hasSameContent(before, row) {
        var known = occurrences.take() ?? Array(repeating: 0, count: count)
        known[row] = known[before] + 1
        occurrences = known
      }
    }
    return occurrences
  }

  /// Whether no two rows of a small group have the same hash, so that there is nothing to number.
  private static func allDiffer(_ rows: [Int], _ hashes: [Word128]) -> Bool {
    guard rows.count <= 16 else { return false }
    for place in rows.indices {
      for other in rows[..<place] where hashes[other] == hashes[rows[place]] { return false }
    }
    return true
  }

  /// The order of records by id, then by content: coordinates, missing ones last, then weight. Two that neither precedes are
  /// identical.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    let leftID = ids[left]
    let rightID = ids[right]
    return leftID == rightID ? contentPrecedes(left, right) : leftID < rightID
  }

  private func contentPrecedes(_ left: Int, _ right: Int) -> Bool {
    for column in 0..<dimension {
      let first = coordinates[left * dimension + column]
      let second = coordinates[right * dimension + column]
      if first.bitPattern != second.bitPattern { return first < second || (second.isNaN && !first.isNaN) }
    }
    return weight(ofRow: left) < weight(ofRow: right)
  }

  private func hasSameContent(_ left: Int, _ right: Int) -> Bool {
    weight(ofRow: left) == weight(ofRow: right)
      && (0..<dimension).allSatisfy {
        coordinates[left * dimension + $0].bitPattern == coordinates[right * dimension + $0].bitPattern
      }
  }
}
