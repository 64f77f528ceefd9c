// Records of delimited text, block by block.
//
// A block is parsed without a look at any other: blocks may be parsed at the same time and their
// records be joined in order.

/// The records of a block.
struct ParsedRecords {
  var count = 0
  /// count × d, row after row.
  var numbers: [Double] = []
  /// Whether every number is exact in single precision.
  var areFloats = true
  /// The ids' bytes, one after another, and where each ends; empty if no column holds the ids.
  var idBytes: [UInt8] = []
  var idEnds: [Int] = []
  /// The weights; empty if no column holds them.
  var weights: [UInt32] = []
}

/// Parses blocks of a table.
struct RecordParser: Sendable {
  let file: String
  let delimiter: UInt8
  let plan: ColumnPlan
  /// Whether values may be missing.
  let acceptsMissing: Bool

  /// Parses the records of a block from a position on, which is in the given line.
  ///
  /// - Throws: ``RecordFileError`` for the first record that is not as it has to be.
  func parse(
    _ block: TextBlock, from position: Int = 0, line: Int? = nil
  ) throws(RecordFileError) -> ParsedRecords {
    let bytes = block.bytes.span
    var fields = DelimitedFields(
      file: file, delimiter: delimiter, position: position, line: line ?? block.firstLine)
    var parsed = ParsedRecords()
    while fields.position < bytes.count {
      let start = fields.position
      let line = fields.line
      if try readRecord(bytes, &fields, &parsed) { continue }
      fields.position = start
      fields.line = line
      throw try fault(bytes, fields)
    }
    return parsed
  }

  /// Reads one record; false if it has a number or a weight that is none, an empty id or another
  /// count of fields.
  private func readRecord(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ parsed: inout ParsedRecords
  ) throws(RecordFileError) -> Bool {
    var unread = plan.roles.count
    for role in plan.roles {
      switch role {
      case .feature:
        guard readNumber(bytes, &fields, &parsed) else { return false }
      case .unused, .label:
        try fields.skip(bytes)
      case .weight:
        guard let weight = fields.weight(bytes) else { return false }
        parsed.weights.append(weight)
      case .id, .idAndFeature:
        let start = fields.position
        let line = fields.line
        guard try readID(bytes, &fields, &parsed) else { return false }
        if role == .id { break }
        fields.position = start
        fields.line = line
        guard readNumber(bytes, &fields, &parsed) else { return false }
      }
      unread -= 1
      guard fields.endsRecord(bytes) == (unread == 0) else { return false }
    }
    parsed.count += 1
    return true
  }

  @inline(__always)
  private func readNumber(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ parsed: inout ParsedRecords
  ) -> Bool {
    let start = fields.position
    guard let number = fields.number(bytes) else {
      fields.position = start
      return readMissing(bytes, &fields, &parsed)
    }
    parsed.areFloats = parsed.areFloats && Double(Float(number)) == number
    parsed.numbers.append(number)
    return true
  }

  private func readMissing(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ parsed: inout ParsedRecords
  ) -> Bool {
    guard acceptsMissing, fields.missing(bytes) else { return false }
    parsed.numbers.append(.nan)
    return true
  }

  private func readID(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ parsed: inout ParsedRecords
  ) throws(RecordFileError) -> Bool {
    let start = parsed.idBytes.count
    try fields.text(bytes, appendingTo: &parsed.idBytes)
    parsed.idEnds.append(parsed.idBytes.count)
    return parsed.idBytes.count > start
  }

  /// What is wrong with a record that could not be read; `fields` is at its start.
  private func fault(
    _ bytes: Span<UInt8>, _ fields: DelimitedFields
  ) throws(RecordFileError) -> RecordFileError {
    var place = fields
    var count = 0
    repeat {
      try place.skip(bytes)
      count += 1
    } while !place.endsRecord(bytes)
    guard count == plan.roles.count else {
      return .raggedRow(file: file, line: fields.line, fields: count, expected: plan.roles.count)
    }
    place = fields
    for (role, name) in zip(plan.roles, plan.names) {
      let start = place
      if role.isFeature, !isValue(bytes, place) {
        return .notANumber(file: file, line: start.line, column: name)
      }
      place = start
      if role == .weight, place.weight(bytes) == nil {
        return .notAWeight(file: file, line: start.line, column: name)
      }
      place = start
      if role.isID, isEmptyField(bytes, place) {
        return .emptyID(file: file, line: start.line, column: name)
      }
      try place.skip(bytes)
      _ = place.endsRecord(bytes)
    }
    preconditionFailure("A record without a fault was refused, line \(fields.line)")
  }

  private func isValue(_ bytes: Span<UInt8>, _ fields: DelimitedFields) -> Bool {
    var (number, missing) = (fields, fields)
    return number.number(bytes) != nil || (acceptsMissing && missing.missing(bytes))
  }

  private func isEmptyField(_ bytes: Span<UInt8>, _ fields: DelimitedFields) -> Bool {
    guard bytes[fields.position] == DelimitedFields.quote else { return fields.isAtFieldEnd(bytes) }
    return bytes[fields.position + 1] == DelimitedFields.quote
      && bytes[fields.position + 2] != DelimitedFields.quote
  }
}
