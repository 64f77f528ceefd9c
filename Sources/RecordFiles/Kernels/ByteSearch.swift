// Where a byte occurs and how often, many bytes at a time.
//
// Method     The C library finds the first one. Counting takes eight bytes as a word: bytes that are equal to the
//            one that is wanted leave a one each, and 255 such words add up before a byte could overflow.

import Foundation

/// Searches bytes.
enum ByteSearch {
  /// The position of the first occurrence of a byte from `start` on; nil if there is none.
  static func first(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    precondition(start >= 0 && start <= bytes.count, "\(start) is not within \(bytes.count) bytes")
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, start < buffer.count else { return nil }
      let from = unsafe UnsafeRawPointer(base + start)
      guard let found = unsafe memchr(from, Int32(byte), buffer.count - start) else { return nil }
      return unsafe start + from.distance(to: UnsafeRawPointer(found))
    }
  }

  /// The position of the last occurrence of a byte from `start` on; nil if there is none.
  static func last(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
    var position = bytes.count
    while position > start {
      position -= 1
      if bytes[position] == byte { return position }
    }
    return nil
  }

  /// How often a byte occurs from `start` up to `end`.
  static func count(_ byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let pattern = ByteWord.filled(with: byte)
    var count = 0
    var position = range.lowerBound
    while position + 8 * 16 <= range.upperBound {
      var sums: UInt64 = 0
      for index in 0..<16 {
        sums &+= ByteWord.zeros(ByteWord.load(bytes, at: position &+ 8 &* index) ^ pattern)
      }
      count += ByteWord.sum(sums)
      position += 8 * 16
    }
    while position < range.upperBound {
      if bytes[position] == byte { count += 1 }
      position += 1
    }
    return count
  }
}

/// Eight bytes in a word.
enum ByteWord {
  /// The eight bytes from a position on.
  ///
  /// - Precondition: They are within `bytes`; not checked.
  @inline(__always)
  static func load(_ bytes: Span<UInt8>, at position: Int) -> UInt64 {
    unsafe UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
  }

  @inline(__always)
  static func filled(with byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// One in each byte that is 0, and 0 in the others.
  @inline(__always)
  static func zeros(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low) &>> 7
  }

  /// The sum of the bytes, if it fits one.
  @inline(__always)
  static func sum(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0x0101_0101_0101_0101) &>> 56)
  }
}
