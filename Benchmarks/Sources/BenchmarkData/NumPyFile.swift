// Arrays of single precision as NumPy's files, for the peers.

import Foundation

public enum NumPyFile {
  /// Writes rows of floats, in the machine's byte order, which is taken to be little-endian.
  public static func write(_ rows: [Float], dimension: Int, to path: String) throws {
    let shape = "(\(rows.count / dimension), \(dimension))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
    // The header ends with a line end, and its length makes that of everything before the data a multiple of 64.
    header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    data.append(contentsOf: [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)])
    data.append(contentsOf: Array(header.utf8))
    unsafe rows.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
    try data.write(to: URL(fileURLWithPath: path))
  }
}
