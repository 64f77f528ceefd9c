// A text cut into blocks of whole records.
//
// Invariants  A block starts where a record starts, ends in a line feed, and has no NUL byte.
//             A byte order mark is left out. Lines count from 1.
// Method      A line feed ends a record if an even count of quotes stands before it. That holds as
//             long as quotes stand where they may; the parser refuses the first that does not,
//             and every block up to it was cut as it should be.
// Order       What is wrong with the text itself is said after the blocks of all that stands before it.
//
// Blocks are values that know their first line, so that several can be parsed at the same time.

/// Some whole records of a text.
struct TextBlock: Sendable {
  /// The bytes; the last is a line feed.
  let bytes: [UInt8]
  /// The position of the first record.
  var start = 0
  /// The number of the line that it starts in.
  var firstLine: Int
  /// The count of records, if all quotes stand where they may.
  var recordCount: Int

  /// Leaves the first record out, which ends before a position and a line.
  mutating func passHeader(endingAt position: Int, line: Int) {
    start = position
    firstLine = line
    recordCount -= 1
  }
}

/// The blocks of a text, one after another.
struct TextBlocks {
  private static let lineFeed = UInt8(ascii: "\n")

  let name: String
  /// The count of bytes of the text; nil where it is not known beforehand.
  let byteCount: Int?
  private let stream: any ByteStream
  private let recordLimit: Int
  /// Whether a line feed between quotes belongs to a field.
  private let quoting: Bool

  /// The beginning of a record whose end was not seen yet.
  private var pending: [UInt8] = []
  /// The line feeds in it, and whether it ends inside quotes.
  private var pendingLines = 0
  private var quoteIsOpen = false
  private var line = 1
  private var isStart = true
  private var isEnded = false
  /// What is wrong with the text after the blocks so far.
  private var fault: RecordFileError?

  /// - Parameters:
  ///   - quoting: Whether quoted fields may hold line feeds.
  ///   - recordLimit: The most bytes of a record; a quote left open would fill the memory otherwise.
  init(_ stream: any ByteStream, quoting: Bool, recordLimit: Int = 1 << 28) {
    self.name = stream.name
    self.byteCount = stream.byteCount
    self.stream = stream
    self.quoting = quoting
    self.recordLimit = recordLimit
  }

  /// The next block, with at least one record; nil at the end of the text.
  mutating func next() throws(RecordFileError) -> TextBlock? {
    while true {
      if let fault { throw fault }
      if isEnded { return nil }
      let start = pending.count
      try appendPiece()
      if pending.count == start {
        isEnded = true
        return pending.isEmpty ? nil : lastBlock()
      }
      if let block = takeBlock(scanningFrom: start) { return block }
      if fault == nil, pending.count > recordLimit {
        throw .recordTooLong(file: name, line: line, limit: recordLimit)
      }
    }
  }

  /// Adds the next piece of the text to what is pending; nothing at its end.
  private mutating func appendPiece() throws(RecordFileError) {
    guard isStart else { return try stream.append(to: &pending) }
    isStart = false
    while pending.count < 3 {  // a mark may come in parts
      let count = pending.count
      try stream.append(to: &pending)
      if pending.count == count { break }
    }
    if pending.starts(with: [0xFF, 0xFE]) || pending.starts(with: [0xFE, 0xFF]) {
      throw .notUTF8(file: name, line: 1)
    }
    guard pending.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
    pending.removeFirst(3)
    if pending.isEmpty { try stream.append(to: &pending) }
  }

  /// Makes a block of the whole records that are pending; nil if there are none.
  ///
  /// - Parameter start: Where what is new begins.
  private mutating func takeBlock(scanningFrom start: Int) -> TextBlock? {
    let end = ByteSearch.first(0, in: pending.span, from: start) ?? pending.count
    let ends = RecordEnds(pending.span, start..<end, quoting: quoting, quoteIsOpen: quoteIsOpen)
    quoteIsOpen = ends.quoteIsOpen
    if end < pending.count {
      fault = .notUTF8(file: name, line: line + pendingLines + ends.lineCount)
    }
    guard let lastEnd = ends.lastEnd else {
      pendingLines += ends.lineCount
      return nil
    }
    var bytes = Array(pending[lastEnd...])
    swap(&bytes, &pending)
    bytes.removeLast(pending.count)
    let block = TextBlock(bytes: bytes, firstLine: line, recordCount: ends.recordCount)
    line += pendingLines + ends.lineCount - ends.openLineCount
    pendingLines = ends.openLineCount
    return block
  }

  /// Makes a block of the last record, whose line feed is missing.
  private mutating func lastBlock() -> TextBlock {
    let block = TextBlock(bytes: pending + [Self.lineFeed], firstLine: line, recordCount: 1)
    line += pendingLines + 1
    pending = []
    return block
  }
}
