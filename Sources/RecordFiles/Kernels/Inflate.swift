// Bytes of a gzip file, inflated as they are needed.
//
// The one place that calls zlib.

import CZlib

/// The inflated bytes of a gzip stream of one or several members (RFC 1952).
///
/// zlib checks the length and the CRC-32 of every member. Bytes after the last member that begin
/// no other are damage: they may be a member whose header was hurt.
@safe final class InflatedBytes: ByteStream {
  private enum State {
    /// No byte of this member was read.
    case beforeMember
    case inMember
    case ended
  }

  private let source: any ByteStream
  /// zlib keeps a pointer to its state, so it must not move.
  private let zlib: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  private var inputUsed = 0
  private var state = State.beforeMember
  /// The last piece was full, so zlib may hold more without further input.
  private var mayHoldMore = false

  init(_ source: any ByteStream) {
    self.source = source
    unsafe zlib = .allocate(capacity: 1)
    unsafe zlib.initialize(to: z_stream())
    let gzipOnly = Int32(15 + 16)
    let status = unsafe inflateInit2_(
      zlib, gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib refuses to start: \(status)")
  }

  deinit {
    unsafe inflateEnd(zlib)
    unsafe zlib.deinitialize(count: 1)
    unsafe zlib.deallocate()
  }

  var name: String { source.name }

  func next() throws(RecordFileError) -> [UInt8] {
    while state != .ended {
      if inputUsed == input.count, !mayHoldMore {
        input = try source.next()
        inputUsed = 0
        if input.isEmpty { return try end() }
      }
      let output = try inflateSome()
      if !output.isEmpty { return output }
    }
    return []
  }

  /// The file has no more bytes: right between members, wrong within one.
  ///
  /// A file without any byte passes for one without members: its reader calls it empty.
  private func end() throws(RecordFileError) -> [UInt8] {
    guard state == .beforeMember else { throw .damagedCompression(file: name) }
    state = .ended
    return []
  }

  /// Inflates some of the input that is at hand, up to one piece.
  private func inflateSome() throws(RecordFileError) -> [UInt8] {
    var status = Z_OK
    let output = unsafe [UInt8](unsafeUninitializedCapacity: FileBytes.pieceBytes) { buffer, count in
      unsafe (status, count) = inflate(into: buffer)
    }
    mayHoldMore = status == Z_OK && output.count == FileBytes.pieceBytes
    switch status {
    case Z_STREAM_END:
      state = .beforeMember
      unsafe inflateReset(zlib)
    case Z_OK, Z_BUF_ERROR:
      state = .inMember
    default:
      throw .damagedCompression(file: name)
    }
    return output
  }

  /// One call of zlib; its status and the count of bytes that it wrote.
  private func inflate(into buffer: UnsafeMutableBufferPointer<UInt8>) -> (Int32, Int) {
    let offset = inputUsed
    return unsafe input.withUnsafeMutableBufferPointer { bytes in
      unsafe zlib.pointee.next_in = bytes.baseAddress.map { unsafe $0 + offset }
      unsafe zlib.pointee.avail_in = UInt32(bytes.count - offset)
      unsafe zlib.pointee.next_out = buffer.baseAddress
      unsafe zlib.pointee.avail_out = UInt32(buffer.count)
      let status = unsafe CZlib.inflate(zlib, Z_NO_FLUSH)
      inputUsed = unsafe bytes.count - Int(zlib.pointee.avail_in)
      return unsafe (status, buffer.count - Int(zlib.pointee.avail_out))
    }
  }
}
