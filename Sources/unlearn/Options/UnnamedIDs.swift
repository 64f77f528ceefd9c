// Ids that nobody named: the numbers of rows.

import RecordFiles

enum UnnamedIDs {
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
