// From a file to records.
//
// Promise    What is read is what the file says: numbers correctly rounded, ids byte for byte.
// Method     Bytes come in pieces (of a file, of standard input, of what zlib makes of them); pieces are
//            cut into blocks of whole records; each block is parsed on its own.
// Order      A fault anywhere means that nothing is read: there is no half a data set.

import DeletableClustering

/// Reads tables of records.
public enum RecordFiles {
  /// Reads a table.
  ///
  /// The ending tells the format: `.csv` (RFC 4180) or `.tsv` with a header, either as `.gz`, or `.npy` of
  /// two dimensions. Fields are quoted by the same rules in both. Numbers are decimal; they are kept
  /// in single precision where every one of them is exact in it.
  ///
  /// - Parameters:
  ///   - path: A file, or `-` for CSV on standard input.
  ///   - selection: Which columns hold the ids and the weights, and which columns are features.
  ///   - threads: At most so many parse at once; the result does not depend on it.
  /// - Returns: n ≥ 1 records of d ≥ 1 features, in the order of the file.
  /// - Throws: ``RecordFileError``, the first fault that was met.
  /// - Complexity: O(size of the file); in memory are the records and a few megabytes.
  public static func read(
    _ path: String,
    selecting selection: TableSelection = TableSelection(),
    threads: Int = Parallel.coreCount
  ) throws(RecordFileError) -> Dataset {
    try selection.check()
    if path == "-", selection.idsFile == "-" { throw .standardInputTwice }
    let bytes = try FileBytes(path: path)  // first, so that a mistyped path is said to be missing
    switch try TableFormat(path: path) {
    case .delimited(let delimiter):
      let text = text(of: bytes, path: path)
      return try DelimitedTable.read(text, delimiter: delimiter, selecting: selection, threads: threads)
    case .array:
      if selection.idColumn != nil { throw .arrayHasNoIDColumn(file: path) }
      if selection.weightColumn != nil { throw .arrayHasNoWeightColumn(file: path) }
      if selection.labelColumn != nil { throw .arrayHasNoLabelColumn(file: path) }
      return try NPYFile.read(bytes, selecting: selection)
    }
  }

  /// Opens a text.
  static func openText(_ path: String) throws(RecordFileError) -> any ByteStream {
    text(of: try FileBytes(path: path), path: path)
  }

  /// The bytes of a text: those of the file, inflated if its name ends in `.gz`.
  private static func text(of bytes: FileBytes, path: String) -> any ByteStream {
    path.lowercased().hasSuffix(".gz") ? InflatedBytes(bytes) : bytes
  }
}

/// The format of a table, told by the ending of its name in either case.
enum TableFormat: Equatable {
  case delimited(by: UInt8)
  case array

  init(path: String) throws(RecordFileError) {
    let name = path.lowercased()
    if path == "-" || name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") {
      self = .delimited(by: UInt8(ascii: ","))
    } else if name.hasSuffix(".tsv") || name.hasSuffix(".tsv.gz") {
      self = .delimited(by: UInt8(ascii: "\t"))
    } else if name.hasSuffix(".npy") {
      self = .array
    } else {
      throw .unknownEnding(file: path)
    }
  }
}

extension RecordFileError {
  /// The fault in terms of the file, for a data set that could not be made.
  init(_ error: DatasetError, file: String, columns: [String]) {
    switch error {
    case .notFinite(let row, let column):
      self = .notFinite(file: file, row: row, column: columns[column])
    case .tooManyRecords(let count):
      self = .tooManyRecords(file: file, count: count)
    case .tooMuchWeight(let total):
      self = .tooMuchWeight(file: file, total: total)
    case .notWholeRows, .raggedRow, .idCount, .weightCount, .noWeight, .featureNameCount, .otherFeatures:
      preconditionFailure("A reader made no rectangle of \(file): \(error)")
    }
  }
}
