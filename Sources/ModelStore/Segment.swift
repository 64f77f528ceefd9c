// A segment: some records in one file that never changes.
//
// Promise    No byte is used before its part agreed with the digest in the manifest.
// Method     The file is mapped. Looking for ids reads the ids part alone; coordinates are read where
//            an id was found. An encrypted part is decrypted whenever it is asked for, and not kept. A segment that
//            was replaced is overwritten; from then on it is not read.

import Crypto
import DeletableClustering
import Foundation
import Synchronization

/// A mapped segment.
final class Segment: Sendable {
  let entry: SegmentEntry
  private let layout: SegmentLayout
  private let encryption: Encryption?
  let modelPath: String
  private let data: Data
  private let hasCheckedIDs = Atomic<Bool>(false)
  private let hasCheckedCoordinates = Atomic<Bool>(false)
  private let isReplaced = Atomic<Bool>(false)
  private let lock: FolderLock?

  /// Maps a segment; its length is looked at, its content is not.
  init(
    _ entry: SegmentEntry, of manifest: Manifest, in folder: ModelFolder, lock: FolderLock?
  ) throws(StoreError) {
    self.entry = entry
    self.lock = lock
    layout = manifest.layout
    encryption = manifest.encryption
    modelPath = folder.path
    do throws(FileFailure) {
      data = try folder.files.map(folder.path(ofSegment: entry.fileName))
    } catch {
      guard error.isMissing else { throw StoreError(error) }
      throw .damaged(path: folder.path, file: Self.displayName(entry), reason: "it is missing")
    }
    guard let length = layout.fileBytes(entry), data.count == length + 2 * envelopeBytes else {
      throw damaged("it has \(data.count) bytes, not those that were written")
    }
  }

  private static func displayName(_ entry: SegmentEntry) -> String {
    "\(ModelFolder.segmentsName)/\(entry.fileName)"
  }

  private func damaged(_ reason: String) -> StoreError {
    .damaged(path: modelPath, file: Self.displayName(entry), reason: reason)
  }

  var rowCount: Int { entry.rowCount }

  /// By how much a part is longer in the file.
  private var envelopeBytes: Int { encryption == nil ? 0 : Envelope.extraBytes }

  /// The header and the ids.
  private func firstPart() throws(StoreError) -> Data {
    try part(data.prefix(SegmentLayout.headerBytes + entry.idBytes + envelopeBytes), at: .ids(entry))
  }

  /// The salts and the coordinates.
  private func secondPart() throws(StoreError) -> Data {
    try part(
      data.dropFirst(SegmentLayout.headerBytes + entry.idBytes + envelopeBytes), at: .coordinates(entry))
  }

  private func part(_ bytes: Data, at place: EnvelopePlace) throws(StoreError) -> Data {
    guard let encryption else { return bytes }
    do throws(EnvelopeFailure) {
      return try Envelope.opening(bytes, encryption, at: place)
    } catch {
      try checkIsCurrent()
      throw damaged(error.reason)
    }
  }

  /// Notes that the file is about to be overwritten.
  func noteReplacement() {
    isReplaced.store(true, ordering: .sequentiallyConsistent)
  }

  /// Throws if what was read up to now may have been overwritten meanwhile.
  func checkIsCurrent() throws(StoreError) {
    if isReplaced.load(ordering: .sequentiallyConsistent) { throw .outdated(path: modelPath) }
  }

  /// The ids part, checked: for each row the count of the id's bytes as four bytes, then the bytes.
  ///
  /// - Complexity: O(length); the digest is computed the first time.
  func ids() throws(StoreError) -> SegmentIDs {
    let part = try firstPart()
    let bytes = Array(part.dropFirst(SegmentLayout.headerBytes))
    try checkIsCurrent()
    if !hasCheckedIDs.load(ordering: .relaxed) {
      guard part.prefix(SegmentLayout.headerBytes).elementsEqual(layout.header(entry)) else {
        throw damaged("its header does not agree with the manifest")
      }
      guard SHA256.hash(data: bytes).elementsEqual(entry.idDigest) else {
        throw damaged("its ids do not agree with their digest")
      }
      hasCheckedIDs.store(true, ordering: .relaxed)
    }
    guard let ids = SegmentIDs(bytes, rowCount: entry.rowCount) else {
      throw damaged("its ids are not \(entry.rowCount) whole ids")
    }
    return ids
  }

  /// The coordinates, checked: row after row, each with its weight if there are any.
  func coordinates() throws(StoreError) -> SegmentCoordinates {
    SegmentCoordinates(bytes: try coordinatePart().dropFirst(entry.saltBytes), layout)
  }

  /// The salts, checked; nil if the segment is of a version that had none.
  func salts() throws(StoreError) -> SegmentSalts? {
    entry.isSalted ? SegmentSalts(bytes: try coordinatePart().prefix(entry.saltBytes)) : nil
  }

  /// What the commitment is made of; nil if the segment is of a version that had no salts.
  func committed() throws(StoreError) -> CommittedRecords? {
    guard let salts = try salts() else { return nil }
    return CommittedRecords(
      layout, count: rowCount, ids: try ids(), salts: salts[0..<rowCount],
      coordinates: try coordinates()[0..<rowCount])
  }

  private func coordinatePart() throws(StoreError) -> Data {
    let part = try secondPart()
    if !hasCheckedCoordinates.load(ordering: .relaxed) {
      guard SHA256.hash(data: part).elementsEqual(entry.coordinateDigest) else {
        try checkIsCurrent()
        throw damaged("its coordinates do not agree with their digest")
      }
      hasCheckedCoordinates.store(true, ordering: .relaxed)
    }
    return part
  }
}

/// The salts of a segment's rows.
struct SegmentSalts: Sendable {
  private let bytes: Data

  fileprivate init(bytes: Data) {
    self.bytes = bytes
  }

  subscript(rows: Range<Int>) -> Data {
    let width = RecordCommitment.saltBytes
    return bytes[bytes.startIndex + rows.lowerBound * width..<bytes.startIndex + rows.upperBound * width]
  }
}

/// The ids of a segment's rows.
struct SegmentIDs: Sendable {
  let bytes: [UInt8]
  /// Where each row's id begins, after its count; one more at the end.
  private let starts: [Int]

  static let prefixBytes = 4

  /// Nil if the bytes are not so many ids.
  init?(_ bytes: [UInt8], rowCount: Int) {
    guard rowCount >= 0, rowCount <= bytes.count / Self.prefixBytes else { return nil }
    var starts: [Int] = []
    starts.reserveCapacity(rowCount + 1)
    var position = 0
    for _ in 0..<rowCount {
      guard bytes.count - position >= Self.prefixBytes else { return nil }
      let length =
        Int(bytes[position]) | Int(bytes[position + 1]) << 8 | Int(bytes[position + 2]) << 16
        | Int(bytes[position + 3]) << 24
      position += Self.prefixBytes
      guard bytes.count - position >= length else { return nil }
      starts.append(position)
      position += length
    }
    guard position == bytes.count else { return nil }
    starts.append(position + Self.prefixBytes)
    self.bytes = bytes
    self.starts = starts
  }

  /// The bytes of one row's id.
  subscript(row: Int) -> ArraySlice<UInt8> {
    bytes[range(ofRow: row)]
  }

  func range(ofRow row: Int) -> Range<Int> {
    starts[row]..<starts[row + 1] - Self.prefixBytes
  }

  /// Some rows as they stand in the file, counts included.
  func encoded(rows: Range<Int>) -> ArraySlice<UInt8> {
    bytes[starts[rows.lowerBound] - Self.prefixBytes..<starts[rows.upperBound] - Self.prefixBytes]
  }
}

/// The coordinates of a segment's rows, and their weights.
struct SegmentCoordinates: Sendable {
  private let bytes: Data
  private let rowBytes: Int
  private let isWeighted: Bool

  fileprivate init(bytes: Data, _ layout: SegmentLayout) {
    self.bytes = bytes
    // The length of the file agreed with the layout, so there is one.
    rowBytes = layout.rowBytes ?? 0
    isWeighted = layout.isWeighted
  }

  /// Some rows as they stand in the file.
  subscript(rows: Range<Int>) -> Data {
    bytes[bytes.startIndex + rows.lowerBound * rowBytes..<bytes.startIndex + rows.upperBound * rowBytes]
  }

  /// Appends the coordinates of some rows, and their weights if there are any.
  func append<Number: StoredNumber>(
    rows: Range<Int>, to numbers: inout [Number], weights: inout [UInt32]
  ) {
    guard isWeighted else { return numbers.append(fromBytes: self[rows]) }
    var (numberBytes, weightBytes) = (Data(capacity: rows.count * rowBytes), Data())
    for row in rows {
      let bytes = self[row..<row + 1]
      numberBytes.append(bytes.dropLast(SegmentLayout.weightBytes))
      weightBytes.append(bytes.suffix(SegmentLayout.weightBytes))
    }
    numbers.append(fromBytes: numberBytes)
    weights.append(fromBytes: weightBytes)
  }
}
