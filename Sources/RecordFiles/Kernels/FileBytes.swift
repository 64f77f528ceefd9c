// Bytes that come one piece after another.
//
// Files are read, not mapped: a file that is cut short while it is being read is then an error
// and no signal, and a pipe is read like a file. The copy costs a small part of the parsing.

import Foundation

/// A source of bytes.
protocol ByteStream: AnyObject {
  /// The path as it was given, or `standard input`.
  var name: String { get }

  /// The count of bytes of the whole; nil where it is not known beforehand.
  var byteCount: Int? { get }

  /// The next bytes, some of them; none at the end.
  func next() throws(RecordFileError) -> [UInt8]

  /// Adds the next bytes to others; none at the end.
  func append(to bytes: inout [UInt8]) throws(RecordFileError)
}

extension ByteStream {
  var byteCount: Int? { nil }

  func append(to bytes: inout [UInt8]) throws(RecordFileError) {
    bytes += try next()
  }
}

/// The bytes of a file or a pipe.
final class FileBytes: ByteStream {
  /// The most bytes of a piece: a few fit the second-level cache.
  static let pieceBytes = 1 << 18

  let name: String
  private let descriptor: Int32
  private let closes: Bool

  /// Takes an open file.
  ///
  /// - Parameter closes: Whether the file is closed when it is no longer needed.
  init(descriptor: Int32, name: String, closes: Bool) {
    self.descriptor = descriptor
    self.name = name
    self.closes = closes
  }

  /// Opens a file, or takes standard input for `-`.
  convenience init(path: String) throws(RecordFileError) {
    if path == "-" {
      self.init(descriptor: STDIN_FILENO, name: "standard input", closes: false)
      return
    }
    let descriptor = Self.retrying { unsafe open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw Self.failure(errno, file: path) }
    self.init(descriptor: descriptor, name: path, closes: true)
    if status?.type == S_IFDIR { throw .isFolder(file: path) }
  }

  deinit {
    if closes { close(descriptor) }
  }

  /// The count of bytes of a regular file; nil for a pipe.
  var byteCount: Int? {
    guard let status, status.type == S_IFREG else { return nil }
    return status.bytes
  }

  func next() throws(RecordFileError) -> [UInt8] {
    try next(after: [])
  }

  func append(to bytes: inout [UInt8]) throws(RecordFileError) {
    // A few bytes are moved, and what is read is not; many are not moved again and again.
    bytes = bytes.count < Self.pieceBytes ? try next(after: bytes) : bytes + (try next())
  }

  /// The given bytes, and the next of the file behind them.
  private func next(after start: [UInt8]) throws(RecordFileError) -> [UInt8] {
    var status = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: start.count + Self.pieceBytes) { buffer, count in
      _ = unsafe buffer.update(fromContentsOf: start)
      let rest = unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[start.count...])
      status = Self.retrying { unsafe read(descriptor, rest.baseAddress, Self.pieceBytes) }
      count = start.count + max(0, status)
    }
    guard status >= 0 else { throw Self.failure(errno, file: name) }
    return bytes
  }

  private var status: (type: mode_t, bytes: Int)? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    return (status.st_mode & S_IFMT, Int(status.st_size))
  }

  /// Calls again what a signal interrupted.
  private static func retrying<Status: SignedInteger>(_ call: () -> Status) -> Status {
    while true {
      let status = call()
      if status >= 0 || errno != EINTR { return status }
    }
  }

  private static func failure(_ code: Int32, file: String) -> RecordFileError {
    switch code {
    case ENOENT, ENOTDIR: .notFound(file: file)
    case EISDIR: .isFolder(file: file)
    default: .unreadable(file: file, reason: unsafe String(cString: strerror(code)))
    }
  }
}
