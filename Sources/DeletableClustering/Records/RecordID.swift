// The name under which a participant's records are deleted.

/// A participant's id: its bytes, and nothing else.
///
/// `007` is not `7`, and two Unicode normal forms of one word are two ids. This is why an id is
/// no `String`, whose `==` merges normal forms.
public struct RecordID: Hashable, Sendable {
  /// The UTF-8 bytes, as they were read.
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  public init(_ text: String) {
    self.bytes = Array(text.utf8)
  }

  /// The id of a record that was given none: its row number in decimal, from 0.
  public init(rowNumber: Int) {
    self.init(String(rowNumber))
  }
}

extension RecordID: Comparable {
  /// The order of the bytes, the shorter first where one begins the other.
  public static func < (left: RecordID, right: RecordID) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension RecordID: ExpressibleByStringLiteral, CustomStringConvertible {
  public init(stringLiteral text: String) {
    self.init(text)
  }

  /// The bytes as text; bytes that are no UTF-8 show as U+FFFD.
  public var description: String {
    String(decoding: bytes, as: UTF8.self)
  }
}
