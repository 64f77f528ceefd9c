// The messages of `RecordFileError`: one line each, the place and then the problem.

import DeletableClustering

extension RecordFileError: CustomStringConvertible {
  public var description: String {
    place.map { "\($0): \(problem)" } ?? problem
  }

  /// File, line and column, as far as there are such.
  private var place: String? {
    switch self {
    case .idsGivenTwice, .weightsAreIDs, .weightsAreFeature, .labelsAreFeature, .standardInputTwice:
      nil
    case .notFound(let file), .isFolder(let file), .unreadable(let file, _), .unknownEnding(let file),
      .arrayHasNoIDColumn(let file), .arrayHasNoWeightColumn(let file),
      .arrayHasNoLabelColumn(let file), .labelCount(let file, _, _), .empty(let file),
      .tooManyRecords(let file, _),
      .tooMuchWeight(let file, _), .damagedCompression(let file), .notAnArray(let file, _),
      .arrayRank(let file, _), .arrayType(let file, _), .arraySize(let file, _, _):
      file.oneLine
    case .noRecords(let file, let line), .noFeatures(let file, let line),
      .unknownColumn(let file, let line, _, _), .ambiguousColumn(let file, let line, _):
      line.map { "\(file.oneLine), line \($0)" } ?? file.oneLine
    case .noHeader(let file):
      "\(file.oneLine), line 1"
    case .notUTF8(let file, let line), .recordTooLong(let file, let line, _),
      .unclosedQuote(let file, let line), .strayQuote(let file, let line), .strayReturn(let file, let line),
      .raggedRow(let file, let line, _, _), .emptyID(let file, let line, nil),
      .emptyLabel(let file, let line, nil),
      .idCount(let file, let line, _, _), .severalColumns(let file, let line):
      "\(file.oneLine), line \(line)"
    case .notANumber(let file, let line, let column), .notAWeight(let file, let line, let column),
      .emptyID(let file, let line, let column?), .emptyLabel(let file, let line, let column?):
      "\(file.oneLine), line \(line), column \(column.asName)"
    case .notFinite(let file, let row, let column), .notExact(let file, let row, let column):
      "\(file.oneLine), row \(row) (from 0), column \(column.asName)"
    }
  }

  private var problem: String {
    switch self {
    case .notFound: "no such file"
    case .isFolder: "is a folder"
    case .unreadable(_, let reason): "cannot be read: \(reason.oneLine)"
    case .unknownEnding: "unknown ending; known are .csv, .tsv, .csv.gz, .tsv.gz and .npy"
    case .arrayHasNoIDColumn: "an array has no column names; its ids come from a file of ids"
    case .arrayHasNoWeightColumn: "an array has no column names, so none can hold the weights"
    case .arrayHasNoLabelColumn: "an array has no column names, so none can hold the labels"
    case .idsGivenTwice(let column, let file):
      "ids come from the column \(column.asName) or from \(file.oneLine), not from both"
    case .weightsAreIDs(let column): "the column \(column.asName) cannot hold both the ids and the weights"
    case .weightsAreFeature(let column):
      "the column \(column.asName) holds the weights, so it cannot be a feature"
    case .labelsAreFeature(let column):
      "the column \(column.asName) holds the labels, so it cannot be a feature"
    case .standardInputTwice: "the table and its ids cannot both come from standard input"
    case .empty: "is empty"
    case .noRecords: "holds no records"
    case .noFeatures: "no column is left to be a feature"
    case .tooManyRecords(_, let count): "\(count) records are too many"
    case .tooMuchWeight(_, let total):
      "the weights add up to \(total), which is too much; the most is \(Dataset.maximumCount)"
    case .damagedCompression: "the compressed data are damaged or cut short"
    case .notUTF8: "is no UTF-8 text"
    case .recordTooLong(_, _, let limit):
      "the record that starts here is longer than \(limit) bytes; a quote may be left open"
    case .unclosedQuote: "the quote that opens here is never closed"
    case .strayQuote: "a quote where none may stand"
    case .noHeader: "numbers where the columns' names are due; a table needs a header"
    case .strayReturn: "a carriage return without a line feed"
    case .raggedRow(_, _, let fields, let expected):
      "\(fields) \(fields == 1 ? "field" : "fields") where the header has \(expected)"
    case .notANumber: "is empty or no finite number"
    case .notAWeight: "is no whole number from 1 to \(Dataset.maximumCount)"
    case .emptyID: "the id is empty"
    case .emptyLabel: "the label is empty"
    case .labelCount(_, let labels, let records): "there are \(labels) labels for \(records) records"
    case .unknownColumn(_, _, let column, let names): "no column \(column.asName)\(Self.choice(names))"
    case .ambiguousColumn(_, _, let column): "several columns are named \(column.asName)"
    case .idCount(_, _, let ids, let records): "there are \(ids) ids for \(records) records"
    case .severalColumns: "more than one column; a list is one column of ids, without a header"
    case .notAnArray(_, let reason): "is no NumPy array: \(reason)"
    case .arrayRank(_, let rank): "the count of dimensions is \(rank), not 2"
    case .arrayType(_, let type):
      "elements of type \(type.asName) are not read; f2, f4, f8, u1, i1, i2, i4 and i8 are"
    case .arraySize(_, let bytes, let expected): "\(bytes) bytes, where header and shape need \(expected)"
    case .notFinite: "is no finite number"
    case .notExact: "is a whole number beyond 2^53 - 1, where double precision rounds"
    }
  }

  /// The most names that a message lists.
  private static let listedNames = 12

  /// The columns that there are: `; the columns are 'a', 'b' and 3 more`.
  private static func choice(_ names: [String]) -> String {
    guard !names.isEmpty else { return "" }
    let listed = names.prefix(listedNames).map(\.asName).joined(separator: ", ")
    let others = names.count > listedNames ? " and \(names.count - listedNames) more" : ""
    return "; the columns are \(listed)\(others)"
  }
}

extension String {
  /// The text with control characters shown as U+FFFD, so that a message stays one line.
  fileprivate var oneLine: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }

  /// The text in quotes, shortened: names come from files, which may be anything.
  fileprivate var asName: String {
    count > 80 ? "'\(String(prefix(80)).oneLine)…'" : "'\(oneLine)'"
  }
}
