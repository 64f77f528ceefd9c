// Ids that are row numbers.
//
// Promise    Row i has id i until rows leave. Then row and id differ only where the last row took the place of
//            one that left, and until then there is nothing to keep.
// Method     Let p be the map that is i for each i but for some pairs {r, x}, in which p(r) = x and p(x) = r. Row r
//            has id p(r), and id x is in row p(x), if there is one of that number: so one table answers both
//            questions. It pairs a row that was filled, r < n, with the id that came there, x ≥ n; the id r
//            itself left, and p(r) ≥ n says so.

struct RowNumbers: Sendable {
  /// n.
  private(set) var count: Int
  /// p of every number that ever was a row's; empty until a row gets another's id.
  private var partners: [Int32] = []
  /// How many pairs there are.
  private var pairCount = 0

  init(count: Int) {
    self.count = count
  }

  /// Whether each row's id is its own number.
  var areUnchanged: Bool { pairCount == 0 }

  /// The id of a row.
  @inline(__always)
  subscript(row: Int) -> Int {
    partners.isEmpty ? row : Int(partners[row])
  }

  /// The row of an id; nil if there is none.
  func row(of number: Int) -> Int? {
    guard !partners.isEmpty else { return number < count ? number : nil }
    guard number < partners.count else { return nil }
    let row = Int(partners[number])
    return row < count ? row : nil
  }

  /// Adds a row whose id is its number.
  ///
  /// - Precondition: Each row's id is its own number.
  mutating func append() {
    precondition(areUnchanged, "A row's number may be the id of one that left.")
    partners = []
    count += 1
  }

  /// Gives the last row the place of a row that leaves.
  ///
  /// - Complexity: O(1), but O(n) for the first that is not the last row: it makes the table, of 4 bytes a row.
  mutating func removeSwapping(row: Int) {
    let last = count - 1
    if partners.isEmpty, row != last { makeTable() }
    count = last
    guard !partners.isEmpty else { return }
    let moving = self[last]
    part(row)
    guard row != last else { return }
    part(last)
    partners[row] = Int32(moving)
    partners[moving] = Int32(row)
    pairCount += 1
  }

  private mutating func makeTable() {
    let count = count
    partners = Array(count: count) { table in
      table.update(0..<count) { numbers in
        for number in 0..<count { numbers[number] = Int32(number) }
      }
    }
  }

  private mutating func part(_ number: Int) {
    let partner = Int(partners[number])
    guard partner != number else { return }
    partners[number] = Int32(number)
    partners[partner] = Int32(partner)
    pairCount -= 1
  }
}
