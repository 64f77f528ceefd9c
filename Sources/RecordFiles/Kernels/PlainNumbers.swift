// Runs of fields that are a number and nothing else, which is what most of a table is.
//
// Method     Where a field ends is found first, from the bytes that can belong to no number; the next field then
//            starts while this one is still being added up, and the processor works on several at once. What
//            the number's digits end with has to be that place; what is anything else is left to the reader of
//            every form. Signs come by chance, so no jump depends on one.
//
// Loads and stores are unsafe only to leave out a check of each: a run's place for numbers is checked once, and a
// number is read in this way only where as many bytes are left as its digits could touch.

/// A precision in which a table's numbers are kept.
protocol KeptNumber: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The number with zeros as +0; nil if it is not exact in this precision.
  init?(keeping number: Double)
}

extension Double: KeptNumber {
  @inline(__always)
  init?(keeping number: Double) { self = number + 0 }
}

extension Float: KeptNumber {
  @inline(__always)
  init?(keeping number: Double) {
    let rounded = Float(number)
    guard Double(rounded) == number else { return nil }
    self = rounded + 0
  }
}

enum PlainNumbers {
  /// More bytes than a number of this kind and the loads around it take: a sign, a digit run, a point, three more
  /// runs, an exponent with its sign, and a word behind it.
  private static let reach = 64

  /// Reads fields that are a number without quotes or spaces, as long as they come and fit the precision.
  ///
  /// - Parameters:
  ///   - start: The start of a field; moved to the start of the first field that is not read.
  ///   - fieldCount: The most fields.
  ///   - isLast: Whether the last of so many ends the record.
  ///   - numbers: Gets the numbers, from `cursor` on; it has to hold `fieldCount` more.
  /// - Returns: The count of fields that were read.
  @inline(__always)
  static func read<Number: KeptNumber>(
    _ bytes: Span<UInt8>, at start: inout Int, delimiter: UInt8, fieldCount: Int, isLast: Bool,
    into numbers: inout MutableSpan<Number>, from cursor: Int
  ) -> Int {
    precondition(start >= 0 && cursor >= 0 && fieldCount >= 0 && fieldCount <= numbers.count &- cursor)
    var position = start
    var index = 0
    while index < fieldCount {
      let isRecordEnd = isLast && index == fieldCount &- 1
      var end = position
      let number: Double
      if let (short, shortEnd) = short(bytes, at: position) {
        (number, end) = (short, shortEnd)
      } else {
        guard let (any, anyEnd) = any(bytes, at: position) else { break }
        (number, end) = (any, anyEnd)
      }
      guard endsField(bytes, &end, isRecordEnd ? DelimitedFields.lineFeed : delimiter) else { break }
      guard let kept = Number(keeping: number) else { break }
      unsafe numbers[unchecked: cursor &+ index] = kept
      position = end
      index &+= 1
    }
    start = position
    return index
  }

  /// Whether a field ends at a position, which is moved to the next one.
  @inline(__always)
  private static func endsField(_ bytes: Span<UInt8>, _ position: inout Int, _ end: UInt8) -> Bool {
    if bytes[position] == end {
      position &+= 1
      return true
    }
    guard end == DelimitedFields.lineFeed, bytes[position] == DelimitedFields.carriageReturn else {
      return false
    }
    position &+= 2
    return bytes[position &- 1] == end
  }

  /// Reads a number of any form that is not short.
  @inline(never)
  private static func any(_ bytes: Span<UInt8>, at position: Int) -> (number: Double, end: Int)? {
    var end = position
    return DecimalNumber.read(bytes, at: &end).map { ($0, end) }
  }

  /// Reads a number of at most 19 digits, one to eight of them before the point, without a plus; nil for all
  /// others, and near the end of the text.
  @inline(__always)
  private static func short(_ bytes: Span<UInt8>, at start: Int) -> (number: Double, end: Int)? {
    guard start <= bytes.count &- reach else { return nil }
    let end = fieldEnd(bytes, from: start)
    let minus = unsafe bytes[unchecked: start] == UInt8(ascii: "-") ? 1 : 0
    var position = start &+ minus

    let whole: DigitRun
    let first = ByteWord.load(bytes, at: position)
    if (first &>> 8) & 0xFF == UInt64(UInt8(ascii: ".")), first & 0xFF ^ 0x30 < 10 {
      whole = DigitRun(digit: first & 0xFF ^ 0x30)
      position &+= 2
    } else {
      whole = DigitRun(first)
      position &+= whole.count
      guard whole.count > 0 else { return nil }
      if unsafe bytes[unchecked: position] != UInt8(ascii: ".") {
        guard position == end ?? position else { return nil }
        return (signed(Double(Int64(bitPattern: whole.value)), minus), position)
      }
      position &+= 1
    }

    let pointEnd = position
    var significand = whole.value
    for _ in 0..<3 {
      let run = DigitRun(ByteWord.load(bytes, at: position))
      position &+= run.count
      significand = significand &* run.powerOfTen &+ run.value
      if run.count < DigitRun.limit { break }
    }
    let decimalCount = position &- pointEnd
    var exponent = 0 &- decimalCount
    if unsafe bytes[unchecked: position] | 0x20 == UInt8(ascii: "e") {
      guard let shift = shift(bytes, &position) else { return nil }
      exponent &+= shift
    } else {
      guard position == end ?? position else { return nil }
      position = end ?? position
    }
    guard whole.count &+ decimalCount <= 19,
      let number = DecimalRounding.double(significand, tenTo: exponent)
    else { return nil }
    return (signed(number, minus), position)
  }

  /// Reads an exponent of one to seven digits from its letter on; nil for any other.
  @inline(__always)
  private static func shift(_ bytes: Span<UInt8>, _ position: inout Int) -> Int? {
    let sign = unsafe bytes[unchecked: position &+ 1]
    position &+= sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 2 : 1
    let run = DigitRun(ByteWord.load(bytes, at: position))
    position &+= run.count
    guard run.count > 0, run.count < DigitRun.limit else { return nil }
    let shift = Int(truncatingIfNeeded: run.value)
    return sign == UInt8(ascii: "-") ? 0 &- shift : shift
  }

  @inline(__always)
  private static func signed(_ magnitude: Double, _ minus: Int) -> Double {
    Double(bitPattern: magnitude.bitPattern | UInt64(truncatingIfNeeded: minus) &<< 63)
  }

  /// The position of the first byte below the minus sign, the digits and the point; nil if it is not
  /// among the next 24.
  @inline(__always)
  private static func fieldEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    let first = ends(ByteWord.load(bytes, at: start))
    let second = ends(ByteWord.load(bytes, at: start &+ 8))
    let inFirst = first.trailingZeroBitCount &>> 3
    let inSecond = second.trailingZeroBitCount &>> 3 &+ 8
    if first | second != 0 { return start &+ (first != 0 ? inFirst : inSecond) }
    let third = ends(ByteWord.load(bytes, at: start &+ 16))
    return third == 0 ? nil : start &+ 16 &+ third.trailingZeroBitCount &>> 3
  }

  /// The highest bit of each byte below the minus sign, up to the first byte above 127.
  @inline(__always)
  private static func ends(_ word: UInt64) -> UInt64 {
    ~(word &+ ByteWord.filled(with: 0x80 - UInt8(ascii: "-"))) & 0x8080_8080_8080_8080
  }
}
