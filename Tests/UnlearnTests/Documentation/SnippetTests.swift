// The Swift code that the documentation shows is compiled, run, and word for word that of Examples.
//
// A file of Examples names its page in a line `// page: PATH`; the lines between `// snippet` and `// end` are what the
// page shows. Lines that import a module may stand first in a block, and at the head of the file.

import Foundation
import TestSupport
import Testing

struct SnippetTests {
  private static let files = [
    "Study/Package.swift", "Study/Sources/Study/main.swift", "Snippets/README.swift",
    "Snippets/GettingStarted.swift", "Snippets/Deletion.swift", "Snippets/PreparingRecords.swift",
    "Snippets/ThreadsAndBLAS.swift", "Snippets/Evaluation.swift",
  ]

  /// What a page should show, in the order of the file that says so.
  private struct Region: Equatable {
    let page: String
    let text: [String]
  }

  private struct Example {
    let regions: [Region]
    let imports: Set<String>
  }

  private static func example(_ file: String) throws -> Example {
    let url = Tool.root.appendingPathComponent("Examples").appendingPathComponent(file)
    let lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    var page = ""
    var regions: [Region] = []
    var region: [String]?
    for line in lines {
      let words = line.trimmingCharacters(in: .whitespaces)
      if words.hasPrefix("// page: ") {
        page = String(words.dropFirst("// page: ".count))
      } else if words == "// snippet" {
        region = []
      } else if words == "// end", let text = region {
        regions.append(Region(page: page, text: withoutMargin(text)))
        region = nil
      } else {
        region?.append(line)
      }
    }
    #expect(region == nil, "\(file): a snippet has no end")
    return Example(regions: regions, imports: Set(lines.filter { $0.hasPrefix("import ") }))
  }

  private static func withoutMargin(_ lines: [String]) -> [String] {
    let margin = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(margin)) }
  }

  @Test("Each block of Swift is a compiled one, and each compiled one is shown")
  func sameWords() throws {
    let examples = try Self.files.map(Self.example)
    for path in MarkdownPage.all {
      let shown = try MarkdownPage(path).blocks.filter { $0.language == "swift" }
      let expected = examples.filter { $0.regions.contains { $0.page == path } }
      let imports = expected.reduce(into: Set<String>()) { $0.formUnion($1.imports) }
      let compiled = expected.flatMap(\.regions).filter { $0.page == path }.map(\.text)
      let blocks = shown.map { block in
        let code = block.lines.drop { imports.contains($0) || $0.isEmpty }
        return Self.withoutMargin(Array(code))
      }.filter { !$0.isEmpty }
      for block in blocks {
        #expect(compiled.contains(block), "\(path) shows what is not compiled: \(block.first ?? "")")
      }
      for region in compiled {
        #expect(blocks.contains(region), "\(path) does not show: \(region.first ?? "")")
      }
      for example in expected {
        let order = example.regions.filter { $0.page == path }.compactMap { blocks.firstIndex(of: $0.text) }
        #expect(order == order.sorted(), "\(path) shows the blocks in another order than they are run")
      }
    }
  }

  /// The page of a snippet, whether it takes time in a debug build, and lines that it must print.
  private static let runs: [(page: String, isLarge: Bool, lines: [String])] = [
    ("README", true, ["10 true", "true"]),
    ("GettingStarted", false, ["3 [\"height\", \"weight\"]", "[0, 1]", "2", "[p99]", "true true"]),
    ("Deletion", false, ["3 2", "4 3"]),
    ("Evaluation", true, ["true"]),
    ("PreparingRecords", false, ["199 10"]),
    ("ThreadsAndBLAS", false, ["true", "1 99"]),
  ]

  @Test("Snippets run, and print what the pages say", arguments: runs.map(\.page))
  func run(page: String) throws {
    let expected = try #require(Self.runs.first { $0.page == page })
    guard !expected.isLarge || TestLevel.current != .quick else { return }
    let workspace = try Workspace.withSamples()
    let run = try workspace.run(program: Tool.program("DocumentationSnippets"), [page])
    #expect(run.status == 0, "\(run.errors)")
    // In the order in which they stand: each is looked for after the one before.
    var rest = run.lines[...]
    for line in expected.lines {
      let position = rest.firstIndex(of: line)
      #expect(position != nil, "\(page) did not print '\(line)' there: \(run.text)")
      rest = rest[(position.map { $0 + 1 } ?? rest.endIndex)...]
    }
  }

  @Test("The study's example runs, and its last model is a refit", .enabled(if: TestLevel.current != .quick))
  func study() throws {
    let workspace = try Workspace.withSamples()
    let run = try workspace.run(program: Tool.program("Study"), [])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.first == "20190 records of 5912 participants, 5 features")
    #expect(run.lines.contains("60 people left with 209 records"))
    #expect(run.lines.contains("Equal to a fit without them: true"))
    #expect(run.lines.count { $0.hasPrefix("passed ") } == 6 && !run.text.contains("FAILED"))
    #expect(try workspace.run("verify", "study.model").status == 0)
    #expect(try workspace.run(program: Tool.program("Study"), []).lines == run.lines, "a second run")
    // What the guide shows of the output is what is printed.
    let page = try MarkdownPage("\(MarkdownPage.catalogue)/AnalysingAStudy.md")
    for block in page.blocks where block.language == "text" {
      for line in block.lines { #expect(run.lines.contains(line), "not printed: \(line)") }
    }
  }
}

extension Workspace {
  /// A folder with the project's samples where its pages name them.
  static func withSamples() throws -> Workspace {
    let workspace = try Workspace()
    try FileManager.default.createSymbolicLink(
      at: workspace.folder.appendingPathComponent("Samples"),
      withDestinationURL: Tool.root.appendingPathComponent("Samples"))
    return workspace
  }
}
