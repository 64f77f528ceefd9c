// The keys that models are encrypted under, and the files that they lie in.

import ArgumentParser
import DeletableClustering
import Foundation
import ModelStore

/// The key of a model that is opened.
struct KeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The key that the model is encrypted with. (default: the file that UNLEARN_KEY_FILE names)",
      valueName: "file"), completion: .file())
  var key: String?

  private static let variable = "UNLEARN_KEY_FILE"

  /// Opens a model with its key, if it has one.
  func open(
    _ path: String, _ access: StoredModel.Access, threads: Int = Parallel.coreCount
  ) throws -> StoredModel {
    // A key that was named for this model is to be its key. The variable may be there for others.
    let modelKey = try key.map { try ModelKeyFile.read($0) } ?? key(for: path)
    return try StoredModel.open(at: path, access: access, key: modelKey, threads: threads)
  }

  /// The key, from the option or the variable, if there is an encrypted model at the path; nil if there is none, or
  /// none was named.
  func key(for path: String) throws -> ModelKey? {
    guard try StoredModel.isEncrypted(at: path) else { return nil }
    return try file.map { try ModelKeyFile.read($0) }
  }

  /// The file that the option names, else the variable.
  var file: String? {
    if let key { return key }
    let named = ProcessInfo.processInfo.environment[Self.variable]
    return named?.isEmpty == true ? nil : named
  }
}

/// A file with 32 random bytes, as 64 hexadecimal digits or in Base64, on one line.
enum ModelKeyFile {
  static func read(_ path: String) throws -> ModelKey {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ToolError(.noInput, "\(path): there is no key file here that can be read.")
    }
    try checkPermissions(path)
    var text = String(decoding: data, as: UTF8.self)[...]
    while text.last?.isNewline == true { text.removeLast() }
    let bytes = Hexadecimal.bytes(text) ?? Data(base64Encoded: String(text)).map { Array($0) }
    guard let bytes, let key = ModelKey(bytes: bytes) else {
      throw ToolError(
        .badData, "\(path): the key of a model is 32 bytes, as 64 hexadecimal digits or in Base64.")
    }
    return key
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

  /// Writes a new key into a new file that its owner alone can read.
  static func make(_ path: String) throws {
    let file = try NewFile(path, isPrivate: true)
    try file.write(Array((Hexadecimal.text(ModelKey.newBytes()) + "\n").utf8))
    try file.finish()
  }
}
