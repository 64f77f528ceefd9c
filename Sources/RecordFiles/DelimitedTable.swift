// A table of delimited text: a header and records.

import DeletableClustering

enum DelimitedTable {
  /// Reads a table; its ids come from a column, from a file of ids, or are row numbers.
  static func read(
    _ stream: any ByteStream, delimiter: UInt8, selecting selection: TableSelection
  ) throws(RecordFileError) -> Dataset {
    let file = stream.name
    let givenIDs: RecordIDs? = if let path = selection.idsFile { try IDLines.read(path) } else { nil }
    var blocks = TextBlocks(stream, quoting: true)
    guard let first = try blocks.next() else { throw .empty(file: file) }

    var fields = DelimitedFields(file: file, delimiter: delimiter, position: 0, line: 1)
    let names = try readHeader(first.bytes.span, &fields)
    // Before anything that names a column: names are kept with a model, and shown in messages.
    if Self.looksLikeRecord(names) { throw RecordFileError.noHeader(file: file) }
    let plan = try ColumnPlan(names: names, selecting: selection, file: file, line: 1)
    let parser = RecordParser(
      file: file, delimiter: delimiter, plan: plan, acceptsMissing: selection.acceptsMissing)

    var records = CollectedRecords()
    records.append(try parser.parse(first, from: fields.position, line: fields.line))
    while let block = try blocks.next() { records.append(try parser.parse(block)) }

    guard records.count > 0 else { throw .noRecords(file: file, line: fields.line) }
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

  /// Reads the names of the columns, and moves to the record after them.
  private static func readHeader(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields
  ) throws(RecordFileError) -> [String] {
    var names: [String] = []
    repeat {
      let line = fields.line
      var name: [UInt8] = []
      try fields.text(bytes, appendingTo: &name)
      guard let text = String(validating: name, as: UTF8.self) else {
        throw .notUTF8(file: fields.file, line: line)
      }
      names.append(text)
    } while !fields.endsRecord(bytes)
    return names
  }
}

/// The records of the blocks read so far.
private struct CollectedRecords {
  private(set) var count = 0
  private(set) var ids = RecordIDs()
  private(set) var weights: [UInt32] = []
  /// The numbers, as long as each is exact in single precision; in double precision from then on.
  private(set) var coordinates = Coordinates.float([])

  mutating func append(_ parsed: ParsedRecords) {
    count += parsed.count
    weights += parsed.weights
    var start = 0
    for end in parsed.idEnds {
      ids.append(parsed.idBytes[start..<end])
      start = end
    }
    switch coordinates {
    case .float(var values):
      coordinates = .float([])  // gives up the second reference, so that nothing is copied
      if parsed.areFloats {
        values.append(contentsOf: parsed.numbers.lazy.map { Float($0) })
        coordinates = .float(values)
      } else {
        coordinates = .double(values.map { Double($0) } + parsed.numbers)
      }
    case .double(var values):
      coordinates = .double([])
      values += parsed.numbers
      coordinates = .double(values)
    }
  }
}
