// The ids of a data set's rows as words, one a row.
//
// Two forms, which nobody can tell apart by what they answer: ids that are row numbers take no memory, or half a word for
// each row that there was once the first left; all others take a word each.

struct IDWords: Sendable {
  /// Nil while the ids are kept as words.
  private(set) var rowNumbers: RowNumbers?
  /// One word a row; empty while the ids are row numbers.
  private(set) var kept: [IDWord] = []
  private var reservedCount = 0

  /// The row numbers 0, 1, … in decimal.
  init(rowNumbers count: Int) {
    rowNumbers = RowNumbers(count: count)
  }

  mutating func reserveCapacity(_ count: Int) {
    reservedCount = count
    if rowNumbers == nil { kept.reserveCapacity(count) }
  }

  /// The row of an id, while the ids are row numbers; nil if there is none.
  func row(ofNumber word: IDWord) -> Int? {
    guard let number = word.rowNumber else { return nil }
    return rowNumbers?.row(of: number)
  }

  mutating func append(_ word: IDWord) {
    if let numbers = rowNumbers {
      if numbers.areUnchanged, word == IDWord(rowNumber: numbers.count) {
        rowNumbers?.append()
        return
      }
      keep(numbers)
    }
    kept.append(word)
  }

  /// Puts the last row's word in the place of the given row's and drops the last row.
  ///
  /// - Complexity: O(1), but see ``RowNumbers/removeSwapping(row:)``.
  mutating func removeSwapping(row: Int) {
    guard rowNumbers != nil else { return kept.swapRemove(row) }
    rowNumbers?.removeSwapping(row: row)
  }

  /// Gives each row a word.
  private mutating func keep(_ numbers: RowNumbers) {
    rowNumbers = nil
    kept.reserveCapacity(Swift.max(numbers.count, reservedCount))
    for row in 0..<numbers.count { kept.append(IDWord(rowNumber: numbers[row])) }
  }
}

extension IDWords: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { rowNumbers?.count ?? kept.count }

  @inline(__always)
  subscript(row: Int) -> IDWord {
    guard let rowNumbers else { return kept[row] }
    precondition(row >= 0 && row < rowNumbers.count, "Row \(row) is none of \(rowNumbers.count).")
    return IDWord(rowNumber: rowNumbers[row])
  }
}
