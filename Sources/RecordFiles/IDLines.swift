// A file of ids, one a line, for the records of a table or an array.

import DeletableClustering

enum IDLines {
  /// Reads the ids of a file: its lines, byte for byte, without what ends them.
  ///
  /// - Throws: ``RecordFileError``, also for an empty line: it would be an empty id.
  static func read(_ path: String) throws(RecordFileError) -> RecordIDs {
    var blocks = TextBlocks(try RecordFiles.openText(path), quoting: false)
    var ids = RecordIDs()
    while let block = try blocks.next() { try append(block, to: &ids, file: blocks.name) }
    guard ids.count > 0 else { throw .empty(file: blocks.name) }
    return ids
  }

  private static func append(
    _ block: TextBlock, to ids: inout RecordIDs, file: String
  ) throws(RecordFileError) {
    var rest = block.bytes[...]
    var line = block.firstLine
    while let end = rest.firstIndex(of: DelimitedFields.lineFeed) {
      var id = rest[..<end]
      if id.last == DelimitedFields.carriageReturn { id.removeLast() }
      if id.isEmpty { throw .emptyID(file: file, line: line, column: nil) }
      if id.contains(DelimitedFields.carriageReturn) { throw .strayReturn(file: file, line: line) }
      ids.append(id)
      rest = rest[(end + 1)...]
      line += 1
    }
  }

  /// Checks that there is one id for each record.
  static func checkCount(_ ids: Int, of path: String, records: Int) throws(RecordFileError) {
    guard ids != records else { return }
    let file = path == "-" ? "standard input" : path
    throw .idCount(file: file, line: min(ids, records + 1), ids: ids, records: records)
  }
}
