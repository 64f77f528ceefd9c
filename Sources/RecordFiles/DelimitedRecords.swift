// Records of delimited text, block by block.
//
// A block is parsed without a look at any other: blocks are parsed at the same time and their records
// joined in order.

import DeletableClustering

/// What a block of records holds beside numbers.
struct ParsedBlock: Sendable {
  /// The count of records so far.
  fileprivate(set) var count = 0
  /// The ids; none if no column holds them.
  fileprivate(set) var ids = RecordIDBlock()
  /// The weights; none if no column holds them.
  fileprivate(set) var weights: [UInt32] = []
  /// The count of numbers so far.
  fileprivate var numberCount = 0
  /// An id, while it is read.
  fileprivate var id: [UInt8] = []
}

/// How a block ended.
enum BlockEnd: Sendable {
  case parsed(ParsedBlock)
  /// A number is not exact in the precision of the others.
  case needsDouble
  /// There are fewer or more records than line feeds that end one: a quote in an earlier block stands where
  /// none may, and nothing of this one is known.
  case miscounted
}

/// Parses blocks of a table.
struct RecordParser: Sendable {
  /// How a record ended.
  private enum RecordEnd {
    case read
    /// It has a number or a weight that is none, an empty id or another count of fields.
    case faulty
    case needsDouble
  }

  let file: String
  let delimiter: UInt8
  let plan: ColumnPlan
  /// Whether values may be missing.
  let acceptsMissing: Bool
  /// The count of features, d.
  let dimension: Int
  private let runs: [ColumnRun]

  init(file: String, delimiter: UInt8, plan: ColumnPlan, acceptsMissing: Bool) {
    self.file = file
    self.delimiter = delimiter
    self.plan = plan
    self.acceptsMissing = acceptsMissing
    dimension = plan.featureColumns.count
    runs = ColumnRun.runs(of: plan.roles)
  }

  /// Parses the records of a block.
  ///
  /// - Parameter numbers: Gets n × d numbers, row after row; n is the count of records of the block.
  /// - Throws: ``RecordFileError`` for the first record that is not as it has to be.
  func parse<Number: KeptNumber>(
    _ block: TextBlock, into numbers: inout MutableSpan<Number>
  ) throws(RecordFileError) -> BlockEnd {
    let bytes = block.bytes.span
    var fields = DelimitedFields(
      file: file, delimiter: delimiter, position: block.start, line: block.firstLine)
    var parsed = ParsedBlock()
    if plan.roles.contains(where: \.isID) { parsed.ids.reserveCapacity(block.recordCount) }
    while fields.position < bytes.count {
      guard parsed.count < block.recordCount else { return .miscounted }
      let start = fields.position
      let line = fields.line
      switch try readRecord(bytes, &fields, &parsed, &numbers) {
      case .read: parsed.count += 1
      case .needsDouble: return .needsDouble
      case .faulty:
        fields.position = start
        fields.line = line
        throw try fault(bytes, fields)
      }
    }
    return parsed.count == block.recordCount ? .parsed(parsed) : .miscounted
  }

  private func readRecord<Number: KeptNumber>(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ parsed: inout ParsedBlock,
    _ numbers: inout MutableSpan<Number>
  ) throws(RecordFileError) -> RecordEnd {
    for run in runs {
      if run.role == .feature {
        let end = readFeatures(bytes, &fields, run, &parsed, &numbers)
        guard end == .read else { return end }
        continue
      }
      for column in 0..<run.count {
        if run.role.isID {
          guard try readID(bytes, fields, &parsed) else { return .faulty }
        }
        switch run.role {
        case .weight:
          guard let weight = fields.weight(bytes) else { return .faulty }
          parsed.weights.append(weight)
        case .idAndFeature:
          let end = readNumber(bytes, &fields, &parsed, &numbers)
          guard end == .read else { return end }
        case .unused, .label, .id, .feature:
          try fields.skip(bytes)
        }
        let isLast = run.endsRecord && column == run.count - 1
        guard fields.endsRecord(bytes) == isLast else { return .faulty }
      }
    }
    return .read
  }

  /// Reads a run of features: those that are plain numbers at once, the others one by one.
  @inline(__always)
  private func readFeatures<Number: KeptNumber>(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ run: ColumnRun, _ parsed: inout ParsedBlock,
    _ numbers: inout MutableSpan<Number>
  ) -> RecordEnd {
    var unread = run.count
    while true {
      let count = PlainNumbers.read(
        bytes, at: &fields.position, delimiter: delimiter, fieldCount: unread, isLast: run.endsRecord,
        into: &numbers, from: parsed.numberCount)
      parsed.numberCount += count
      unread -= count
      if unread == 0 {
        if run.endsRecord { fields.line += 1 }
        return .read
      }
      let end = readNumber(bytes, &fields, &parsed, &numbers)
      guard end == .read else { return end }
      unread -= 1
      guard fields.endsRecord(bytes) == (run.endsRecord && unread == 0) else { return .faulty }
      if unread == 0 { return .read }
    }
  }

  @inline(never)
  private func readNumber<Number: KeptNumber>(
    _ bytes: Span<UInt8>, _ fields: inout DelimitedFields, _ parsed: inout ParsedBlock,
    _ numbers: inout MutableSpan<Number>
  ) -> RecordEnd {
    let start = fields.position
    if let number = fields.number(bytes) {
      guard let kept = Number(keeping: number) else { return .needsDouble }
      numbers[parsed.numberCount] = kept
    } else {
      fields.position = start
      guard acceptsMissing, fields.missing(bytes) else { return .faulty }
      numbers[parsed.numberCount] = .nan
    }
    parsed.numberCount += 1
    return .read
  }

  /// Reads an id, and leaves the position at its start; false if it is empty.
  private func readID(
    _ bytes: Span<UInt8>, _ fields: DelimitedFields, _ parsed: inout ParsedBlock
  ) throws(RecordFileError) -> Bool {
    var fields = fields
    parsed.id.removeAll(keepingCapacity: true)
    try fields.text(bytes, appendingTo: &parsed.id)
    parsed.ids.append(parsed.id)
    return !parsed.id.isEmpty
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
    for (role, name) in zip(plan.roles, plan.namesInMessages) {
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

/// Columns next to each other that are read as the same.
private struct ColumnRun: Sendable {
  let role: ColumnPlan.Role
  var count: Int
  /// Whether the last of them is the last of the table.
  var endsRecord = false

  static func runs(of roles: [ColumnPlan.Role]) -> [ColumnRun] {
    var runs: [ColumnRun] = []
    for role in roles {
      if runs.last?.role == role {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(ColumnRun(role: role, count: 1))
      }
    }
    if !runs.isEmpty { runs[runs.count - 1].endsRecord = true }
    return runs
  }
}
