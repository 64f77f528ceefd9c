// Rows in doubly linked lists: those of one id each.

struct RowLists: Sendable {
  private static let none: Int32 = -1

  private var following: [Int32]
  private var preceding: [Int32]

  /// Each row in a list of its own.
  init(count: Int) {
    following = Array(repeating: Self.none, count: count)
    preceding = Array(repeating: Self.none, count: count)
  }

  func isAlone(_ row: Int) -> Bool {
    following[row] == Self.none && preceding[row] == Self.none
  }

  func isFirst(_ row: Int) -> Bool {
    preceding[row] == Self.none
  }

  func next(_ row: Int) -> Int? {
    following[row] == Self.none ? nil : Int(following[row])
  }

  /// Puts a row that is alone before the first of a list.
  mutating func put(_ row: Int, before first: Int) {
    following[row] = Int32(first)
    preceding[first] = Int32(row)
  }

  /// Takes a row out of its list.
  mutating func unlink(_ row: Int) {
    join(preceding[row], following[row])
    following[row] = Self.none
    preceding[row] = Self.none
  }

  /// Gives a row's place in its list to a row that is alone.
  mutating func renumber(_ row: Int, to new: Int) {
    join(preceding[row], Int32(new))
    join(Int32(new), following[row])
  }

  /// Forgets the last row, which is in no list.
  mutating func removeLast() {
    following.removeLast()
    preceding.removeLast()
  }

  private mutating func join(_ before: Int32, _ after: Int32) {
    if before != Self.none { following[Int(before)] = after }
    if after != Self.none { preceding[Int(after)] = before }
  }
}
