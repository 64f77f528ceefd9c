// What a page of the documentation shows: blocks of code, command lines, links, headings.
//
// No parser of Markdown: it knows what the project's pages use, which are headings with #, fences, blocks that are
// indented by four blanks, code in backticks, and links in one line.

import Foundation

/// A page, cut into what tests look at.
struct MarkdownPage {
  /// Code that stands by itself.
  struct Block {
    /// What stands after the fence; empty for an indented block.
    let language: String
    /// The link target of the heading above.
    let section: String
    var lines: [String] = []
  }

  /// The path from the root of the project.
  let path: String
  private(set) var blocks: [Block] = []
  private(set) var anchors: Set<String> = []
  private(set) var links: [String] = []
  /// Code inside of sentences, without its backticks.
  private(set) var spans: [String] = []

  init(_ path: String) throws {
    self.path = path
    let text = try String(contentsOfFile: Tool.root.appendingPathComponent(path).path, encoding: .utf8)
    read(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  private mutating func read(_ lines: [String]) {
    var section = ""
    var fenced: Block?
    var indented: Block?
    var prose: [String] = []
    var wasBlank = true
    for line in lines {
      if line.hasPrefix("```") {
        if let block = fenced {
          blocks.append(block)
          fenced = nil
        } else {
          fenced = Block(language: String(line.dropFirst(3)), section: section)
        }
      } else if fenced != nil {
        fenced?.lines.append(line)
      } else if line.hasPrefix("    "), wasBlank || indented != nil {
        indented = indented ?? Block(language: "", section: section)
        indented?.lines.append(String(line.dropFirst(4)))
      } else if line.isEmpty, indented != nil {
        indented?.lines.append("")
      } else {
        if let block = indented { blocks.append(block) }
        indented = nil
        if line.hasPrefix("#") {
          section = Self.anchor(line)
          anchors.insert(section)
        }
        prose.append(line)
      }
      wasBlank = line.isEmpty
    }
    if let block = indented { blocks.append(block) }
    readProse(prose.joined(separator: "\n"))
  }

  /// As GitHub makes link targets of headings.
  private static func anchor(_ heading: String) -> String {
    let words = heading.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
    let kept = words.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
    return kept.replacingOccurrences(of: " ", with: "-")
  }

  private mutating func readProse(_ prose: String) {
    var text = ""
    for (index, part) in prose.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      if index.isMultiple(of: 2) {
        text += part
      } else {
        spans.append(part.replacingOccurrences(of: "\n", with: " "))
      }
    }
    for part in text.components(separatedBy: "](").dropFirst() {
      if let end = part.firstIndex(of: ")") { links.append(String(part[..<end])) }
    }
    for part in text.components(separatedBy: "<doc:").dropFirst() {
      if let end = part.firstIndex(of: ">") { links.append("doc:" + part[..<end]) }
    }
  }
}

extension MarkdownPage {
  static let catalogue = "Sources/DeletableClustering/DeletableClustering.docc"

  /// Every page of the project, in the order of their names.
  static let all: [String] = {
    ["", "docs", "Samples", "Examples", "Benchmarks", catalogue].flatMap { folder in
      let names =
        (try? FileManager.default.contentsOfDirectory(
          atPath: Tool.root.appendingPathComponent(folder).path)) ?? []
      return names.filter { $0.hasSuffix(".md") }.sorted().map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    }
  }()
}
