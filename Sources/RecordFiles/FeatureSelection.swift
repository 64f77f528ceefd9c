// Which columns of a table are read as what.

/// The part of each column of a table.
struct ColumnPlan: Equatable, Sendable {
  enum Role: Sendable {
    case unused
    case feature
    case id
    /// The ids, which were named as a feature too.
    case idAndFeature
    case weight
    /// Reference labels, which are no part of a record.
    case label

    var isFeature: Bool { self == .feature || self == .idAndFeature }
    var isID: Bool { self == .id || self == .idAndFeature }
  }

  /// The columns' names, in the order of the table.
  let names: [String]
  /// What messages call them: by their places, `#1` and so on, where a name is a number. Then the header may be a
  /// record, of which a message must tell nothing.
  var namesInMessages: [String] {
    guard names.contains(where: { Double($0) != nil }) else { return names }
    return names.indices.map { "#\($0 + 1)" }
  }
  /// The columns' parts, in the order of the table.
  private(set) var roles: [Role]

  /// The positions of the features, ascending.
  var featureColumns: [Int] {
    roles.indices.filter { roles[$0].isFeature }
  }

  /// The features' names, in the order of the table.
  var featureNames: [String] { featureColumns.map { names[$0] } }

  /// Finds the columns that a selection means.
  ///
  /// Names are compared byte by byte: two normal forms of Unicode are two names.
  ///
  /// - Parameters:
  ///   - names: The columns' names, in the order of the table.
  ///   - selection: What was asked for.
  ///   - file: The table, for errors.
  ///   - line: The line of the header; nil for an array.
  /// - Throws: ``RecordFileError``: `unknownColumn`, `ambiguousColumn` or `noFeatures`.
  /// - Precondition: The selection passed its check.
  init(
    names: [String], selecting selection: TableSelection, file: String, line: Int?
  ) throws(RecordFileError) {
    self.names = names
    self.roles = Array(repeating: .unused, count: names.count)
    let columns = ColumnNames(names, file: file, line: line)
    if let name = selection.idColumn { roles[try columns.requiredColumn(named: name)] = .id }
    if let name = selection.weightColumn { roles[try columns.requiredColumn(named: name)] = .weight }
    if let name = selection.labelColumn {
      let column = try columns.requiredColumn(named: name)
      if roles[column] == .unused { roles[column] = .label }
    }
    if selection.features.isEmpty {
      for column in roles.indices where roles[column] == .unused { roles[column] = .feature }
    }
    for pattern in selection.features { try select(pattern, columns) }
    let features = featureColumns
    for column in features { _ = try columns.column(named: names[column]) }
    if features.isEmpty { throw .noFeatures(file: file, line: line) }
  }

  private mutating func select(_ pattern: String, _ columns: ColumnNames) throws(RecordFileError) {
    if let column = try columns.column(named: pattern) {
      roles[column] = roles[column].isID ? .idAndFeature : .feature
      return
    }
    let glob = Glob(pattern.utf8)
    var isUsed = false
    for column in roles.indices where glob.matches(columns.names[column]) {
      if [.id, .weight, .label].contains(roles[column]) { continue }
      if roles[column] == .unused { roles[column] = .feature }
      isUsed = true
    }
    guard isUsed else { throw columns.unknown(pattern) }
  }
}

/// The names of a table's columns as bytes, and where they are.
private struct ColumnNames {
  let names: [[UInt8]]
  private let texts: [String]
  private let file: String
  private let line: Int?
  private var columns: [[UInt8]: [Int]] = [:]

  init(_ names: [String], file: String, line: Int?) {
    texts = names
    self.names = names.map { Array($0.utf8) }
    self.file = file
    self.line = line
    for (column, name) in self.names.enumerated() { columns[name, default: []].append(column) }
  }

  /// The one column of that name; nil if there is none.
  func column(named name: String) throws(RecordFileError) -> Int? {
    guard let found = columns[Array(name.utf8)] else { return nil }
    guard found.count == 1 else { throw .ambiguousColumn(file: file, line: line, column: name) }
    return found[0]
  }

  /// The one column of that name, which has to be there.
  func requiredColumn(named name: String) throws(RecordFileError) -> Int {
    guard let column = try column(named: name) else { throw unknown(name) }
    return column
  }

  func unknown(_ name: String) -> RecordFileError {
    .unknownColumn(
      file: file, line: line, column: name, names: texts.contains(where: Self.mayBeValue) ? [] : texts)
  }

  /// Whether a name may be a value: then the header may be a record, of which a message must tell nothing. A record has
  /// a number, or lacks one, in some column; and it may be split by other signs than the table's.
  private static func mayBeValue(_ name: String) -> Bool {
    let parts = name.split { $0.isWhitespace || ";|,:".contains($0) }
    return parts.isEmpty
      || parts.contains { part in
        part.first.map { $0.isNumber || $0.isMathSymbol || "-.".contains($0) } == true
          || DelimitedFields.missingWords.contains(Array(part.utf8))
      }
  }
}
