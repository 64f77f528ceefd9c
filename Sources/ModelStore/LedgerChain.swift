// The chain of a ledger, checked without a look at what its entries tell: whoever only wants to go on with a ledger
// of thousands of entries need not read them all.
//
// Promise    What passes is, byte for byte, what was written: every content, list of tokens and signature is hashed,
//            each entry names the hash of the one before, and the manifest that of the last.

import Crypto
import Foundation

extension Ledger {
  /// Checks the chain of some entries.
  ///
  /// - Parameter content: The header and the entries, in clear.
  /// - Complexity: O(length), a microsecond or two an entry.
  static func checkChain(of content: Data, _ evidence: Evidence) throws(Failure) {
    guard content.starts(with: header) else { throw Failure(reason: "its beginning cannot be") }
    var rest = content.dropFirst(header.count)
    var end = LedgerEnd(length: evidence.ledger.length)
    while !rest.isEmpty {
      let entry = try LinkedEntry(&rest)
      guard entry.number == UInt64(end.entryCount), entry.previous.elementsEqual(end.head),
        entry.identity.elementsEqual(evidence.identity), entry.namesItsTokens
      else { throw Failure(reason: "entry \(end.entryCount) does not go on from the one before") }
      end.entryCount += 1
      end.head = entry.hash
    }
    guard end == evidence.ledger else {
      throw Failure(reason: "its last entry is not the one that the manifest names")
    }
  }
}

/// What of an entry links it to the others.
private struct LinkedEntry {
  private let content: Data
  private let tokens: Data
  private let signature: Data

  /// The fields before those that differ in length: version, identity, number.
  private static let startBytes = 4 + Evidence.identityBytes + 8
  /// The fields at the end: the hash of the entry before, and the digest of the tokens.
  private static let endBytes = 2 * LedgerEntry.hashBytes

  /// Takes the entry that some bytes begin with.
  init(_ bytes: inout Data) throws(Ledger.Failure) {
    content = try Self.take(try Self.takeCount(&bytes), &bytes)
    guard content.count >= Self.startBytes + Self.endBytes else { throw Self.tooShort }
    let (length, isTooLarge) = try Self.takeCount(&bytes).multipliedReportingOverflow(by: LedgerToken.length)
    guard !isTooLarge else { throw Self.tooShort }
    tokens = try Self.take(length, &bytes)
    // A mark, and after it, if it is set, the key and the signature.
    let isSigned = bytes.first == 1
    signature = try Self.take(isSigned ? 1 + Evidence.keyBytes + LedgerEntry.Signature.length : 1, &bytes)
  }

  private static let tooShort = Ledger.Failure(reason: "it ends too early")

  private static func take(_ count: Int, _ bytes: inout Data) throws(Ledger.Failure) -> Data {
    guard count <= bytes.count else { throw tooShort }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }

  private static func takeCount(_ bytes: inout Data) throws(Ledger.Failure) -> Int {
    guard let count = Int(exactly: number(try take(8, &bytes))) else { throw tooShort }
    return count
  }

  private static func number(_ bytes: Data) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  var identity: Data { content.dropFirst(4).prefix(Evidence.identityBytes) }
  var number: UInt64 { Self.number(content.prefix(Self.startBytes).suffix(8)) }
  var previous: Data { content.suffix(Self.endBytes).prefix(LedgerEntry.hashBytes) }
  var namesItsTokens: Bool { SHA256.hash(data: tokens).elementsEqual(content.suffix(LedgerEntry.hashBytes)) }

  var hash: [UInt8] {
    var hash = SHA256()
    hash.update(data: content)
    hash.update(data: signature)
    return Array(hash.finalize())
  }
}
