// `unlearn find`: copies that withdrawals did not reach.

import ArgumentParser
import DeletableClustering
import Foundation
import ModelStore

struct Find: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find copies of models, and say which are out of date.",
    usage: "unlearn find <folder> [<options>]",
    discussion: """
      Example:
        unlearn find /srv/study --model model

      Looks at all files below the folder, and names models, manifests and records that lie \
      alone, and files that were exported. The longest ledger of each model tells how many \
      withdrawals came after a copy. Links are not followed. An encrypted copy names its model; how \
      old it is, is known with its key.

      JSON: copies (each with path, kind, model, entries, withdrawals_since, null where that is \
      not known, and encrypted), outdated (how many are from before a withdrawal), unreadable (paths).
      """)

  @Argument(help: "The folder to search.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("A model whose ledger counts, and of which copies are sought.", valueName: "model"),
    completion: .directory)
  var model: String?

  @OptionGroup var keys: KeyOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    guard SystemCalls.isFolder(folder) else {
      throw ToolError(.noInput, "\(folder): there is no folder here.")
    }
    let stored = try model.map {
      try keys.open($0, .reading)
    }
    let key = try keys.file.map { try ModelKeyFile.read($0) }
    let progress = Progress()
    let search = try progress.stage("Searching \(folder)") {
      try CopySearch(in: folder, model: stored, key: key)
    }
    let identity = stored?.identity
    // A copy that does not tell its model may be of any.
    let copies = search.copies.filter { identity == nil || $0.identity == nil || $0.identity == identity }
    guard !json else { return try StandardStreams.write(Self.report(copies, search.unreadable).text) }
    for path in search.unreadable { Messages.note("\(path) cannot be read.") }
    try StandardStreams.write(copies.map { Self.line($0) }.joined())
  }

  private static func report(_ copies: [FoundCopy], _ unreadable: [String]) -> JSONReport {
    var report = JSONReport()
    report.add("outdated", copies.count { $0.withdrawalCount ?? 0 > 0 })
    report.add("unreadable", unreadable)
    let objects = copies.map { copy in
      var object = JSONReport()
      object.add("path", copy.path)
      object.add("kind", copy.kind.rawValue)
      object.add("model", hexadecimal: copy.identity)
      object.add("entries", copy.entryCount.map { .integer($0) } ?? .null)
      object.add("withdrawals_since", copy.withdrawalCount.map { .integer($0) } ?? .null)
      object.add("encrypted", copy.isEncrypted)
      return JSONReport.Value.object(object)
    }
    report.add("copies", .array(objects))
    return report
  }

  private static func line(_ copy: FoundCopy) -> String {
    let state =
      switch copy.withdrawalCount {
      case .none: "how old it is, is not known"
      case .some(0): "no withdrawal came after it"
      case .some(let count): "from BEFORE \(Phrase.count(count, "withdrawal"))"
      }
    let name = copy.identity.map { " of " + Hexadecimal.text(Array($0[..<4])) } ?? ""
    return "\(copy.path): \(copy.isEncrypted ? "encrypted " : "")\(copy.kind.rawValue)\(name), \(state)\n"
  }
}
