// What to read of a table.

/// Which column holds the ids and which columns are features.
public struct TableSelection: Sendable, Equatable {
  /// The column whose cells are the ids; nil takes the row numbers, from 0.
  public var idColumn: String?
  /// Names or patterns of the feature columns; empty takes all but the id column.
  ///
  /// In a pattern, `*` stands for any bytes, `?` for one, `[abc]` and `[0-9]` for one of these and
  /// `[!abc]` for one of the others. A name that a column bears means that column alone, whatever
  /// characters it has. Features keep the order of the table, and each is taken once.
  public var features: [String]
  /// A file whose line i is the id of record i, for tables and arrays; `-` is standard input.
  public var idsFile: String?

  public init(idColumn: String? = nil, features: [String] = [], idsFile: String? = nil) {
    self.idColumn = idColumn
    self.features = features
    self.idsFile = idsFile
  }
}
