// A list of the participants who withdrew, as a biobank sends it.

import DeletableClustering

/// Reads lists of ids: a CSV of one column without a header.
///
/// Blank lines, carriage returns before line feeds, a byte order mark and spaces or tabs around an
/// id are passed over. An id in quotes is kept exactly, be there spaces, commas, doubled quotes or
/// line breaks in it.
public enum WithdrawalList {
  /// Reads a list.
  ///
  /// - Parameter path: A file, inflated if its name ends in `.gz`, or `-` for standard input.
  /// - Returns: The distinct ids in the order of their first appearance; none for an empty list.
  /// - Throws: ``RecordFileError``, also for a line of more than one column.
  /// - Complexity: O(size of the list).
  public static func read(_ path: String) throws(RecordFileError) -> [RecordID] {
    var blocks = TextBlocks(try RecordFiles.openText(path), quoting: true)
    var ids = DistinctIDs()
    while let block = try blocks.next() { try read(block, of: blocks.name, into: &ids) }
    return ids.list
  }

  private static func read(
    _ block: TextBlock, of file: String, into ids: inout DistinctIDs
  ) throws(RecordFileError) {
    let bytes = block.bytes.span
    var fields = DelimitedFields(
      file: file, delimiter: UInt8(ascii: ","), position: 0, line: block.firstLine)
    var id: [UInt8] = []
    while fields.position < bytes.count {
      let line = fields.line
      id.removeAll(keepingCapacity: true)
      let isQuoted = try readLine(bytes, &fields, &id)
      if isQuoted, id.isEmpty { throw .emptyID(file: file, line: line, column: nil) }
      if !id.isEmpty { ids.insert(id) }
    }
  }

  /// Reads a line's id, without what is around it, and moves to the next line.
  ///
  /// - Returns: Whether the id was quoted.
  private static func readLine(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ id: inout [UInt8]
  ) throws(RecordFileError) -> Bool {
    passBlanks(bytes, &fields)
    let isQuoted = bytes[fields.position] == DelimitedFields.quote
    if isQuoted {
      try fields.quotedContent(bytes, appendingTo: &id)
      passBlanks(bytes, &fields)
      guard fields.isAtFieldEnd(bytes) else { throw .strayQuote(file: fields.file, line: fields.line) }
    } else {
      try fields.text(bytes, appendingTo: &id)
      while let last = id.last, isBlank(last) { id.removeLast() }
    }
    let line = fields.line
    guard fields.endsRecord(bytes) else { throw .severalColumns(file: fields.file, line: line) }
    return isQuoted
  }

  private static func passBlanks(_ bytes: Span<UInt8>, _ fields: inout DelimitedFields) {
    while isBlank(bytes[fields.position]) { fields.position += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == DelimitedFields.space || byte == UInt8(ascii: "\t")
  }
}

/// Distinct ids in the order of their first appearance.
///
/// Open addressing with linear probing. A slot holds an id's hash beside its position, so that
/// growing, and passing over other ids, follows no pointer; a `Set` takes twice the time.
private struct DistinctIDs {
  private struct Slot {
    static let empty = Slot(hash: 0, position: -1)
    let hash: UInt32
    let position: Int32
  }

  private(set) var list: [RecordID] = []
  /// A power of two, at most half of them used.
  private var slots = Array(repeating: Slot.empty, count: 16)

  /// - Complexity: O(length of the id), expected.
  mutating func insert(_ bytes: [UInt8]) {
    let hash = Self.hash(bytes)
    var index = Int(hash) & (slots.count - 1)
    while slots[index].position >= 0 {
      if slots[index].hash == hash, list[Int(slots[index].position)].bytes == bytes { return }
      index = (index + 1) & (slots.count - 1)
    }
    slots[index] = Slot(hash: hash, position: Int32(list.count))
    list.append(RecordID(bytes: bytes))
    if 2 * list.count > slots.count { grow() }
  }

  private mutating func grow() {
    var larger = Array(repeating: Slot.empty, count: 2 * slots.count)
    for slot in slots where slot.position >= 0 {
      var index = Int(slot.hash) & (larger.count - 1)
      while larger[index].position >= 0 { index = (index + 1) & (larger.count - 1) }
      larger[index] = slot
    }
    slots = larger
  }

  /// The standard library's hash of the bytes, eight at a time.
  private static func hash(_ bytes: [UInt8]) -> UInt32 {
    var hasher = Hasher()
    hasher.combine(bytes.count)
    var word: UInt64 = 0
    for (position, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if position & 7 == 7 { hasher.combine(word) }
    }
    hasher.combine(word)
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }
}
