// The key that signs, and the file that it lies in.

import ArgumentParser
import Foundation
import ModelStore

struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Sign with the key in this file, made by keygen.", valueName: "file"),
    completion: .file())
  var signWith: String?

  /// The key; nil if none was named.
  func key() throws -> SigningKey? {
    try signWith.map { try KeyFile.read($0) }
  }
}

/// A file with a key as 64 hexadecimal digits on one line.
enum KeyFile {
  static func read(_ path: String) throws -> SigningKey {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ToolError(.noInput, "\(path): there is no key file here that can be read.")
    }
    var text = String(decoding: data, as: UTF8.self)[...]
    while text.last?.isNewline == true { text.removeLast() }
    guard let bytes = Hexadecimal.bytes(text), let key = SigningKey(bytes: bytes) else {
      throw ToolError(.badData, "\(path): a key file has 64 hexadecimal digits.")
    }
    return key
  }

  /// Writes a new file that its owner alone can read.
  static func write(_ key: SigningKey, to path: String) throws {
    let file = try NewFile(path, isPrivate: true)
    try file.write(Array((Hexadecimal.text(key.bytes) + "\n").utf8))
    try file.finish()
  }
}

enum Hexadecimal {
  static func text(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// Nil if the text is no whole bytes.
  static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
