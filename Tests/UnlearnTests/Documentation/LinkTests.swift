// Links inside of the project lead somewhere.

import Foundation
import Testing

struct LinkTests {
  @Test("Every link to a file or a heading has its target", arguments: MarkdownPage.all)
  func links(path: String) throws {
    let page = try MarkdownPage(path)
    let folder = (path as NSString).deletingLastPathComponent
    for link in page.links where !link.hasPrefix("http") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target: String
      if parts[0].hasPrefix("doc:") {
        target = "\(MarkdownPage.catalogue)/\(parts[0].dropFirst(4)).md"
      } else {
        target = parts[0].isEmpty ? path : ((folder as NSString).appendingPathComponent(parts[0]))
      }
      let file = Tool.root.appendingPathComponent(target).standardizedFileURL
      #expect(FileManager.default.fileExists(atPath: file.path), "\(path): no \(link)")
      guard parts.count == 2, file.pathExtension == "md" else { continue }
      let name = String(file.path.dropFirst(Tool.root.path.count + 1))
      #expect(try MarkdownPage(name).anchors.contains(parts[1]), "\(path): no heading for \(link)")
    }
  }

  @Test("The overview of the documentation links every guide")
  func overview() throws {
    let links = Set(
      try MarkdownPage("docs/README.md").links.map {
        Tool.root.appendingPathComponent("docs").appendingPathComponent($0).standardizedFileURL.path
      })
    // Pages of symbols carry the name of a type, and the catalogue's own page is named after the module.
    let symbols = [
      "DeletableClustering", "DeletableModel", "QuantizedKMeans", "DivideAndConquerKMeans", "LloydKMeans",
    ]
    for path in MarkdownPage.all where path.hasPrefix("docs/") || path.hasPrefix(MarkdownPage.catalogue) {
      let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      guard path != "docs/README.md", !symbols.contains(name) else { continue }
      #expect(links.contains(Tool.root.appendingPathComponent(path).path), "\(path) is not linked")
    }
  }
}
