// Every command line that the documentation shows is run, or stands in a list with the reason why it is not.
//
// A line of a block is a command line if it begins with the tool, with a program of a build, or with a script of the
// project. A line of the tool with words in capitals is a synopsis: its options must be those of the help.
// The others are run block by block, each block in a folder of its own that has the samples and a small study.

import Foundation
import TestSupport
import Testing

struct CommandLineTests {
  /// Lines that are not run, by how they begin.
  private static let passedOver: [(start: String, reason: String)] = [
    ("Scripts/demo", "run by DemoTests, with the tool that is built already"),
    ("Scripts/setup", "installs system packages"),
    ("Scripts/test", "runs these tests"),
    ("Scripts/install", "builds the package, and installs"),
    ("Benchmarks/", "measures for minutes; a package of its own"),
    ("swift build", "builds the package"),
    ("swift run -c release Study", "builds the package; SnippetTests runs what it runs"),
    ("swift package", "builds the package, or one of its own"),
    ("swift format", "changes the sources; Scripts/test runs its check"),
    ("sudo ", "changes the system"),
    ("python3 Samples/", "needs the network; the sums of its results are in Samples/README.md"),
    (
      "unlearn benchmark study.csv --id participant --clusters 8 --method divide-and-conquer",
      "as many deletions as a study has people; BenchmarkTests runs others"
    ),
  ]

  /// What a block finds in its folder besides the samples, a table and a list.
  private static let prepared: [(page: String, section: String, lines: [String])] = [
    (
      "docs/tool.md", "checking-a-model-from-outside",
      [
        "unlearn fit study.csv --id participant --clusters 8 --output study.model",
        "unlearn withdraw study.model w12345_20261101.csv",
        "grep -v -e '^p03,' -e '^p17,' study.csv > remaining.csv",
      ]
    )
  ]

  private struct Block: CustomTestStringConvertible {
    let page: String
    let section: String
    let lines: [String]
    var testDescription: String { "\(page)#\(section): \(lines.first ?? "")" }
    /// Whether it works on the large sample, or fits many models, which takes time in a debug build.
    var isLarge: Bool { lines.contains { $0.contains("Samples/") || $0.contains(" evaluate ") } }
  }

  private static let starts = [
    "unlearn ", "Scripts/", "Examples/", "Benchmarks/", "swift ", "sudo ", "apt-get ", "python3 ", "sh ",
    "bash ", "mkdir ", "mv ", "cp ",
  ]

  /// The command lines of a block, without comments; a line that ends with a backslash goes on in the next.
  private static func commands(_ lines: [String]) -> [String] {
    lines.joined(separator: "\n").replacingOccurrences(of: "\\\n", with: "")
      .components(separatedBy: "\n")
      .map { ($0.components(separatedBy: "  # ").first ?? $0).trimmingCharacters(in: .whitespaces) }
      .filter { line in starts.contains { line.hasPrefix($0) } }
  }

  private static func isSynopsis(_ line: String) -> Bool {
    line.split { !($0.isLetter || $0.isNumber || "_-./:".contains($0)) }
      .contains { word in word.allSatisfy { $0.isUppercase } }
  }

  private static let blocks: [Block] = {
    let pages = (try? MarkdownPage.all.map { try MarkdownPage($0) }) ?? []
    return pages.flatMap { page in
      page.blocks.filter { ["", "sh"].contains($0.language) }.map {
        Block(page: page.path, section: $0.section, lines: commands($0.lines))
      }
    }.filter { !$0.lines.isEmpty }
  }()

  private static func isRun(_ line: String) -> Bool {
    !isSynopsis(line) && !passedOver.contains { line.hasPrefix($0.start) }
  }

  @Test(
    "Commands in blocks run in the order in which they stand",
    arguments: blocks.filter { $0.lines.contains(where: isRun) })
  private func run(block: Block) throws {
    guard !block.isLarge || TestLevel.current != .quick else { return }
    let workspace = try Self.folder()
    let preparation = Self.prepared.first { $0.page == block.page && $0.section == block.section }
    for line in (preparation?.lines ?? []) + block.lines.filter(Self.isRun) {
      let run = try workspace.shell(Self.withTool(line))
      #expect(run.status == 0, "\(block.page): '\(line)' ended with \(run.status): \(run.errors)")
    }
  }

  /// The line as it runs in a folder that is not the project's, and without an installed tool.
  private static func withTool(_ line: String) -> String {
    let script = line.hasPrefix("Examples/") ? "UNLEARN=\"$unlearn\" \(Tool.root.path)/\(line)" : line
    return "unlearn() { \"$unlearn\" \"$@\"; }; " + script
  }

  private static func folder() throws -> Workspace {
    let workspace = try Workspace.withSamples()
    try workspace.write(SmallTable.csv(), to: "study.csv")
    try workspace.write("p03\r\np17\r\n\r\nx99\r\n", to: "w12345_20261101.csv")
    return workspace
  }

  @Test("Each reason for not running a line is in use")
  func reasons() {
    let lines = Self.blocks.flatMap(\.lines)
    for (start, _) in Self.passedOver {
      #expect(lines.contains { $0.hasPrefix(start) }, "no page shows '\(start)' any more")
    }
    for preparation in Self.prepared {
      #expect(Self.blocks.contains { $0.page == preparation.page && $0.section == preparation.section })
    }
    #expect(lines.count { Self.isRun($0) } > 10)
  }

  /// The commands' help, read once.
  private static let help: [String: String] = {
    var texts: [String: String] = [:]
    let folder = Tool.golden("").path
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix(".txt") {
      texts[String(name.dropLast(4))] = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
    return texts
  }()

  /// Spans that begin as a command does: labels of the format, which are hashed.
  private let labels: Set = [
    "unlearn ledger entry", "unlearn envelope encryption", "unlearn envelope key check",
  ]

  @Test("Options of commands and scripts, in blocks and in sentences, exist", arguments: MarkdownPage.all)
  func options(path: String) throws {
    let page = try MarkdownPage(path)
    let lines = page.blocks.flatMap { Self.commands($0.lines) } + page.spans
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      guard let first = words.first else { continue }
      let options = line.split { " []|()`'\",;".contains($0) }.filter { $0.hasPrefix("--") }
        .map { String($0.prefix { $0 != "=" }) }
      if first == "unlearn", words.count > 1 {
        let command = words[1].hasPrefix("--") ? "unlearn" : words[1]
        guard command.allSatisfy({ $0.isLowercase || $0 == "-" }), !labels.contains(line) else { continue }
        let help = try #require(Self.help[command] ?? (command == "help" ? "" : nil), "\(path): no '\(line)'")
        for option in options where option != "--generate-completion-script" && option != "--help" {
          #expect(help.contains(option), "\(path): '\(line)' has an unknown option")
        }
      } else if first.hasPrefix("Scripts/") || first.hasPrefix("Examples/") {
        let file = Tool.root.appendingPathComponent(first)
        #expect(FileManager.default.fileExists(atPath: file.path), "\(path): no \(first)")
        guard FileManager.default.isExecutableFile(atPath: file.path), !first.hasSuffix("/") else { continue }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        for option in options { #expect(text.contains(option), "\(path): '\(line)' has an unknown option") }
      }
    }
  }

  /// Examples in the help that are not run, for the place that they name.
  private static let notInHelp = ["unlearn find /srv/study --model model"]

  @Test("The examples of the help run", arguments: help.keys.sorted())
  func helpExamples(command: String) throws {
    let text = try #require(Self.help[command])
    let lines = text.components(separatedBy: "\n").drop { $0 != "Example:" }.dropFirst().prefix {
      $0.hasPrefix("  ")
    }
    #expect(!lines.isEmpty)
    let workspace = try Self.folder()
    try workspace.write(SmallTable.csv(without: ["p03"]), to: "new.csv")
    let makesModel = lines.contains { $0.contains("--output model") }
    var setup = makesModel ? [] : ["unlearn fit study.csv --id participant --clusters 8 --output model"]
    switch command {
    case "receipt": setup.append("unlearn keygen steward.key")
    case "rekey":
      setup = [
        "unlearn keygen --encryption old.key", "unlearn keygen --encryption new.key",
        setup[0] + " --encrypt-with old.key",
      ]
    case "audit": setup.append("cp study.csv remaining.csv")
    // The small study has 40 people.
    case "benchmark": setup = []
    default: break
    }
    for line in setup + lines.map({ $0.trimmingCharacters(in: .whitespaces) }) {
      guard !Self.notInHelp.contains(line) else { continue }
      let line = command == "benchmark" ? line.replacingOccurrences(of: "500", with: "5") : line
      let run = try workspace.shell(Self.withTool(line))
      #expect(run.status == 0, "'\(line)' ended with \(run.status): \(run.errors)")
    }
  }
}
