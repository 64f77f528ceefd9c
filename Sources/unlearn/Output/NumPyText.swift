// Arrays as NumPy writes them, version 1.0 of the format.

enum NumPyText {
  /// A matrix of doubles, row after row.
  static func matrix(_ rows: [[Double]], columns: Int) -> [UInt8] {
    var bytes = header(type: "<f8", shape: "(\(rows.count), \(columns))")
    for row in rows {
      for value in row { append(value.bitPattern, to: &bytes) }
    }
    return bytes
  }

  /// A vector of whole numbers of 32 bits.
  static func vector(_ values: [Int]) -> [UInt8] {
    var bytes = header(type: "<i4", shape: "(\(values.count),)")
    for value in values { append(UInt32(bitPattern: Int32(value)), to: &bytes) }
    return bytes
  }

  private static func header(type: String, shape: String) -> [UInt8] {
    let fields = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    // Magic, version, length and text fill whole blocks of 64 bytes.
    let fixed = 10
    let length = (fixed + fields.utf8.count + 1 + 63) / 64 * 64 - fixed
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    append(UInt16(length), to: &bytes)
    bytes += fields.utf8
    bytes += repeatElement(UInt8(ascii: " "), count: length - fields.utf8.count - 1)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for place in stride(from: 0, to: value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> place))
    }
  }
}
