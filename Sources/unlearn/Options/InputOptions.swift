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
