// Reference labels of records: what a clustering is compared with, and never learns from.

import DeletableClustering

/// Reads reference labels, one a record.
public enum RecordLabels {
  /// Reads the lines of a file.
  ///
  /// - Parameters:
  ///   - path: A file, inflated if its name ends in `.gz`, or `-` for standard input.
  ///   - records: n.
  /// - Returns: n numbers from 0: the place of each label among the distinct ones, in the order of their bytes.
  /// - Throws: ``RecordFileError``, also if there are not n lines, or one is empty.
  public static func read(lines path: String, records: Int) throws(RecordFileError) -> [Int] {
    do {
      return try numbered(try IDLines.read(path), file: path, records: records)
    } catch .emptyID(let file, let line, let column) {
      throw .emptyLabel(file: file, line: line, column: column)
    }
  }

  /// Reads a column of a table.
  ///
  /// - Parameters:
  ///   - name: The column.
  ///   - path: A file of delimited text; standard input cannot be read twice.
  ///   - data: The records that were read of it.
  ///   - threads: At most so many parse at once; the result does not depend on it.
  /// - Returns: As above.
  /// - Throws: ``RecordFileError``.
  public static func read(
    column name: String, of path: String, for data: Dataset, threads: Int = Parallel.coreCount
  ) throws(RecordFileError) -> [Int] {
    // One feature has to be read beside; all that is kept is what stands in the column.
    let selection = TableSelection(
      idColumn: name, features: [data.featureNames[0]], acceptsMissing: true)
    do {
      return try numbered(
        try RecordFiles.read(path, selecting: selection, threads: threads).ids, file: path,
        records: data.count)
    } catch .emptyID(let file, let line, let column) {
      throw .emptyLabel(file: file, line: line, column: column)
    }
  }

  private static func numbered(
    _ labels: RecordIDs, file: String, records: Int
  ) throws(RecordFileError) -> [Int] {
    guard labels.count == records else {
      throw .labelCount(file: file, labels: labels.count, records: records)
    }
    let distinct = Set(labels).sorted()
    let numbers = Dictionary(zip(distinct, 0...), uniquingKeysWith: { first, _ in first })
    return labels.map { numbers[$0, default: 0] }
  }
}
