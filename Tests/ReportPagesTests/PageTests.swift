// A page is well-formed, whatever text it is made of, and the same bytes every time.

import Foundation
import ReportPages
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct PageTests {
  @Test("The same content gives the same bytes")
  func sameBytes() {
    #expect(SamplePage.page().html == SamplePage.page().html)
  }

  @Test("A page has every section and figure, and needs no other file")
  func content() throws {
    let html = SamplePage.page().html
    let elements = try Elements(of: html)
    #expect(elements.count("section") == 2)
    #expect(elements.count("svg") == 6)
    #expect(elements.count("desc") == 6)
    #expect(elements.text.contains("A paragraph."))
    for word in ["http:", "https:", "//", "url(", "@import", "<script", "<link", " src="] {
      // The one address in a page would be one that it loads.
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.contains("default-src 'none'") || html.contains("default-src &#39;none&#39;"))
  }

  @Test(
    "Text never becomes markup",
    arguments: [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)",
      "</style></title>",
      "a & b &lt; c", "{{title}} {{{stylesheet}}} {{>page}}", "]]>", "<!--",
      // One character each to those who look at characters: a mark with an accent on it.
      "\"\u{301} onload=\u{22}alert(1)", "<\u{301}script>", "&\u{20DD}lt;", "'\u{301}", ">\u{308}",
      "\u{0}\u{1B}[31m\u{7F}", "\u{202E}txt.exe", String(decoding: [0x70, 0xFF, 0xC3, 0x28], as: UTF8.self),
      "", String(repeating: "long ", count: 400),
    ])
  func oddText(text: String) throws {
    let plain = try Elements(of: SamplePage.page().html)
    let odd = try Elements(of: SamplePage.page(odd: text).html)
    // Empty texts, such as a subtitle, may be left out; nothing may be put in.
    #expect(odd.shapes.subtracting(plain.shapes).isEmpty)
    #expect(odd.names.count <= plain.names.count)
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isHidden = scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x202E
      shown.append(isHidden ? "\u{FFFD}" : scalar)
    }
    #expect(text.isEmpty || odd.text.contains(String(shown)))
  }

  @Test("Two sections need no table of contents, three have one")
  func contents() {
    var page = SamplePage.page()
    #expect(!page.html.contains("<nav"))
    page.sections.append(Section("Third", []))
    #expect(page.html.contains("<a href=\"#section-3\">Third</a>"))
  }
}

/// The elements of a page, read by a parser that takes nothing but well-formed text.
private final class Elements: NSObject, XMLParserDelegate {
  private(set) var names: [String] = []
  /// Names with those of their attributes.
  private(set) var shapes: Set<String> = []
  private(set) var text = ""

  init(of html: String) throws {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "Line \(parser.lineNumber): \(String(describing: parser.parserError))")
  }

  func count(_ name: String) -> Int { names.count { $0 == name } }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    names.append(name)
    shapes.insert(([name] + attributes.keys.sorted()).joined(separator: " "))
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    text += characters
  }
}
