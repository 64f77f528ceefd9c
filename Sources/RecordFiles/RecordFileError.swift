// What can be wrong with a file of records.

/// Why a table or a withdrawal list was not read. Nothing was kept of it.
///
/// Messages name file, line and column, never what a cell holds nor an id: an error must not outlive
/// the record. Lines count from 1, as editors do; the rows of an array from 0, as NumPy does. A
/// `file` is the path as it was given, or `standard input`.
public enum RecordFileError: Error, Equatable, Sendable {
  /// There is no such file.
  case notFound(file: String)
  /// The path leads to a folder.
  case isFolder(file: String)
  /// The file is there and cannot be read; the reason is the system's.
  case unreadable(file: String, reason: String)

  /// The name ends in none of the endings that tell a format.
  case unknownEnding(file: String)
  /// An array has no column names, so no column can hold the ids.
  case arrayHasNoIDColumn(file: String)
  /// An array has no column names, so no column can hold the weights.
  case arrayHasNoWeightColumn(file: String)
  /// An array has no column names, so no column can hold reference labels.
  case arrayHasNoLabelColumn(file: String)
  /// Both a column and a file were to give the ids.
  case idsGivenTwice(column: String, file: String)
  /// One column was to give both the ids and the weights.
  case weightsAreIDs(column: String)
  /// The column of the weights was to be a feature too.
  case weightsAreFeature(column: String)
  /// The column of the reference labels was to be a feature too.
  case labelsAreFeature(column: String)
  /// Table and ids were both to come from standard input.
  case standardInputTwice

  /// There are no bytes at all.
  case empty(file: String)
  /// There is a header, or a shape, and no record; the line is where the first would be.
  case noRecords(file: String, line: Int?)
  /// No column is left to be a feature; the line is the header's, nil for an array.
  case noFeatures(file: String, line: Int?)
  /// There are more records than a data set may have.
  case tooManyRecords(file: String, count: Int)
  /// The weights add up to more than a data set may have.
  case tooMuchWeight(file: String, total: Int)

  /// The compressed data are cut short or damaged.
  case damagedCompression(file: String)
  /// A byte order mark of UTF-16 or UTF-32, a NUL byte, or a header that is no UTF-8.
  case notUTF8(file: String, line: Int)
  /// A record, from this line on, is longer than any table needs: a quote may be left open.
  case recordTooLong(file: String, line: Int, limit: Int)
  /// The quoted field that starts in this line never ends.
  case unclosedQuote(file: String, line: Int)
  /// A quote inside an unquoted field, or text after the closing quote of a quoted one.
  case strayQuote(file: String, line: Int)
  /// A carriage return without a line feed in an unquoted name or id.
  case strayReturn(file: String, line: Int)
  /// The first line holds numbers where names are due: a record, which must not become the features' names.
  case noHeader(file: String)
  /// A record has another count of fields than the header.
  case raggedRow(file: String, line: Int, fields: Int, expected: Int)
  /// The cell is empty or no finite number.
  case notANumber(file: String, line: Int, column: String)
  /// The cell is no whole number from 1 to `Dataset.maximumCount` in decimal digits.
  case notAWeight(file: String, line: Int, column: String)
  /// The id of a record, or in a list, is empty; the column is nil where there are none.
  case emptyID(file: String, line: Int, column: String?)
  /// No column has this name, or none matches this pattern; the line is the header's, nil for an array. The names are
  /// those of all columns, or none where the header may be a record.
  case unknownColumn(file: String, line: Int?, column: String, names: [String])
  /// Several columns have this name.
  case ambiguousColumn(file: String, line: Int?, column: String)
  /// There is not one id for each record; the line is the last id's, or the first one's too many.
  case idCount(file: String, line: Int, ids: Int, records: Int)
  /// The reference label of a record is empty; the column is nil where there are none.
  case emptyLabel(file: String, line: Int, column: String?)
  /// There is not one reference label for each record.
  case labelCount(file: String, labels: Int, records: Int)
  /// A line of a withdrawal list has more than one column.
  case severalColumns(file: String, line: Int)

  /// The file is no array in NumPy's format, or its header breaks the format's rules.
  case notAnArray(file: String, reason: String)
  /// The array has not two dimensions.
  case arrayRank(file: String, rank: Int)
  /// The array's elements are of a type that is not read.
  case arrayType(file: String, type: String)
  /// The file is shorter or longer than the array's shape says.
  case arraySize(file: String, bytes: Int, expected: Int)
  /// An element is infinite or no number.
  case notFinite(file: String, row: Int, column: String)
  /// A whole number of 64 bits is beyond ±(2⁵³ − 1), where double precision rounds.
  case notExact(file: String, row: Int, column: String)
}

extension RecordFileError {
  /// What kind of fault it is: each has its own exit code in the tool.
  public enum Kind: Sendable {
    /// The file is missing or is a folder.
    case noInput
    /// The file's content is not what it has to be.
    case badData
    /// The request makes no sense, whatever the file holds.
    case usage
    /// The system could not read the file.
    case io
  }

  public var kind: Kind {
    switch self {
    case .notFound, .isFolder: .noInput
    case .unreadable: .io
    case .unknownEnding, .arrayHasNoIDColumn, .arrayHasNoWeightColumn, .arrayHasNoLabelColumn,
      .idsGivenTwice, .weightsAreIDs, .weightsAreFeature, .labelsAreFeature, .standardInputTwice:
      .usage
    default: .badData
    }
  }
}
