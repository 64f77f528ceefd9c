// The fields of delimited text, RFC 4180.
//
// Invariants  Between calls the position is at the start of a field, or at what ends one: a delimiter,
//             a line feed, or a carriage return with a line feed. The text ends in a line feed, so
//             no loop over an unquoted field asks where the text ends.

import DeletableClustering

/// A place in a block of delimited text, which moves field by field.
struct DelimitedFields {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")

  let file: String
  let delimiter: UInt8
  /// The next byte.
  var position: Int
  /// The line of the next byte.
  var line: Int

  /// Whether a record ends at the position.
  @inline(__always)
  func isAtLineEnd(_ bytes: Span<UInt8>) -> Bool {
    bytes[position] == Self.lineFeed
      || bytes[position] == Self.carriageReturn && bytes[position + 1] == Self.lineFeed
  }

  /// Whether a field ends at the position.
  @inline(__always)
  func isAtFieldEnd(_ bytes: Span<UInt8>) -> Bool {
    bytes[position] == delimiter || isAtLineEnd(bytes)
  }

  /// Moves past what ends a field; true if it ended the record too.
  @inline(__always)
  mutating func endsRecord(_ bytes: Span<UInt8>) -> Bool {
    let byte = bytes[position]
    position += byte == Self.carriageReturn ? 2 : 1
    guard byte != delimiter else { return false }
    line += 1
    return true
  }

  /// Reads a field as a number, with spaces around it or none, quoted or not.
  ///
  /// - Returns: nil if the field is empty or no finite number; the position is then anywhere in it.
  @inline(__always)
  mutating func number(_ bytes: Span<UInt8>) -> Double? {
    value(bytes, DecimalNumber.read)
  }

  /// Passes a field that stands for a missing value, with spaces around it or none, quoted or not.
  ///
  /// - Returns: False if the field is anything else; the position is then anywhere in it.
  mutating func missing(_ bytes: Span<UInt8>) -> Bool {
    value(bytes, Self.readMissing) != nil
  }

  static let missingWords = ["", "NA", "N/A", "NaN", "nan", "null", "NULL"].map { Array($0.utf8) }

  private static func readMissing(_ bytes: Span<UInt8>, at position: inout Int) -> Bool? {
    var word: [UInt8] = []
    while word.count <= 4, isWordByte(bytes[position]) {
      word.append(bytes[position])
      position += 1
    }
    return missingWords.contains(word) ? true : nil
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(byte)
  }

  /// Reads a field as a weight, a whole number from 1 to ``Dataset/maximumCount`` in decimal digits, with
  /// spaces around it or none, quoted or not.
  ///
  /// - Returns: nil if the field is anything else; the position is then anywhere in it.
  mutating func weight(_ bytes: Span<UInt8>) -> UInt32? {
    value(bytes, Self.readWeight)
  }

  private static func readWeight(_ bytes: Span<UInt8>, at position: inout Int) -> UInt32? {
    var weight = 0
    while true {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return weight == 0 ? nil : UInt32(weight) }
      weight = weight * 10 + Int(digit)
      guard weight <= Dataset.maximumCount else { return nil }
      position += 1
    }
  }

  /// Reads a field that is what a reader takes, with spaces around it or none, quoted or not.
  @inline(__always)
  private mutating func value<Value>(
    _ bytes: Span<UInt8>, _ read: (Span<UInt8>, inout Int) -> Value?
  ) -> Value? {
    let isQuoted = bytes[position] == Self.quote
    if isQuoted { position += 1 }
    passSpaces(bytes)
    guard let value = read(bytes, &position) else { return nil }
    passSpaces(bytes)
    if isQuoted {
      guard bytes[position] == Self.quote else { return nil }
      position += 1
    }
    return isAtFieldEnd(bytes) ? value : nil
  }

  @inline(__always)
  private mutating func passSpaces(_ bytes: Span<UInt8>) {
    while bytes[position] == Self.space { position += 1 }
  }

  /// Reads a field as text, and appends its bytes without the quotes.
  ///
  /// - Throws: ``RecordFileError`` for a quote or a carriage return where none may stand.
  mutating func text(_ bytes: Span<UInt8>, appendingTo text: inout [UInt8]) throws(RecordFileError) {
    if bytes[position] == Self.quote {
      try quotedText(bytes, appendingTo: &text)
      return
    }
    while !isAtFieldEnd(bytes) {
      let byte = bytes[position]
      if byte == Self.quote { throw .strayQuote(file: file, line: line) }
      if byte == Self.carriageReturn { throw .strayReturn(file: file, line: line) }
      text.append(byte)
      position += 1
    }
  }

  /// Reads a quoted field from its opening quote on, and stops after its closing quote.
  mutating func quotedContent(
    _ bytes: Span<UInt8>, appendingTo text: inout [UInt8]
  ) throws(RecordFileError) {
    let firstLine = line
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else { return }
        position += 1
      } else if byte == Self.lineFeed {
        line += 1
      }
      text.append(byte)
    }
    throw .unclosedQuote(file: file, line: firstLine)
  }

  private mutating func quotedText(
    _ bytes: Span<UInt8>, appendingTo text: inout [UInt8]
  ) throws(RecordFileError) {
    try quotedContent(bytes, appendingTo: &text)
    guard position < bytes.count, isAtFieldEnd(bytes) else {
      throw .strayQuote(file: file, line: line)
    }
  }

  /// Moves to the end of a field that is not wanted.
  mutating func skip(_ bytes: Span<UInt8>) throws(RecordFileError) {
    if bytes[position] == Self.quote {
      var unwanted: [UInt8] = []
      try quotedText(bytes, appendingTo: &unwanted)
      return
    }
    while !isAtFieldEnd(bytes) {
      if bytes[position] == Self.quote { throw .strayQuote(file: file, line: line) }
      position += 1
    }
  }
}
