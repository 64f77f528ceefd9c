// From an id to its rows.
//
// Open addressing with linear probing over the distinct ids; the rows of one id form a doubly
// linked list, so that a row is taken out or renumbered in constant time however many its id has.
// The order in the table decides nothing: it is a cache of the id column.

struct IDIndex: Sendable {
  private static let none: Int32 = -1

  /// The first row of the id in each slot, or `none`. The count is a power of two.
  private var heads: [Int32]
  private var next: [Int32]
  private var previous: [Int32]
  /// The count of distinct ids.
  private(set) var participantCount = 0

  /// Indexes the ids of the rows.
  ///
  /// - Complexity: O(n) expected.
  init(_ words: [IDWord]) {
    var capacity = 16
    while capacity < 2 * words.count { capacity *= 2 }
    heads = Array(repeating: Self.none, count: capacity)
    next = Array(repeating: Self.none, count: words.count)
    previous = Array(repeating: Self.none, count: words.count)
    for row in words.indices { link(row: row, words) }
  }

  private mutating func link(row: Int, _ words: [IDWord]) {
    let slot = slot(of: words[row], words)
    let head = heads[slot]
    if head == Self.none {
      participantCount += 1
    } else {
      previous[Int(head)] = Int32(row)
    }
    next[row] = head
    previous[row] = Self.none
    heads[slot] = Int32(row)
  }

  private func home(of word: IDWord) -> Int {
    // Fibonacci hashing: the high bits of the product depend on every bit of the word.
    let product = (word.value ^ word.value >> 32) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product >> 32) & (heads.count - 1)
  }

  /// The slot that holds the word, or the empty one where it would go.
  private func slot(of word: IDWord, _ words: [IDWord]) -> Int {
    var slot = home(of: word)
    while heads[slot] != Self.none, words[Int(heads[slot])] != word {
      slot = (slot + 1) & (heads.count - 1)
    }
    return slot
  }

  /// The rows that carry the word, in no particular order.
  func rows(of word: IDWord, _ words: [IDWord]) -> [Int] {
    var rows: [Int] = []
    var row = heads[slot(of: word, words)]
    while row != Self.none {
      rows.append(Int(row))
      row = next[Int(row)]
    }
    return rows
  }

  /// Whether the row shares its id with no other.
  func isAlone(row: Int) -> Bool {
    next[row] == Self.none && previous[row] == Self.none
  }

  /// Whether the row begins its id's list: each id has exactly one such row.
  func isFirst(row: Int) -> Bool {
    previous[row] == Self.none
  }

  /// Takes a row out and gives its number to the last row.
  ///
  /// - Parameter words: The words before the removal.
  mutating func removeSwapping(row: Int, _ words: [IDWord]) {
    unlink(row: row, words)
    let last = words.count - 1
    if row != last { renumber(last, to: row, words) }
    next.removeLast()
    previous.removeLast()
  }

  private mutating func unlink(row: Int, _ words: [IDWord]) {
    let before = previous[row]
    let after = next[row]
    if after != Self.none { previous[Int(after)] = before }
    if before != Self.none {
      next[Int(before)] = after
    } else if after != Self.none {
      heads[slot(of: words[row], words)] = after
    } else {
      empty(slot: slot(of: words[row], words), words)
      participantCount -= 1
    }
  }

  private mutating func renumber(_ row: Int, to new: Int, _ words: [IDWord]) {
    let before = previous[row]
    let after = next[row]
    if before == Self.none {
      heads[slot(of: words[row], words)] = Int32(new)
    } else {
      next[Int(before)] = Int32(new)
    }
    if after != Self.none { previous[Int(after)] = Int32(new) }
    next[new] = after
    previous[new] = before
  }

  /// Empties a slot and moves later ones back, so that no probe meets a hole too early.
  private mutating func empty(slot: Int, _ words: [IDWord]) {
    let mask = heads.count - 1
    var hole = slot
    var probe = (slot + 1) & mask
    while heads[probe] != Self.none {
      let home = home(of: words[Int(heads[probe])])
      if (probe - home) & mask >= (probe - hole) & mask {
        heads[hole] = heads[probe]
        hole = probe
      }
      probe = (probe + 1) & mask
    }
    heads[hole] = Self.none
  }
}
