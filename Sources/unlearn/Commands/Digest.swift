// `unlearn digest`: the one line that two models are compared by.

import ArgumentParser
import DeletableClustering
import ModelStore

struct Digest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a model's digest.",
    discussion: """
      Example:
        unlearn digest model

      The digest is the SHA-256 of the settings and of everything that the model computed from \
      its records: 64 hexadecimal digits on one line. Equal models have equal digests, on every \
      machine.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @OptionGroup var keys: KeyOptions

  func run() throws {
    let stored = try keys.open(model, .reading)
    try StandardStreams.write("\(stored.model.digest)\n")
  }
}
