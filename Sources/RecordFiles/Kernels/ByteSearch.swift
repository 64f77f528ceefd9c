// Where a byte occurs, found by the C library many bytes at a time.

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

  /// How often a byte occurs up to `end`.
  static func count(_ byte: UInt8, in bytes: Span<UInt8>, upTo end: Int? = nil) -> Int {
    let end = end ?? bytes.count
    var count = 0
    var position = 0
    while let found = first(byte, in: bytes, from: position), found < end {
      count += 1
      position = found + 1
    }
    return count
  }
}
