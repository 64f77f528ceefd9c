// Where records end in a piece of text.
//
// Method     A line feed ends a record if an even count of quotes stands before it. Eight bytes are taken
//            as a word: the quotes up to each of its bytes are the bytes of a product with ones.

/// The line feeds that were found in a piece of text, and which of them end records.
struct RecordEnds {
  private static let lineFeed = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")

  /// The position after the last line feed that ends a record; nil if none does.
  private(set) var lastEnd: Int?
  /// How many line feeds end records.
  private(set) var recordCount = 0
  /// How many line feeds there are.
  private(set) var lineCount = 0
  /// How many of them come after the last that ends a record.
  private(set) var openLineCount = 0
  /// Whether the piece ends between quotes.
  private(set) var quoteIsOpen: Bool

  /// Goes through a range of a text.
  ///
  /// - Parameters:
  ///   - quoting: Whether a line feed between quotes ends no record.
  ///   - quoteIsOpen: Whether the range starts between quotes.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>, quoting: Bool, quoteIsOpen: Bool) {
    self.quoteIsOpen = quoteIsOpen
    let text = bytes.extracting(0..<range.upperBound)
    if quoting, quoteIsOpen || ByteSearch.first(Self.quote, in: text, from: range.lowerBound) != nil {
      scanQuoted(text, from: range.lowerBound)
    } else {
      lineCount = ByteSearch.count(Self.lineFeed, in: text, range)
      recordCount = lineCount
      lastEnd = ByteSearch.last(Self.lineFeed, in: text, from: range.lowerBound).map { $0 + 1 }
    }
  }

  private mutating func scanQuoted(_ bytes: Span<UInt8>, from start: Int) {
    var position = start
    while position + 8 <= bytes.count {
      take(ByteWord.load(bytes, at: position), at: position)
      position += 8
    }
    // What is left, behind bytes that are neither.
    var rest: UInt64 = 0
    for index in position..<bytes.count { rest |= UInt64(bytes[index]) << UInt64(8 * (index - position)) }
    take(rest, at: position)
  }

  /// Goes through eight bytes, the first the lowest.
  @inline(__always)
  private mutating func take(_ word: UInt64, at position: Int) {
    let lines = ByteWord.zeros(word ^ ByteWord.filled(with: Self.lineFeed))
    let quotes = ByteWord.zeros(word ^ ByteWord.filled(with: Self.quote))
    if lines | quotes == 0 { return }
    let ones = ByteWord.filled(with: 1)
    let isInside = (quotes &* ones &+ (quoteIsOpen ? ones : 0)) & ones
    let ends = lines & ~isInside
    if ends != 0 {
      let last = (63 &- ends.leadingZeroBitCount) &>> 3
      lastEnd = position + last + 1
      recordCount += ends.nonzeroBitCount
      openLineCount = last == 7 ? 0 : (lines &>> UInt64(8 &* (last &+ 1))).nonzeroBitCount
    } else {
      openLineCount += lines.nonzeroBitCount
    }
    lineCount += lines.nonzeroBitCount
    if quotes.nonzeroBitCount & 1 == 1 { quoteIsOpen.toggle() }
  }
}
