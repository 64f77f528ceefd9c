// The command `unlearn`: parsing, and one way out for every failure.

import ArgumentParser
import ModelStore

@main
struct Unlearn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlearn",
    abstract: "Cluster records, and take people out again exactly.",
    discussion: """
      Fits k-means models to tables of records. When a participant withdraws, the model becomes, \
      bit for bit, what a fit of the remaining records gives. Anyone who holds those records can \
      check it: fit them with the same settings, and compare the two digests.

      Example:
        unlearn fit study.csv --id participant --clusters 8 --output model
        unlearn withdraw model w12345_20261101.csv
        unlearn verify model

      Results go to standard output, messages to standard error. With --json, the result is one \
      JSON object.

      Exit codes:
        0   done
        1   verify, benchmark or evaluate found a difference
        64  the command line is wrong, or a setting is out of range
        65  bad data in the input, an unknown column, a damaged model, a wrong key, or an audit that failed
        66  there is no such input, list, model or key
        69  the BLAS of this machine is not fit for exact arithmetic
        73  the output exists, or cannot be made
        74  reading or writing failed
        75  the model is in use
      """,
    version: StoredModel.softwareVersion,
    subcommands: [
      Fit.self, Withdraw.self, Verify.self, Digest.self, Show.self, Assign.self, Export.self,
      Benchmark.self, Evaluate.self, Report.self, Log.self, Receipt.self, Audit.self,
      KeyGeneration.self, Rekey.self, Find.self, Destroy.self,
    ])

  static func main() {
    SystemCalls.keepCrashesSilent()
    do {
      try StandardStreams.check()
      Signals.watch()
      try checkArguments()
      try checkCommandName()
      var command = try parseCommandLine()
      try command.run()
    } catch {
      leave(after: error)
    }
  }

  /// Throws if a word is no text: an id of other bytes would be another, and a receipt about it false.
  private static func checkArguments() throws {
    guard SystemCalls.argumentsAreText else {
      throw ToolError(
        .usage, "A word of the command line is no UTF-8 text. Ids of other bytes can be given in lists.")
    }
  }

  /// Throws if the first word is no command; the parser would call every word that follows unexpected.
  private static func checkCommandName() throws {
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), word != "help" else {
      return
    }
    let names = configuration.subcommands.map { $0._commandName }
    guard names.contains(word) else {
      throw ToolError(.usage, "There is no command '\(word)'. See 'unlearn --help'.")
    }
  }

  /// Parses the command line.
  ///
  /// The parser looks for unknown options last, when our own checks have passed. These would call the value of a
  /// misspelt option unexpected, or the option that was meant missing; so what the parser has to say goes first.
  private static func parseCommandLine() throws -> any ParsableCommand {
    do {
      return try parseAsRoot()
    } catch {
      _ = try FitSettings.$isUnchecked.withValue(true) { try parseAsRoot() }
      throw error
    }
  }

  /// Ends the process with the code that belongs to the error, and with one line that says why.
  private static func leave(after error: any Error) -> Never {
    if exitCode(for: error).isSuccess {
      // Help and version are thrown as errors too.
      do {
        try StandardStreams.write(fullMessage(for: error) + "\n")
        exit()
      } catch {
        leave(after: error)
      }
    }
    if let failure = ToolError(error) {
      Messages.error(failure.description)
      if case StoreError.interrupted = error { Signals.leave() }
      exit(withError: ExitCode(failure.status.rawValue))
    }
    let message = message(for: error)
    if !message.isEmpty {
      let sentence = message.last.map(".!?".contains) == true ? message : message + "."
      Messages.error([sentence, helpHint(for: error)].compactMap { $0 }.joined(separator: " "))
    }
    exit(withError: ExitCode(exitCode(for: error).rawValue))
  }

  /// Where a wrong command line is explained: `See 'unlearn fit --help'.`
  private static func helpHint(for error: any Error) -> String? {
    let text = fullMessage(for: error)
    guard let start = text.range(of: "See '", options: .backwards),
      let end = text.range(of: "'", range: start.upperBound..<text.endIndex)
    else { return nil }
    return text[start.lowerBound..<end.upperBound] + "."
  }
}
