// `unlearn keygen`: a key to sign with, or one to encrypt with.

import ArgumentParser
import ModelStore

struct KeyGeneration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make a key to sign with, or to encrypt models with.",
    discussion: """
      Example:
        unlearn keygen steward.key
        unlearn keygen --encryption study.key

      Writes a new file that its owner alone can read, with an Ed25519 key as 64 hexadecimal \
      digits, and prints the public half. Give that to whoever is to check signatures, and keep \
      the file away from the models.

      With --encryption, the file has 32 random bytes as 64 hexadecimal digits, and nothing is \
      printed. Whoever has the file can read the models that are encrypted with it; without it, \
      nobody can, so keep a copy. To destroy all copies of a model, destroy all copies of its key.
      """)

  @Argument(help: "A new file for the key.", completion: .file())
  var file: String

  @Flag(help: "Make a key to encrypt models with.")
  var encryption = false

  func run() throws {
    guard !encryption else { return try ModelKeyFile.make(file) }
    let key = SigningKey()
    try SigningKeyFile.write(key, to: file)
    try StandardStreams.write(Hexadecimal.text(key.publicKey) + "\n")
  }
}
