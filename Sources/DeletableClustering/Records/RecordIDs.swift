// The ids of the records of a data set, one a row.
//
// Most ids are short or plain numbers. Those fit in one word, so that a million of them cost
// eight megabytes and no allocation; only the others are kept as bytes, each distinct one once.
// Two rows have the same word exactly if they have the same id. Row numbers need no memory at all.

/// The ids of a data set's records, in row order.
///
/// Build one with `append`, or take row numbers with ``init(rowNumbers:)``.
public struct RecordIDs: Sendable {
  /// One word a row; see ``IDWord``.
  private(set) var words = IDWords(rowNumbers: 0)
  /// The ids that fit in no word. A slot is empty after its last row left.
  private var texts: [[UInt8]] = []
  private var slots: [RecordID: Int] = [:]
  private var freeSlots: [Int] = []

  /// No rows.
  public init() {}

  /// The row numbers 0, 1, … in decimal, for records that came without ids.
  ///
  /// - Parameter count: How many rows there are, at least 0; checked in release builds too.
  /// - Complexity: O(1) in time and memory.
  public init(rowNumbers count: Int) {
    precondition(count >= 0, "There are no \(count) rows.")
    words = IDWords(rowNumbers: count)
  }

  /// The ids of rows in their order; several rows may have one.
  ///
  /// - Complexity: O(n + length of all ids) for n of them.
  public init(_ ids: some Sequence<RecordID>) {
    for id in ids { append(id.bytes) }
  }

  /// Makes room for so many rows in all, which are appended faster then.
  ///
  /// - Complexity: O(n) for n rows that are there.
  public mutating func reserveCapacity(_ count: Int) {
    words.reserveCapacity(count)
  }

  /// Adds a row's id.
  ///
  /// - Complexity: Amortised O(length).
  public mutating func append(_ bytes: some Collection<UInt8>) {
    words.append(IDWord(packing: bytes) ?? intern(Array(bytes)))
  }

  /// As above, for the bytes of a larger buffer; not generic, so that readers in other modules are fast.
  public mutating func append(_ bytes: ArraySlice<UInt8>) {
    words.append(IDWord(packing: bytes) ?? intern(Array(bytes)))
  }

  /// Adds the ids of rows that were gathered apart, in their order.
  ///
  /// - Complexity: O(count + length of the ids that fit in no word).
  package mutating func append(_ block: RecordIDBlock) {
    for word in block.words {
      words.append(word.isSlot ? intern(Array(block.text(inSlot: word.slot))) : word)
    }
  }

  private mutating func intern(_ bytes: [UInt8]) -> IDWord {
    let id = RecordID(bytes: bytes)
    if let slot = slots[id] { return IDWord(slot: slot) }
    let slot: Int
    if let free = freeSlots.popLast() {
      texts[free] = bytes
      slot = free
    } else {
      texts.append(bytes)
      slot = texts.count - 1
    }
    slots[id] = slot
    return IDWord(slot: slot)
  }

  /// The word of an id, or nil if no row can have it.
  func word(of id: RecordID) -> IDWord? {
    IDWord(packing: id.bytes) ?? slots[id].map(IDWord.init(slot:))
  }

  /// The bytes that a word stands for.
  func bytes(of word: IDWord) -> [UInt8] {
    word.unpacked ?? texts[word.slot]
  }

  /// Puts the last row's id in the place of the given row's and drops the last row.
  mutating func removeSwapping(row: Int) {
    words.removeSwapping(row: row)
  }

  /// Forgets the bytes of an id that no row has any more.
  mutating func forget(_ word: IDWord) {
    guard word.unpacked == nil else { return }
    slots[RecordID(bytes: texts[word.slot])] = nil
    texts[word.slot] = []
    freeSlots.append(word.slot)
  }
}

extension RecordIDs: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { words.count }

  public subscript(row: Int) -> RecordID {
    RecordID(bytes: bytes(of: words[row]))
  }
}
