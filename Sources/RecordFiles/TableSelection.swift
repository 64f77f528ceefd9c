// What to read of a table.

/// Which columns hold the ids and the weights, and which columns are features.
public struct TableSelection: Sendable, Equatable {
  /// The column whose cells are the ids; nil takes the row numbers, from 0.
  public var idColumn: String?
  /// The column whose cells are the weights, whole numbers from 1 in decimal digits; nil gives every record
  /// the weight 1. An array has no such column, and the column is never a feature.
  public var weightColumn: String?
  /// The column whose cells are reference labels; it is passed over, and never a feature.
  public var labelColumn: String?
  /// Names or patterns of the feature columns; empty takes all but those of the id, the weight and the label.
  ///
  /// In a pattern, `*` stands for any bytes, `?` for one, `[abc]` and `[0-9]` for one of these and
  /// `[!abc]` for one of the others. A name that a column bears means that column alone, whatever
  /// characters it has. Features keep the order of the table, and each is taken once.
  public var features: [String]
  /// A file whose line i is the id of record i, for tables and arrays; `-` is standard input.
  public var idsFile: String?
  /// Whether values may be missing. Then an empty cell, and one of `NA`, `N/A`, `NaN`, `nan`, `null` and `NULL`, is
  /// read as NaN, as is a NaN in an array; else they are faults.
  public var acceptsMissing: Bool

  public init(
    idColumn: String? = nil, weightColumn: String? = nil, features: [String] = [], idsFile: String? = nil,
    acceptsMissing: Bool = false, labelColumn: String? = nil
  ) {
    self.idColumn = idColumn
    self.weightColumn = weightColumn
    self.features = features
    self.idsFile = idsFile
    self.acceptsMissing = acceptsMissing
    self.labelColumn = labelColumn
  }

  /// Checks what can be known before a table is read.
  ///
  /// - Throws: ``RecordFileError`` of the kind `usage`.
  func check() throws(RecordFileError) {
    if let column = idColumn, let file = idsFile { throw .idsGivenTwice(column: column, file: file) }
    if let labelColumn, features.contains(where: { $0.utf8.elementsEqual(labelColumn.utf8) }) {
      throw .labelsAreFeature(column: labelColumn)
    }
    guard let weightColumn else { return }
    // Byte by byte, as columns are found: two normal forms of Unicode are two names.
    let isWeight = { (name: String) in name.utf8.elementsEqual(weightColumn.utf8) }
    if idColumn.map(isWeight) == true { throw .weightsAreIDs(column: weightColumn) }
    if features.contains(where: isWeight) { throw .weightsAreFeature(column: weightColumn) }
  }
}
