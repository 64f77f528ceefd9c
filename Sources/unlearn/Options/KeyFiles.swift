// The files that keys lie in: one line, for the owner alone.

import Foundation
import ModelStore

/// What is the same in all files with a key.
private enum KeyFile {
  /// The line that a key file consists of.
  ///
  /// - Throws: ``ToolError`` if it cannot be read, or others have access to it.
  static func line(_ path: String) throws -> Substring {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ToolError(.noInput, "\(path): there is no key file here that can be read.")
    }
    try checkPermissions(path)
    var text = String(decoding: data, as: UTF8.self)[...]
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }

  /// Throws if others than the owner may read or change the file. Pipes have no such permissions.
  private static func checkPermissions(_ path: String) throws {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: target),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
    else { return }
    guard mode & 0o077 == 0 else {
      throw ToolError(
        .badData,
        "\(path): others than its owner have access to this key file; take it from them with chmod 600.")
    }
  }

  /// Writes a new file that its owner alone can read.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try NewFile(path, isPrivate: true)
    try file.write(Array((Hexadecimal.text(bytes) + "\n").utf8))
    try file.finish()
  }
}

/// A file with a key to sign with, as 64 hexadecimal digits.
enum SigningKeyFile {
  static func read(_ path: String) throws -> SigningKey {
    guard let bytes = Hexadecimal.bytes(try KeyFile.line(path)), let key = SigningKey(bytes: bytes) else {
      throw ToolError(.badData, "\(path): a key file has 64 hexadecimal digits.")
    }
    return key
  }

  static func write(_ key: SigningKey, to path: String) throws { try KeyFile.write(key.bytes, to: path) }
}

/// A file with 32 random bytes, as 64 hexadecimal digits or in Base64, that models are encrypted under.
enum ModelKeyFile {
  static func read(_ path: String) throws -> ModelKey {
    let text = try KeyFile.line(path)
    let bytes = Hexadecimal.bytes(text) ?? Data(base64Encoded: String(text)).map { Array($0) }
    guard let bytes, let key = ModelKey(bytes: bytes) else {
      throw ToolError(
        .badData, "\(path): the key of a model is 32 bytes, as 64 hexadecimal digits or in Base64.")
    }
    return key
  }

  /// Writes a new key into a new file.
  static func make(_ path: String) throws { try KeyFile.write(ModelKey.newBytes(), to: path) }
}
