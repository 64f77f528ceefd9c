// The commitment to a set of records: one value from which a record can be taken out again.
//
// Promise    Equal sets give equal commitments, in whatever order and batches records came and went. Who lacks a
//            record's salt learns nothing of the record from a commitment, nor from two of them.
// Method     LtHash: each record is hashed to 1,024 lanes of 16 bits, and lanes are added modulo 2^16. The hash of
//            a record is the keystream of AES-256 in counter mode under the SHA-256 of its salt and bytes.
// Source     Bellare and Micciancio, "A New Paradigm for Collision-Free Hashing", EUROCRYPT 1997; Lewi, Kim,
//            Maykov and Weis, "Securing Update Propagation with Homomorphic Hashing", ePrint 2019/227.
// Differs    The expander is AES instead of BLAKE2Xb, which is at hand and was measured fastest.

import Crypto
import DeletableClustering
import Foundation
import Synchronization

struct RecordCommitment: Equatable, Sendable {
  static let laneCount = 1_024
  /// The length of a record's salt: 128 bits, which nobody guesses.
  static let saltBytes = 16

  /// The sums, modulo 2^16.
  private(set) var lanes: [UInt16]

  /// The commitment to no records.
  init() {
    lanes = Array(repeating: 0, count: Self.laneCount)
  }

  /// - Precondition: There are ``laneCount`` lanes.
  init(lanes: [UInt16]) {
    precondition(lanes.count == Self.laneCount, "A commitment has no \(lanes.count) lanes.")
    self.lanes = lanes
  }

  /// What a ledger says of the commitment: the SHA-256 of its lanes.
  var digest: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bytesOf: lanes[...])
    return Array(SHA256.hash(data: bytes))
  }

  static func += (left: inout RecordCommitment, right: RecordCommitment) {
    for lane in 0..<laneCount { left.lanes[lane] &+= right.lanes[lane] }
  }

  static func -= (left: inout RecordCommitment, right: RecordCommitment) {
    for lane in 0..<laneCount { left.lanes[lane] &-= right.lanes[lane] }
  }

  // MARK: - Records

  /// Rows that one thread takes at a time.
  private static let grain = 256

  /// The commitment to all of some records.
  init(_ records: CommittedRecords, threads: Int) {
    self.init(records, rows: Array(0..<records.count), threads: threads)
  }

  /// The commitment to some of them.
  ///
  /// - Complexity: O(1) a record; see docs/store.md for microseconds.
  init(_ records: CommittedRecords, rows: [Int], threads: Int) {
    // Sums commute, so it does not matter which thread comes first.
    let sum = Mutex(RecordCommitment())
    Parallel.forEach(count: rows.count, grain: Self.grain, threads: threads) { run in
      var part = RecordCommitment()
      for row in rows[run] { part.add(records.message(row)) }
      sum.withLock { $0 += part }
    }
    self = sum.withLock { $0 }
  }

  private static let zeros = Data(count: 2 * laneCount)
  private static let nonce = Array(repeating: 0 as UInt8, count: 12)

  /// Adds a record's hash.
  private mutating func add(_ message: [UInt8]) {
    // The key is used for this one text, so a fixed nonce is right. The tag is not needed.
    let key = SymmetricKey(data: SHA256.hash(data: message))
    guard let nonce = try? AES.GCM.Nonce(data: Self.nonce),
      let box = try? AES.GCM.seal(Self.zeros, using: key, nonce: nonce)
    else { preconditionFailure("A key of 32 bytes and a nonce of 12 fit AES-GCM.") }
    var hash: [UInt16] = []
    hash.append(fromBytes: box.ciphertext)
    for lane in 0..<Self.laneCount { lanes[lane] &+= hash[lane] }
  }
}

/// Records as the commitment takes them: what a segment holds.
struct CommittedRecords: Sendable {
  private let layout: SegmentLayout
  private let ids: SegmentIDs
  private let salts: Data
  private let coordinates: Data

  let count: Int

  /// - Parameters:
  ///   - salts: For each row ``RecordCommitment/saltBytes`` bytes.
  ///   - coordinates: The rows as they stand in a segment.
  init(_ layout: SegmentLayout, count: Int, ids: SegmentIDs, salts: Data, coordinates: Data) {
    self.layout = layout
    self.count = count
    self.ids = ids
    self.salts = salts
    self.coordinates = coordinates
  }

  /// Salt, kind of coordinates, id and coordinates: all that a record is.
  func message(_ row: Int) -> [UInt8] {
    let id = ids[row]
    let rowBytes = layout.rowBytes ?? 0
    var message: [UInt8] = []
    message.reserveCapacity(RecordCommitment.saltBytes + 6 + id.count + rowBytes)
    message += Self.part(of: salts, row, RecordCommitment.saltBytes)
    message.append(layout.element.rawValue)
    message.append(layout.isWeighted ? 1 : 0)
    // Its length goes before the id, so that no two records read alike.
    message.append(bytesOf: [UInt32(id.count)][...])
    message += id
    message += Self.part(of: coordinates, row, rowBytes)
    return message
  }

  private static func part(of data: Data, _ row: Int, _ length: Int) -> Data {
    let start = data.startIndex + row * length
    return data[start..<start + length]
  }
}
