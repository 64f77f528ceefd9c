// Ids that are row numbers, without storage.
//
// Promise    Row i has id i until rows leave. Then row and id differ only where the last row took the place of
//            one that left, and only those places are kept.
// Method     Let p be the map that is i for each i but for some pairs {r, x}, in which p(r) = x and p(x) = r. Row r
//            has id p(r), and id x is in row p(x), if there is one of that number: so one table answers both
//            questions. It pairs a row that was filled, r < n, with the id that came there, x ≥ n; the id r
//            itself left, and p(r) ≥ n says so.

struct RowNumbers: Sendable {
  /// n.
  private(set) var count: Int
  /// p where it is not its argument; both of a pair.
  private var partners: [Int32: Int32] = [:]

  init(count: Int) {
    self.count = count
  }

  /// Whether each row's id is its own number.
  var areUnchanged: Bool { partners.isEmpty }

  /// The id of a row.
  @inline(__always)
  subscript(row: Int) -> Int {
    partners.isEmpty ? row : partner(of: row)
  }

  /// The row of an id; nil if there is none.
  func row(of number: Int) -> Int? {
    guard number <= Int32.max else { return nil }
    let row = self[number]
    return row < count ? row : nil
  }

  /// Adds a row whose id is its number.
  ///
  /// - Precondition: No row left.
  mutating func append() {
    precondition(areUnchanged, "A row's number may be the id of one that left.")
    count += 1
  }

  /// Gives the last row the place of a row that leaves.
  ///
  /// - Complexity: O(1) expected.
  mutating func removeSwapping(row: Int) {
    let last = count - 1
    let leaving = self[row]
    let moving = self[last]
    count = last
    if leaving != row { part(row, leaving) }
    guard row != last else { return }
    if moving != last { part(last, moving) }
    partners[Int32(row)] = Int32(moving)
    partners[Int32(moving)] = Int32(row)
  }

  /// Whether the table takes less than a word for each row would, whatever its capacity.
  var isSmall: Bool { partners.count <= count / 4 }

  private func partner(of number: Int) -> Int {
    partners[Int32(number)].map { Int($0) } ?? number
  }

  private mutating func part(_ left: Int, _ right: Int) {
    partners[Int32(left)] = nil
    partners[Int32(right)] = nil
  }
}
