// Numbers as the bytes that files have of them.
//
// Unsafe code is needed only because numbers are taken for bytes, and bytes for numbers; both stay inside of what
// they were given.

import Foundation

/// Numbers that stand in files as little-endian bytes.
protocol StoredNumber: BitwiseCopyable {
  /// The number with its bytes in the file's order, and back.
  var inFileOrder: Self { get }
}

extension Float: StoredNumber {
  var inFileOrder: Float { Float(bitPattern: bitPattern.littleEndian) }
}

extension Double: StoredNumber {
  var inFileOrder: Double { Double(bitPattern: bitPattern.littleEndian) }
}

extension UInt32: StoredNumber {
  var inFileOrder: UInt32 { littleEndian }
}

extension UInt16: StoredNumber {
  var inFileOrder: UInt16 { littleEndian }
}

extension [UInt8] {
  /// Appends the bytes of numbers.
  mutating func append<Number: StoredNumber>(bytesOf numbers: ArraySlice<Number>) {
    let ordered = 1.littleEndian == 1 ? numbers : numbers.map(\.inFileOrder)[...]
    unsafe ordered.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }
}

extension Array where Element: StoredNumber {
  /// Appends the numbers that bytes stand for.
  ///
  /// - Precondition: The bytes make whole numbers.
  mutating func append(fromBytes bytes: Data) {
    let width = MemoryLayout<Element>.size
    precondition(bytes.count % width == 0, "\(bytes.count) bytes are no numbers of \(width).")
    let numbers = unsafe [Element](unsafeUninitializedCapacity: bytes.count / width) { buffer, count in
      count = unsafe bytes.copyBytes(to: buffer) / width
    }
    append(contentsOf: 1.littleEndian == 1 ? numbers : numbers.map(\.inFileOrder))
  }
}
