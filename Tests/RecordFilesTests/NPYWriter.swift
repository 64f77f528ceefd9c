// Arrays in NumPy's format, for the tests.

/// What is to be written.
struct NPYWriter {
  var type = "f4"
  var order: Character = "<"
  var isColumnMajor = false
  var version: UInt8 = 1
  var rows = [[Double]]()

  /// The file.
  var bytes: [UInt8] {
    let columnCount = rows.first?.count ?? 0
    var elements: [UInt8] = []
    if isColumnMajor {
      for column in 0..<columnCount { for row in rows { elements += element(row[column]) } }
    } else {
      for row in rows { for value in row { elements += element(value) } }
    }
    return Self.file(header: header(shape: "(\(rows.count), \(columnCount))"), version: version) + elements
  }

  func header(shape: String) -> String {
    "{'descr': '\(order)\(type)', 'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': \(shape), }"
  }

  /// Magic, version, length and header, padded as NumPy pads it.
  static func file(header: String, version: UInt8 = 1) -> [UInt8] {
    let lengthBytes = version == 1 ? 2 : 4
    let unpadded = 8 + lengthBytes + header.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let text = Array(header.utf8) + Array(repeating: 0x20, count: padding) + [0x0A]
    let length = (0..<lengthBytes).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text
  }

  private func element(_ value: Double) -> [UInt8] {
    let word: UInt64 =
      switch type {
      case "f2": UInt64(Self.half(value))
      case "f4": UInt64(Float(value).bitPattern)
      case "f8": value.bitPattern
      default: UInt64(bitPattern: Int64(value))
      }
    let size = Int(String(type.dropFirst())) ?? 0
    let little = (0..<size).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    return order == ">" ? little.reversed() : little
  }

  /// The half-precision pattern of a value that has one: found by trying all of them.
  private static func half(_ value: Double) -> UInt16 {
    for bits in 0...UInt16.max where reference(bits).bitPattern == value.bitPattern { return bits }
    preconditionFailure("\(value) is not exact in half precision")
  }

  /// The value of a half-precision pattern by the definition of the format.
  static func reference(_ bits: UInt16) -> Double {
    let sign = bits >> 15 == 0 ? 1.0 : -1.0
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Double(bits & 0x3FF)
    if exponent == 0x1F { return fraction == 0 ? sign * .infinity : .nan }
    if exponent == 0 { return sign * fraction * 0x1p-24 }
    return sign * (1 + fraction / 1024) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
  }
}
