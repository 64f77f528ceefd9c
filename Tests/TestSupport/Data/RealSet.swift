// The real sets, from the folder in UNLEARN_TEST_DATA.

import DeletableClustering
import Foundation

package enum RealSet: String, CaseIterable, Sendable {
  case celltype, covtype15k, diabetes130, mnist

  /// The folder; nil where the variable is not set.
  package static let folder: URL? =
    ProcessInfo.processInfo.environment["UNLEARN_TEST_DATA"].map { URL(filePath: $0) }

  package var clusters: Int {
    switch self {
    case .celltype: 4
    case .covtype15k: 7
    case .diabetes130, .mnist: 10
    }
  }

  /// Rows that the level in force takes of it.
  private var rowLimit: Int {
    switch self {
    case .celltype, .covtype15k: TestLevel.count(quick: 600, standard: .max, long: .max)
    case .diabetes130: TestLevel.count(quick: 600, standard: 30_000, long: .max)
    case .mnist: TestLevel.count(quick: 130, standard: 6000, long: .max)
    }
  }

  package func read(from folder: URL) throws -> Dataset {
    guard self != .celltype else { return try Self.readCelltype(folder, rowLimit) }
    let matrix = try NumpyFile.read(folder.appending(path: "\(rawValue).npy"), rows: rowLimit)
    let count = matrix.values.count / matrix.dimension
    var ids: RecordIDs?
    if self == .diabetes130 {
      let text = try String(
        contentsOf: folder.appending(path: "diabetes130.patients.txt"), encoding: .utf8)
      ids = RecordIDs(text.split(separator: "\n").prefix(count).map { RecordID(String($0)) })
    }
    return try Dataset(ids: ids, coordinates: .float(matrix.values), dimension: matrix.dimension)
  }

  private static func readCelltype(_ folder: URL, _ rowLimit: Int) throws -> Dataset {
    let text = try String(contentsOf: folder.appending(path: "celltype.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst().prefix(rowLimit)
    let cells = lines.map { $0.split(separator: ",") }
    return try Dataset(
      rows: cells.map { $0.dropFirst().compactMap { Double($0) } },
      ids: cells.map { RecordID(String($0[0])) })
  }
}
