// Files, bytes and random numbers for the tests.

import CZlib
import DeletableClustering
import Foundation
import Testing

@testable import RecordFiles

/// A folder that is gone after the test.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "RecordFiles-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String {
    folder.appending(path: name).path(percentEncoded: false)
  }

  func write(_ text: String, as name: String) throws -> String {
    try write(Array(text.utf8), as: name)
  }

  func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: folder.appending(path: name))
    return path(name)
  }

  /// Writes gzip members, one for each text.
  func gzip(_ members: [String], as name: String) throws -> String {
    let path = path(name)
    for text in members {
      let file = unsafe gzopen(path, "ab")
      let bytes = Array(text.utf8)
      let written = unsafe gzwrite(file, bytes, UInt32(bytes.count))
      try #require(Int(written) == bytes.count)
      try unsafe #require(gzclose(file) == Z_OK)
    }
    return path
  }
}

/// Bytes in pieces of a given size, to put the cuts where they hurt.
final class Pieces: ByteStream {
  let name = "pieces"
  private var rest: ArraySlice<UInt8>
  private let size: Int

  init(_ bytes: [UInt8], size: Int) {
    self.rest = bytes[...]
    self.size = size
  }

  func next() -> [UInt8] {
    let piece = Array(rest.prefix(size))
    rest = rest.dropFirst(size)
    return piece
  }
}

/// SplitMix64: small, seeded, the same everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

extension Dataset {
  /// Every coordinate as a double, row after row.
  var values: [Double] { (0..<count * dimension).map { coordinates[$0] } }

  var isSinglePrecision: Bool {
    if case .float = coordinates { true } else { false }
  }

  var idTexts: [String] { ids.map(\.description) }
}

/// Reads a text as CSV from memory, in pieces of a given size.
func table(
  _ text: String, selecting selection: TableSelection = TableSelection(), pieceSize: Int = 1 << 16,
  delimiter: Character = ",", threads: Int = 2
) throws -> Dataset {
  try DelimitedTable.read(
    Pieces(Array(text.utf8), size: pieceSize),
    delimiter: try #require(delimiter.asciiValue),
    selecting: selection,
    threads: threads)
}

/// The error that reading a text as CSV from memory gives; the file is called `pieces`.
func fault(
  _ text: String, selecting selection: TableSelection = TableSelection()
) throws -> RecordFileError? {
  #expect(throws: RecordFileError.self) { try table(text, selecting: selection) }
}
