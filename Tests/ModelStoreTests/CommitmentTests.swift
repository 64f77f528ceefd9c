import Crypto
import DeletableClustering
import Foundation
import Testing

@testable import ModelStore

@Suite("The commitment to a set of records")
struct CommitmentTests {
  private let layout = SegmentLayout(dimension: 2, element: .float, isWeighted: false)

  private func contents(_ rows: [(id: String, x: Float, salt: UInt8)]) throws -> SegmentContents {
    let data = try Dataset(
      ids: RecordIDs(rows.map { RecordID($0.id) }), coordinates: .float(rows.flatMap { [$0.x, 1] }),
      dimension: 2)
    return SegmentContents(
      rows: 0..<rows.count, of: data, isWeighted: false,
      salts: rows.flatMap { Array(repeating: $0.salt, count: RecordCommitment.saltBytes) })
  }

  private func commitment(_ rows: (id: String, x: Float, salt: UInt8)...) throws -> RecordCommitment {
    try contents(rows).commitment(layout, threads: 2)
  }

  @Test("Order does not matter, counts do")
  func multiset() throws {
    let one = try commitment(("a", 1, 1), ("b", 2, 2), ("a", 1, 1))
    #expect(try one == commitment(("a", 1, 1), ("a", 1, 1), ("b", 2, 2)))
    #expect(try one != commitment(("a", 1, 1), ("b", 2, 2)))
    #expect(try one != commitment(("b", 2, 2), ("b", 2, 2), ("a", 1, 1)))
    #expect(try commitment() == RecordCommitment())
  }

  @Test("What was added is taken out again without a trace")
  func removal() throws {
    var sum = try commitment(("a", 1, 1), ("b", 2, 2), ("c", 3, 3))
    sum -= try commitment(("c", 3, 3), ("a", 1, 1))
    #expect(try sum == commitment(("b", 2, 2)))
  }

  @Test("Id, coordinates and salt all count, and do not run into one another")
  func parts() throws {
    let all = try [
      commitment(("a", 1, 1)), commitment(("b", 1, 1)), commitment(("a", 2, 1)), commitment(("a", 1, 2)),
      commitment(("", 1, 1)), commitment(("aa", 1, 1)),
    ]
    #expect(Set(all.map(\.digest)).count == all.count)
  }

  @Test("A record's hash is AES-256 in counter mode under the SHA-256 of its bytes")
  func definition() throws {
    let salt = Array(repeating: 7 as UInt8, count: 16)
    let message = salt + [4, 0, 1, 0, 0, 0, UInt8(ascii: "a")] + [0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f]
    // The keystream of GCM begins at the second block of the counter, and a text of zeros shows it.
    let key = SymmetricKey(data: SHA256.hash(data: message))
    let box = try AES.GCM.seal(
      Data(count: 2_048), using: key, nonce: AES.GCM.Nonce(data: Data(count: 12)))
    let lanes = Array(box.ciphertext)
    let expected = (0..<1_024).map { UInt16(lanes[2 * $0]) | UInt16(lanes[2 * $0 + 1]) << 8 }
    #expect(try commitment(("a", 1, 7)).lanes == expected)
  }

  @Test("Many rows on many threads give the sum of each alone", arguments: [1, 2, 7])
  func threads(count: Int) throws {
    let rows = (0..<1_500).map { (id: "p\($0)", x: Float($0), salt: UInt8($0 % 251)) }
    var sum = RecordCommitment()
    for row in rows { sum += try contents([row]).commitment(layout, threads: 2) }
    #expect(try contents(rows).commitment(layout, threads: count) == sum)
  }
}
