// Fields as RFC 4180 writes them.

enum CSVText {
  /// Appends a field, in quotes where its bytes need them.
  ///
  /// Quotes are also put where a reader that trims would lose spaces or a byte order mark.
  static func append(_ field: some Collection<UInt8>, to text: inout [UInt8]) {
    guard needsQuotes(field) else {
      text.append(contentsOf: field)
      return
    }
    text.append(quote)
    for byte in field {
      if byte == quote { text.append(quote) }
      text.append(byte)
    }
    text.append(quote)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private static func needsQuotes(_ field: some Collection<UInt8>) -> Bool {
    field.isEmpty || field.starts(with: byteOrderMark)
      || field.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 < 0x20 }
      || field.first == UInt8(ascii: " ") || endsInSpace(field)
  }

  private static func endsInSpace(_ field: some Collection<UInt8>) -> Bool {
    field.suffix(1).elementsEqual([UInt8(ascii: " ")])
  }

  /// A line of fields.
  static func line(_ fields: [String]) -> [UInt8] {
    var text: [UInt8] = []
    for (place, field) in fields.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      append(field.utf8, to: &text)
    }
    text.append(UInt8(ascii: "\n"))
    return text
  }
}
