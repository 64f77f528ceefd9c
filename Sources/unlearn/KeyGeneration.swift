// `unlearn keygen`: a key to sign with.

import ArgumentParser
import ModelStore

struct KeyGeneration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make a key to sign ledgers and receipts with.",
    discussion: """
      Example:
        unlearn keygen steward.key

      Writes a new file that its owner alone can read, with an Ed25519 key as 64 hexadecimal \
      digits, and prints the public half. Give that to whoever is to check signatures, and keep \
      the file away from the models.
      """)

  @Argument(help: "A new file for the key.")
  var file: String

  func run() throws {
    let key = SigningKey()
    try KeyFile.write(key, to: file)
    try StandardStreams.write(Hexadecimal.text(key.publicKey) + "\n")
  }
}
