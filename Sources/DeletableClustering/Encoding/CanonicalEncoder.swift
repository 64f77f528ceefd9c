// The one way in which numbers become bytes: little-endian, of fixed width, in a fixed order.
//
// Digests are taken of these bytes, so they are the same on every platform, and a change of them is a
// change of every digest: it takes a new version.

package struct CanonicalEncoder {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    var rest = number
    for _ in 0..<Number.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  package mutating func append(_ number: Double) {
    append(number.bitPattern)
  }

  /// The count, then the numbers.
  package mutating func append<Number: FixedWidthInteger>(all numbers: [Number]) {
    append(UInt64(numbers.count))
    bytes.reserveCapacity(bytes.count + numbers.count * Number.bitWidth / 8)
    for number in numbers { append(number) }
  }

  /// The count of bytes, then the UTF-8 bytes.
  package mutating func append(_ text: String) {
    append(all: Array(text.utf8))
  }
}

/// Reads what a ``CanonicalEncoder`` wrote; every read checks that the bytes are there.
package struct CanonicalDecoder {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package var isAtEnd: Bool { position == bytes.count }

  package mutating func number<Number: FixedWidthInteger>(
    _ type: Number.Type = Number.self
  ) throws(DecodingFailure) -> Number {
    let width = Number.bitWidth / 8
    guard bytes.count - position >= width else { throw .endOfBytes }
    var number: Number = 0
    for place in (position..<position + width).reversed() {
      number = number << 8 | Number(truncatingIfNeeded: bytes[place])
    }
    position += width
    return number
  }

  package mutating func double() throws(DecodingFailure) -> Double {
    Double(bitPattern: try number(UInt64.self))
  }

  package mutating func numbers<Number: FixedWidthInteger>(
    _ type: Number.Type = Number.self
  ) throws(DecodingFailure) -> [Number] {
    let count = try count(elementBytes: Number.bitWidth / 8)
    var numbers: [Number] = []
    numbers.reserveCapacity(count)
    for _ in 0..<count { numbers.append(try number()) }
    return numbers
  }

  package mutating func text() throws(DecodingFailure) -> String {
    guard let text = String(validating: try numbers(UInt8.self), as: UTF8.self) else {
      throw .invalid("text")
    }
    return text
  }

  /// A count of elements that the bytes left can hold, so that a wrong one allocates nothing.
  package mutating func count(elementBytes: Int) throws(DecodingFailure) -> Int {
    let count = try number(UInt64.self)
    guard count <= UInt64(bytes.count - position) / UInt64(elementBytes) else { throw .endOfBytes }
    return Int(count)
  }
}

/// Why bytes are no encoding.
package enum DecodingFailure: Error, Equatable {
  case endOfBytes
  case unknownVersion(UInt32)
  /// In version 4 a seeding ended with its sample, where now it goes on.
  case endedSeeding
  /// The process's BLAS does not compute products as the exact arithmetic needs them.
  case unsuitableLinearAlgebra(String)
  /// A number that no encoder writes; the text names it.
  case invalid(String)
}
