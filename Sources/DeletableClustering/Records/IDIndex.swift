// From an id to its rows, for ids that are kept as words.
//
// Method     Open addressing with linear probing over the distinct ids. A slot is a row's number and a few bits
//            of its id's hash, so that a probe seldom looks at the id of another row. The rows of one id form a
//            doubly linked list, which is there only if some id has two; so a row is taken out or renumbered in
//            constant time however many its id has.
// Differs    Ids only ever leave. The slot of one that left stays taken: nothing need be moved, and no probe becomes
//            longer than it was when the index was made.
//
// The order in the table decides nothing: it is a cache of the id column.

struct IDIndex: Sendable {
  private static let empty: UInt32 = 0

  /// For each slot, `empty`, or in the low bits the first row of an id, plus 1, and above them bits of its hash.
  /// All low bits are set where the id left.
  private var slots: [UInt32]
  private let rowBits: UInt32
  /// Nil as long as no id has two rows.
  private var lists: RowLists?
  /// The count of distinct ids.
  private(set) var participantCount = 0

  /// Indexes the ids of the rows.
  ///
  /// - Complexity: O(n) expected; 6 bytes a row, and 8 more if some id has two.
  init(_ words: [IDWord]) {
    // Up to the count itself rows are numbered, and one number more is for ids that left.
    rowBits = UInt32(UInt32.bitWidth - UInt32(words.count + 1).leadingZeroBitCount)
    slots = Array(repeating: Self.empty, count: words.count + words.count / 2 + 1)
    for row in words.indices { link(row: row, words) }
  }

  private mutating func link(row: Int, _ words: [IDWord]) {
    let place = place(of: words[row])
    let slot = slot(of: words[row], at: place, words)
    if slots[slot] == Self.empty {
      participantCount += 1
    } else {
      let first = firstRow(inSlot: slot)
      if lists == nil { lists = RowLists(count: words.count) }
      lists?.put(row, before: first)
    }
    slots[slot] = entry(firstRow: row, place)
  }

  /// Appends the rows that carry the word, in no particular order.
  ///
  /// - Returns: Whether there are any.
  func appendRows(of word: IDWord, _ words: [IDWord], to rows: inout [Int]) -> Bool {
    let slot = slot(of: word, at: place(of: word), words)
    guard slots[slot] != Self.empty else { return false }
    let first = firstRow(inSlot: slot)
    rows.append(first)
    var row = first
    while let next = lists?.next(row) {
      rows.append(next)
      row = next
    }
    return true
  }

  /// Whether the row shares its id with no other.
  func isAlone(row: Int) -> Bool {
    lists?.isAlone(row) ?? true
  }

  /// Whether the row begins its id's list: each id has exactly one such row.
  func isFirst(row: Int) -> Bool {
    lists?.isFirst(row) ?? true
  }

  /// Takes a row out and gives its number to the last row.
  ///
  /// - Parameter words: The words before the removal.
  mutating func removeSwapping(row: Int, _ words: [IDWord]) {
    unlink(row: row, words)
    let last = words.count - 1
    if row != last { renumber(last, to: row, words) }
    lists?.removeLast()
  }

  private mutating func unlink(row: Int, _ words: [IDWord]) {
    if isFirst(row: row) {
      let place = place(of: words[row])
      let slot = slot(ofFirstRow: row, at: place)
      if let next = lists?.next(row) {
        slots[slot] = entry(firstRow: next, place)
      } else {
        slots[slot] = rowMask
        participantCount -= 1
      }
    }
    lists?.unlink(row)
  }

  private mutating func renumber(_ row: Int, to new: Int, _ words: [IDWord]) {
    if isFirst(row: row) {
      let place = place(of: words[row])
      slots[slot(ofFirstRow: row, at: place)] = entry(firstRow: new, place)
    }
    lists?.renumber(row, to: new)
  }
}

// Slots.
extension IDIndex {
  /// Where the probes for an id begin, and the bits of its hash in its slot.
  private struct Place {
    let slot: Int
    let mark: UInt32
  }

  private var rowMask: UInt32 { 1 << rowBits - 1 }

  private func place(of word: IDWord) -> Place {
    // Fibonacci hashing: the high bits of the product depend on every bit of the word, and choose the slot; the
    // bits below them are the mark.
    let product = (word.value ^ word.value >> 32) &* 0x9E37_79B9_7F4A_7C15
    let slot = (product >> 32 * UInt64(slots.count)) >> 32
    return Place(slot: Int(slot), mark: UInt32(truncatingIfNeeded: product) & ~rowMask)
  }

  private func entry(firstRow row: Int, _ place: Place) -> UInt32 {
    place.mark | UInt32(row + 1)
  }

  private func firstRow(inSlot slot: Int) -> Int {
    Int(slots[slot] & rowMask) - 1
  }

  /// The slot that holds the word, or the empty one where it would go.
  private func slot(of word: IDWord, at place: Place, _ words: [IDWord]) -> Int {
    var slot = place.slot
    while slots[slot] != Self.empty {
      let row = slots[slot] & rowMask
      if slots[slot] & ~rowMask == place.mark, row != rowMask, words[Int(row) - 1] == word { break }
      slot = after(slot)
    }
    return slot
  }

  /// The slot of a row that is the first of its id.
  private func slot(ofFirstRow row: Int, at place: Place) -> Int {
    let entry = entry(firstRow: row, place)
    var slot = place.slot
    while slots[slot] != entry { slot = after(slot) }
    return slot
  }

  private func after(_ slot: Int) -> Int {
    slot + 1 == slots.count ? 0 : slot + 1
  }
}
