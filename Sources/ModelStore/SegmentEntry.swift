// What the manifest says of a segment, and the header that the segment begins with.

import Crypto
import DeletableClustering

/// A segment as the manifest names it.
struct SegmentEntry: Equatable, Sendable {
  /// The version of the file's format. A segment keeps the one in which it was written, whatever becomes of
  /// the manifest.
  var version: UInt32
  /// The generation of the model in which the segment was written.
  var generation: UInt64
  /// The segment's number in that generation.
  var number: UInt32
  var rowCount: Int
  /// The length of the ids part.
  var idBytes: Int
  /// SHA-256 of the ids part.
  var idDigest: [UInt8]
  /// SHA-256 of the coordinates part, salts and weights included.
  var coordinateDigest: [UInt8]

  static let digestBytes = 32

  /// Whether each row has a salt in the file.
  var isSalted: Bool { version >= 3 }

  /// The length of all salts.
  var saltBytes: Int { isSalted ? rowCount * RecordCommitment.saltBytes : 0 }

  /// The name in the folder of segments.
  var fileName: String { "\(generation)-\(number).records" }

  /// Whether a name is one that a segment may have.
  static func isFileName(_ name: String) -> Bool {
    name.hasSuffix(".records") && generation(ofFileName: name) != nil
  }

  /// The generation in a segment's name; nil if it is no such name.
  static func generation(ofFileName name: String) -> UInt64? {
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)[0]
      .split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, UInt32(parts[1]) != nil else { return nil }
    return UInt64(parts[0])
  }
}

/// The numbers that follow from the shape of the records.
struct SegmentLayout: Equatable, Sendable {
  let dimension: Int
  let element: ElementType
  /// Whether a weight follows the coordinates of each row. No segment of version 1 has any.
  let isWeighted: Bool

  static let magic = Array("unlearnS".utf8)
  /// Version 1 knew no weights, and version 2 no salts.
  static let version: UInt32 = 3
  static let weightBytes = 4
  static let headerBytes = 8 + 4 + 4 + 8 + 8 + 8 + 2 * SegmentEntry.digestBytes

  /// The length of a row of coordinates, with its weight if there is one; nil if it is no number.
  var rowBytes: Int? {
    let (product, first) = dimension.multipliedReportingOverflow(by: element.bytes)
    let (sum, second) = product.addingReportingOverflow(isWeighted ? Self.weightBytes : 0)
    return first || second ? nil : sum
  }

  /// The length of a segment's file; nil if it is no number.
  func fileBytes(_ entry: SegmentEntry) -> Int? {
    guard let rowBytes else { return nil }
    let (coordinates, first) = rowBytes.multipliedReportingOverflow(by: entry.rowCount)
    let (head, second) = entry.idBytes.addingReportingOverflow(Self.headerBytes + entry.saltBytes)
    let (all, third) = head.addingReportingOverflow(coordinates)
    return first || second || third ? nil : all
  }

  /// How many rows a new segment takes: about 1 MiB of coordinates, in whole tiles of 64.
  var rowsPerSegment: Int {
    let fitting = (1 << 20) / max(1, rowBytes ?? 1)
    return min(max(fitting / 64 * 64, 64), 1 << 14)
  }

  /// The bytes that a segment's file begins with.
  func header(_ entry: SegmentEntry) -> [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(entry.version)
    encoder.append(UInt32(element.rawValue))
    encoder.append(UInt64(dimension))
    encoder.append(UInt64(entry.rowCount))
    encoder.append(UInt64(entry.idBytes))
    return Self.magic + encoder.bytes + entry.idDigest + entry.coordinateDigest
  }
}
