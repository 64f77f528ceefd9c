// The option that names the key to sign with.

import ArgumentParser
import ModelStore

struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Sign with the key in this file, made by keygen.", valueName: "file"),
    completion: .file())
  var signWith: String?

  /// The key; nil if none was named.
  func key() throws -> SigningKey? {
    try signWith.map { try SigningKeyFile.read($0) }
  }
}
