// What the store's files have beyond the numbers of the canonical encoding: marks, sizes, and bytes of a known
// count.

import DeletableClustering

extension CanonicalEncoder {
  /// The bytes alone, without their count.
  mutating func append(bytes: [UInt8]) {
    for byte in bytes { append(byte) }
  }

  mutating func append(_ flag: Bool) {
    append(UInt8(flag ? 1 : 0))
  }

  /// Whether there is a text, then the text, empty if there is none.
  mutating func append(optional text: String?) {
    append(text != nil)
    append(text ?? "")
  }

  mutating func append(texts: [String]) {
    append(UInt64(texts.count))
    for text in texts { append(text) }
  }
}

extension CanonicalDecoder {
  mutating func bytes(_ count: Int) throws(DecodingFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<count { bytes.append(try number()) }
    return bytes
  }

  mutating func flag(_ what: String) throws(DecodingFailure) -> Bool {
    switch try number(UInt8.self) {
    case 0: return false
    case 1: return true
    default: throw .invalid(what)
    }
  }

  mutating func optionalText(_ what: String) throws(DecodingFailure) -> String? {
    let isThere = try flag(what)
    let text = try text()
    guard isThere || text.isEmpty else { throw .invalid(what) }
    return isThere ? text : nil
  }

  mutating func texts() throws(DecodingFailure) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count(elementBytes: 8)) { texts.append(try text()) }
    return texts
  }

  /// A number that is no less than 0 and fits an `Int`.
  mutating func size(_ what: String) throws(DecodingFailure) -> Int {
    guard let size = Int(exactly: try number(UInt64.self)) else { throw .invalid(what) }
    return size
  }
}
