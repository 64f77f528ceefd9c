// The option that names the key a model is encrypted under.

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
