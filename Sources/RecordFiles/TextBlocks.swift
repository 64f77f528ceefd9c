// A text cut into blocks of whole records.
//
// Invariants  A block starts where a record starts, ends in a line feed, and has no NUL byte.
//             A byte order mark is left out. Lines count from 1.
// Method      A line feed ends a record if an even count of quotes stands before it. That holds as
//             long as quotes stand where they may; the parser refuses the first that does not,
//             and every block up to it was cut as it should be.
//
// Blocks are values that know their first line, so that several can be parsed at the same time.

/// Some whole records of a text.
struct TextBlock {
  /// The bytes; the last is a line feed.
  let bytes: [UInt8]
  /// The number of the line that the block starts with.
  let firstLine: Int
}

/// The blocks of a text, one after another.
struct TextBlocks {
  private static let lineFeed = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")

  let name: String
  private let stream: any ByteStream
  private let recordLimit: Int
  /// Whether a line feed between quotes belongs to a field.
  private let quoting: Bool

  /// The beginning of a record whose end was not seen yet, and whether it ends inside quotes.
  private var pending: [UInt8] = []
  private var quoteIsOpen = false
  private var line = 1
  private var isStart = true
  private var isEnded = false

  /// - Parameters:
  ///   - quoting: Whether quoted fields may hold line feeds.
  ///   - recordLimit: The most bytes of a record; a quote left open would fill the memory otherwise.
  init(_ stream: any ByteStream, quoting: Bool, recordLimit: Int = 1 << 28) {
    self.name = stream.name
    self.stream = stream
    self.quoting = quoting
    self.recordLimit = recordLimit
  }

  /// The next block, with at least one record; nil at the end of the text.
  mutating func next() throws(RecordFileError) -> TextBlock? {
    while !isEnded {
      let piece = try nextPiece()
      if piece.isEmpty {
        isEnded = true
        return pending.isEmpty ? nil : takeBlock(upTo: [Self.lineFeed][...])
      }
      if let end = try endOfRecords(in: piece) {
        let block = takeBlock(upTo: piece[..<end])
        pending = Array(piece[end...])
        return block
      }
      pending += piece
      if pending.count > recordLimit {
        throw .recordTooLong(file: name, line: line, limit: recordLimit)
      }
    }
    return nil
  }

  /// Makes a block of what was pending and of what follows it.
  private mutating func takeBlock(upTo rest: ArraySlice<UInt8>) -> TextBlock {
    let block = TextBlock(bytes: pending + rest, firstLine: line)
    line += ByteSearch.count(Self.lineFeed, in: block.bytes.span)
    pending = []
    return block
  }

  private mutating func nextPiece() throws(RecordFileError) -> [UInt8] {
    guard isStart else { return try stream.next() }
    isStart = false
    var piece = try stream.next()
    while piece.count < 3 {  // a mark may come in parts
      let more = try stream.next()
      if more.isEmpty { break }
      piece += more
    }
    if piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) {
      throw .notUTF8(file: name, line: 1)
    }
    if piece.starts(with: [0xEF, 0xBB, 0xBF]) { piece.removeFirst(3) }
    return piece.isEmpty ? try stream.next() : piece
  }

  /// The position after the last record that ends in the piece; nil if none does.
  private mutating func endOfRecords(in piece: [UInt8]) throws(RecordFileError) -> Int? {
    let bytes = piece.span
    if let position = ByteSearch.first(0, in: bytes) {
      let before = ByteSearch.count(Self.lineFeed, in: bytes, upTo: position)
      let pendingLines = ByteSearch.count(Self.lineFeed, in: pending.span)
      throw .notUTF8(file: name, line: line + pendingLines + before)
    }
    guard quoting, quoteIsOpen || ByteSearch.first(Self.quote, in: bytes) != nil else {
      return piece.lastIndex(of: Self.lineFeed).map { $0 + 1 }
    }
    var end: Int?
    for (position, byte) in piece.enumerated() {
      if byte == Self.quote {
        quoteIsOpen.toggle()
      } else if byte == Self.lineFeed, !quoteIsOpen {
        end = position + 1
      }
    }
    return end
  }
}
