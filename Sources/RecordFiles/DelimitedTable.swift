// A table of delimited text: a header and records.

import DeletableClustering

enum DelimitedTable {
  /// Reads a table; its ids come from a column, from a file of ids, or are row numbers.
  ///
  /// - Parameter threads: At most so many parse at once.
  static func read(
    _ stream: sending any ByteStream, delimiter: UInt8, selecting selection: TableSelection, threads: Int
  ) throws(RecordFileError) -> Dataset {
    let file = stream.name
    let givenIDs: RecordIDs? = if let path = selection.idsFile { try IDLines.read(path) } else { nil }
    var blocks = TextBlocks(stream, quoting: true)
    guard var first = try blocks.next() else { throw .empty(file: file) }

    let (names, header) = try readHeader(first, delimiter: delimiter, file: file)
    // Before anything that names a column: names are kept with a model, and shown in messages.
    if Self.looksLikeRecord(names) { throw RecordFileError.noHeader(file: file) }
    let plan = try ColumnPlan(names: names, selecting: selection, file: file, line: 1)
    let parser = RecordParser(
      file: file, delimiter: delimiter, plan: plan, acceptsMissing: selection.acceptsMissing)

    first.passHeader(endingAt: header.position, line: header.line)
    let records = try TableRecords.read(
      BlockQueue(first: first, then: blocks), parser, threads: threads)

    guard records.count > 0 else { throw .noRecords(file: file, line: header.line) }
    if let givenIDs, let path = selection.idsFile {
      try IDLines.checkCount(givenIDs.count, of: path, records: records.count)
    }
    let hasIDColumn = selection.idColumn != nil
    do {
      return try Dataset(
        ids: hasIDColumn ? records.ids : givenIDs,
        coordinates: records.coordinates,
        dimension: plan.featureColumns.count,
        weights: selection.weightColumn == nil ? nil : records.weights,
        featureNames: plan.featureNames
      )
    } catch {
      throw RecordFileError(error, file: file, columns: plan.featureNames)
    }
  }

  /// Whether a header holds a record's values: only numbers, or only numbers beside one id, and not just
  /// whole ones such as years.
  private static func looksLikeRecord(_ names: [String]) -> Bool {
    let numbers = names.filter { Double($0) != nil }
    let areWhole = numbers.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
    return numbers.count == names.count || (names.count > 1 && numbers.count == names.count - 1 && !areWhole)
  }

  /// Reads the names of the columns.
  ///
  /// - Returns: The names, and the place of the record after them.
  private static func readHeader(
    _ block: TextBlock, delimiter: UInt8, file: String
  ) throws(RecordFileError) -> (names: [String], end: DelimitedFields) {
    let bytes = block.bytes.span
    var fields = DelimitedFields(file: file, delimiter: delimiter, position: 0, line: 1)
    var names: [String] = []
    repeat {
      let line = fields.line
      var name: [UInt8] = []
      try fields.text(bytes, appendingTo: &name)
      guard let text = String(validating: name, as: UTF8.self) else {
        throw .notUTF8(file: file, line: line)
      }
      names.append(text)
    } while !fields.endsRecord(bytes)
    return (names, fields)
  }
}
