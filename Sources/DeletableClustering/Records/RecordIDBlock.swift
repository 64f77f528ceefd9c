// Ids of some consecutive rows, gathered apart from those before them.
//
// Several threads gather ids at the same time, and their blocks are joined in the order of the rows. All that
// needs no look at another row is done here; which row was the first with an id that fits no word, and where the
// bytes of such an id are kept, is settled by `RecordIDs` when they are joined.

/// The ids of some rows, to be joined with others.
package struct RecordIDBlock: Sendable {
  /// One word a row. An id that fits no word has a slot of its own here, whether it was met before or not.
  private(set) var words: [IDWord] = []
  /// The bytes of the ids in slots, one after another, and where each ends.
  private var texts: [UInt8] = []
  private(set) var textEnds: [Int] = []

  package init() {}

  package mutating func reserveCapacity(_ count: Int) {
    words.reserveCapacity(count)
  }

  /// Adds a row's id.
  ///
  /// - Complexity: Amortised O(length).
  package mutating func append(_ bytes: [UInt8]) {
    if let word = IDWord(packing: bytes) {
      words.append(word)
    } else {
      words.append(IDWord(slot: textEnds.count))
      texts += bytes
      textEnds.append(texts.count)
    }
  }

  /// The bytes of the id in a slot.
  func text(inSlot slot: Int) -> ArraySlice<UInt8> {
    texts[(slot == 0 ? 0 : textEnds[slot - 1])..<textEnds[slot]]
  }
}
