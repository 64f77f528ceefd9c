// A segment before it is written.

import Crypto
import DeletableClustering
import Foundation

struct SegmentContents: Sendable {
  private(set) var rowCount = 0
  private(set) var ids: [UInt8] = []
  /// For each row the salt of its hash in the commitment.
  private(set) var salts: [UInt8] = []
  /// Row after row, each with its weight if the model is weighted.
  private(set) var coordinates: [UInt8] = []

  /// Rows of a data set, as new segments take them.
  ///
  /// - Parameter salts: ``RecordCommitment/saltBytes`` bytes for each row, which nobody can guess.
  init(rows: Range<Int>, of data: Dataset, isWeighted: Bool, salts: [UInt8]) {
    rowCount = rows.count
    self.salts = salts
    for row in rows {
      let id = data.ids[row].bytes
      precondition(id.count <= Int32.max, "An id of \(id.count) bytes is too long to be stored.")
      let count = UInt32(id.count)
      for shift in [0, 8, 16, 24] as [UInt32] { ids.append(UInt8(truncatingIfNeeded: count >> shift)) }
      ids += id
    }
    if isWeighted {
      for row in rows {
        appendCoordinates(row..<row + 1, of: data)
        coordinates.append(bytesOf: [UInt32(data.weight(ofRow: row))][...])
      }
    } else {
      appendCoordinates(rows, of: data)
    }
  }

  private mutating func appendCoordinates(_ rows: Range<Int>, of data: Dataset) {
    let range = rows.lowerBound * data.dimension..<rows.upperBound * data.dimension
    switch data.coordinates {
    case .float(let values): coordinates.append(bytesOf: values[range])
    case .double(let values): coordinates.append(bytesOf: values[range])
    }
  }

  /// Rows of another segment, in their order.
  ///
  /// - Parameters:
  ///   - runs: Ascending.
  ///   - randomBytes: Gives salts to rows of a version that had none.
  init(
    runs: [Range<Int>], of segment: Segment, randomBytes: (Int) -> [UInt8]
  ) throws(StoreError) {
    let ids = try segment.ids()
    let coordinates = try segment.coordinates()
    let oldSalts = try segment.salts()
    self.ids.reserveCapacity(segment.entry.idBytes)
    for run in runs {
      rowCount += run.count
      self.ids += ids.encoded(rows: run)
      self.coordinates += coordinates[run]
      salts += oldSalts?[run] ?? Data(randomBytes(run.count * RecordCommitment.saltBytes))
    }
  }

  /// What the manifest will say of it.
  func entry(generation: UInt64, number: UInt32) -> SegmentEntry {
    SegmentEntry(
      version: SegmentLayout.version, generation: generation, number: number, rowCount: rowCount,
      idBytes: ids.count, idDigest: Array(SHA256.hash(data: ids)),
      coordinateDigest: Array(SHA256.hash(data: salts + coordinates)))
  }

  /// The two parts of the file: the header with the ids, and the salts with the coordinates.
  func parts(_ entry: SegmentEntry, _ layout: SegmentLayout) -> ([UInt8], [UInt8]) {
    (layout.header(entry) + ids, salts + coordinates)
  }

  /// The commitment to the rows.
  func commitment(_ layout: SegmentLayout, threads: Int) -> RecordCommitment {
    guard let ids = SegmentIDs(ids, rowCount: rowCount) else {
      preconditionFailure("Ids that were just put together are whole.")
    }
    return RecordCommitment(
      CommittedRecords(
        layout, count: rowCount, ids: ids, salts: Data(salts), coordinates: Data(coordinates)),
      threads: threads)
  }
}
