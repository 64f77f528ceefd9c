// The header of NumPy's array format, versions 1 to 3.
//
// Source     https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html: six bytes of magic, two
//            of version, the header's length, and a Python dictionary with the keys `descr`,
//            `fortran_order` and `shape`, in any order.
// Differs    Only what an array of numbers needs is understood; anything else is refused.

/// What the header of a `.npy` file says.
struct NPYHeader: Equatable {
  /// The type of an element.
  enum Element: String {
    case half = "f2"
    case float = "f4"
    case double = "f8"
    case byte = "u1"
    case int8 = "i1"
    case int16 = "i2"
    case int32 = "i4"
    case int64 = "i8"

    var bytes: Int {
      switch self {
      case .byte, .int8: 1
      case .half, .int16: 2
      case .float, .int32: 4
      case .double, .int64: 8
      }
    }

    /// Whether every value of the type is exact in single precision.
    var fitsFloat: Bool {
      switch self {
      case .half, .float, .byte, .int8, .int16: true
      case .double, .int32, .int64: false
      }
    }
  }

  let element: Element
  let isBigEndian: Bool
  /// Whether columns, not rows, are runs of the file.
  let isColumnMajor: Bool
  let rowCount: Int
  let columnCount: Int

  /// The bytes of all elements.
  var dataBytes: Int { rowCount * columnCount * element.bytes }

  /// The first bytes of every array file.
  static let magic: [UInt8] = [0x93] + "NUMPY".utf8
  /// Magic and version.
  static let fixedBytes = 8
  /// Longer headers are of no array with two dimensions.
  static let limit = 1 << 20
  /// More elements are in no file; below it, no sum of sizes overflows.
  private static let countLimit = 1 << 56

  /// How many bytes the header's length takes.
  ///
  /// - Parameter start: The first ``fixedBytes`` bytes of the file.
  static func lengthBytes(_ start: some Collection<UInt8>, file: String) throws(RecordFileError) -> Int {
    let bytes = Array(start)
    guard bytes.starts(with: magic) else {
      throw .notAnArray(file: file, reason: "the first bytes are not NumPy's")
    }
    guard bytes.count == fixedBytes, (1...3).contains(bytes[6]), bytes[7] == 0 else {
      throw .notAnArray(file: file, reason: "unknown version of the format")
    }
    return bytes[6] == 1 ? 2 : 4
  }

  /// Reads the dictionary.
  ///
  /// - Parameter text: The header after its length: the dictionary, spaces, a line feed.
  init(_ text: some Collection<UInt8>, file: String) throws(RecordFileError) {
    var dictionary = NPYDictionary(text)
    guard dictionary.parse(), let descr = dictionary.descr, let order = dictionary.isColumnMajor,
      let shape = dictionary.shape
    else {
      throw .notAnArray(file: file, reason: "the header breaks the format's rules")
    }
    (element, isBigEndian) = try Self.type(descr, file: file)
    isColumnMajor = order
    guard shape.count == 2 else { throw .arrayRank(file: file, rank: shape.count) }
    (rowCount, columnCount) = (shape[0], shape[1])
    let (count, overflow) = rowCount.multipliedReportingOverflow(by: columnCount)
    if overflow || count > Self.countLimit {
      throw .notAnArray(file: file, reason: "the shape is beyond every file")
    }
  }

  /// The type and byte order of a description such as `<f4`.
  private static func type(
    _ descr: NPYDictionary.Description, file: String
  ) throws(RecordFileError) -> (Element, Bool) {
    guard case .simple(let text) = descr else { throw .arrayType(file: file, type: "structured") }
    guard let order = text.first, let element = Element(rawValue: String(text.dropFirst())),
      "<>".contains(order) || order == "|" && element.bytes == 1
    else {
      throw .arrayType(file: file, type: text)
    }
    return (element, order == ">")
  }
}
