// Where records come from, and what names them.

import ArgumentParser
import RecordFiles

struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A table: .csv or .tsv with a header (.gz too), .npy, or - for CSV on standard input.",
      valueName: "input"), completion: .table)
  var input: String

  @Option(help: ArgumentHelp("The column with the ids.", valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp("A file with the ids, one a line, in the order of the rows.", valueName: "file"),
    completion: .file())
  var ids: String?

  func validate() throws {
    if id != nil, ids != nil {
      throw ValidationError("--id and --ids both name the records; give one of them.")
    }
  }

  /// Whether somebody named the records; otherwise their numbers do.
  var hasIDs: Bool { id != nil || ids != nil }

  /// What is read of the table, with the features as they are named.
  func selection(features: [String]) -> TableSelection {
    TableSelection(idColumn: id, features: features, idsFile: ids)
  }
}

/// Ids that nobody named.
enum RowNumbers {
  /// Says that ids are row numbers, if they are. Then the column of the ids may be among the features, which
  /// nobody would want.
  static func note(_ selection: TableSelection) {
    guard selection.idColumn == nil, selection.idsFile == nil else { return }
    let features =
      switch (selection.features.isEmpty, selection.weightColumn) {
      case (false, _): ""
      case (true, nil): ", and every column is a feature"
      case (true, _): ", and every column but that of the weights is a feature"
      }
    Messages.note("without --id or --ids, the ids are row numbers from 0\(features).")
  }
}
