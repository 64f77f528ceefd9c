// The real sets, from the folder in UNLEARN_TEST_DATA.

import DeletableClustering
import Foundation
import RecordFiles
import Synchronization

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

  /// The sets that the level in force reads: debug builds take too long for the large files.
  package static var inForce: [RealSet] {
    TestLevel.current == .quick ? [.celltype, .covtype15k] : allCases
  }

  /// Rows that the level in force takes of it.
  private var rowLimit: Int {
    switch self {
    case .celltype, .covtype15k: TestLevel.count(quick: 600, standard: .max, long: .max)
    case .diabetes130: TestLevel.count(quick: 600, standard: 30_000, long: .max)
    case .mnist: TestLevel.count(quick: 130, standard: 6000, long: .max)
    }
  }

  /// Sets that were read, since several laws need each.
  private static let known = Mutex<[RealSet: Dataset]>([:])

  package func read(from folder: URL) throws -> Dataset {
    try Self.known.withLock { known in
      if let data = known[self] { return data }
      let data = try readFiles(of: folder)
      known[self] = data
      return data
    }
  }

  private func readFiles(of folder: URL) throws -> Dataset {
    func path(_ name: String) -> String { folder.appending(path: name).path }
    let whole =
      switch self {
      case .celltype: try RecordFiles.read(path("celltype.csv"), selecting: TableSelection(idColumn: "id"))
      case .diabetes130:
        try RecordFiles.read(
          path("diabetes130.npy"), selecting: TableSelection(idsFile: path("diabetes130.patients.txt")))
      case .covtype15k, .mnist: try RecordFiles.read(path("\(rawValue).npy"))
      }
    return try whole.prefix(rowLimit)
  }
}

extension Dataset {
  /// The same records with weights of 1 to 4.
  package var weighted: Dataset {
    get throws {
      try Dataset(
        ids: ids, coordinates: coordinates, dimension: dimension,
        weights: (0..<count).map { UInt32(1 + $0 * 7 % 4) }, featureNames: featureNames)
    }
  }

  /// The first rows.
  fileprivate func prefix(_ limit: Int) throws -> Dataset {
    guard limit < count else { return self }
    let length = limit * dimension
    let some: Coordinates =
      switch coordinates {
      case .float(let values): .float(Array(values.prefix(length)))
      case .double(let values): .double(Array(values.prefix(length)))
      }
    return try Dataset(
      ids: RecordIDs(ids.prefix(limit)), coordinates: some, dimension: dimension,
      weights: weights.map { Array($0.prefix(limit)) })
  }
}
