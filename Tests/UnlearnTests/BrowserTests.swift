// Pages in a real browser; passed over where there is none.

import Foundation
import Testing

@Suite(
  .enabled(if: Browser.path != nil, "There is no Chromium here; Scripts/test --browser installs it"),
  .serialized)
struct BrowserTests {
  /// A model of which every name is an attack, and its page with single points.
  private static func attacked() throws -> Workspace {
    let workspace = try Workspace()
    let names = [
      "<script>document.title='broken'</script>", "\"\"><img src=x onerror=alert(1)>",
      "'\u{301} onload=alert(1) '",
      "\"\"\u{301} onload=alert(1) x=\"\"\u{301}", "</style><b>bold</b>",
    ]
    let header = "id," + names.map { "\"\($0)\"" }.joined(separator: ",")
    let rows: [String] = (0..<60).map { (row: Int) -> String in
      let values: [String] = names.indices.map { (column: Int) -> String in
        String(row % (column + 3) + row / 20 * 9)
      }
      return "\"<b>p\(row)</b>\"," + values.joined(separator: ",")
    }
    try workspace.write(([header] + rows).joined(separator: "\n") + "\n", to: "odd.csv")
    let fit = try workspace.run("fit", "odd.csv", "--id", "id", "--clusters", "3", "--output", "<b>model")
    #expect(fit.status == 0, "\(fit.errors)")
    for plot in ["points", "density"] {
      let run = try workspace.run("report", "<b>model", "--output", "\(plot).html", "--plot", plot)
      #expect(run.status == 0, "\(run.errors)")
    }
    return workspace
  }

  @Test("A page is whole on a desk and on a phone, light and dark, and no name becomes markup")
  func rendering() throws {
    let workspace = try Self.attacked()
    var backgrounds: [String] = []
    for (page, width, isDark) in [
      ("points.html", 900, false), ("points.html", 360, true), ("density.html", 360, false),
    ] {
      let rendered = try RenderedPage(workspace, page, width: width, isDark: isDark)
      #expect(rendered.counts["section"] == 7 && rendered.counts["h2"] == 7 && rendered.counts["nav a"] == 7)
      #expect(rendered.counts["svg"] == 3)
      for forbidden in ["script", "img", "iframe", "object", "b", "[onload]", "[onerror]", "[style]"] {
        #expect(rendered.counts[forbidden] == 0, "\(forbidden)")
      }
      #expect((rendered.counts["path.dots"] ?? 0 > 0) == (page == "points.html"))
      #expect(rendered.fits, "\(page) at \(width)")
      #expect(rendered.cutTexts.isEmpty, "\(page) at \(width)")
      #expect(rendered.leastContrast >= 4.5)
      #expect(rendered.console.isEmpty)
      backgrounds.append(rendered.background)
    }
    #expect(backgrounds[0] == "rgb(255, 255, 255)" && backgrounds[0] == backgrounds[2])
    #expect(backgrounds[1] != backgrounds[0])
  }

  @Test("The page's own policy stops what would be put into it")
  func policy() throws {
    let workspace = try Self.attacked()
    #expect(Browser.console(try Browser.run(workspace, ["--dump-dom"], "points.html")).isEmpty)
    let injected = try workspace.text("points.html").replacing(
      "</main>",
      with: "<img src=\"https://example.invalid/x\"><script>document.title = 'broken'</script></main>")
    try workspace.write(injected, to: "injected.html")
    let run = try Browser.run(workspace, ["--dump-dom"], "injected.html")
    #expect(Browser.console(run).count { $0.contains("Content Security Policy") } >= 2)
    #expect(!run.text.contains("<title>broken</title>"))
  }

  @Test("A page can be printed")
  func printing() throws {
    let workspace = try Self.attacked()
    let run = try Browser.run(workspace, ["--print-to-pdf=\(workspace.path("page.pdf"))"], "density.html")
    let pdf = Data(try workspace.read("page.pdf"))
    #expect(pdf.starts(with: Data("%PDF".utf8)), "\(run.errors.suffix(1000))")
    let text = String(decoding: pdf, as: UTF8.self)
    let count = try #require(text.firstMatch(of: /\/Count ([0-9]+)/).flatMap { Int($0.1) })
    #expect((3...8).contains(count))
  }
}
