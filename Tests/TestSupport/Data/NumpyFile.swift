// A reader for the `.npy` files of the real sets: two dimensions, C order, f4 or u1, little-endian.

import DeletableClustering
import Foundation

package enum NumpyFile {
  package struct Matrix {
    package let values: [Float]
    package let dimension: Int
  }

  /// - Parameter rows: At most so many rows, from the first.
  package static func read(_ url: URL, rows: Int = .max) throws -> Matrix {
    let bytes = [UInt8](try Data(contentsOf: url))
    let headerLength = Int(bytes[8]) + 256 * Int(bytes[9])
    let header = String(decoding: bytes[10..<10 + headerLength], as: UTF8.self)
    let shape = header.components(separatedBy: "(")[1].components(separatedBy: ")")[0]
      .split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    let count = min(rows, shape[0]) * shape[1]
    let body = bytes[(10 + headerLength)...]
    if header.contains("|u1") {
      return Matrix(values: body.prefix(count).map { Float($0) }, dimension: shape[1])
    }
    precondition(header.contains("<f4"))
    let values = (0..<count).map { index in
      let place = body.startIndex + 4 * index
      let bits = (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(body[place + $1]) }
      return Float(bitPattern: bits)
    }
    return Matrix(values: values, dimension: shape[1])
  }
}
