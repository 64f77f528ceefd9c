// How the tool writes numbers, texts and times.

import Testing

@testable import unlearn

struct FormatTests {
  @Test("JSON escapes what it must, and numbers read back as the same bits")
  func json() throws {
    var report = JSONReport()
    report.add("text", "a\"b\\c\n\r\t\u{1}\u{e9}/")
    report.add("tenth", 0.1)
    report.add("tiny", Double.leastNonzeroMagnitude)
    report.add("large", 1.7976931348623157e308)
    report.add("none", .number(.infinity))
    report.add("list", .array([.integer(-1), .unsigned(.max), .bool(true), .null]))
    #expect(
      report.text == """
        {
          "text": "a\\"b\\\\c\\n\\r\\t\\u0001\u{e9}/",
          "tenth": 0.1,
          "tiny": 5e-324,
          "large": 1.7976931348623157e+308,
          "none": null,
          "list": [-1, 18446744073709551615, true, null]
        }

        """)
  }

  @Test("Fields are quoted where a reader would change them")
  func csv() {
    let fields = ["plain", "a b", " a", "a ", "a,b", "a\"b", "a\nb", "a\rb", "", "\u{feff}a", "\u{e9}"]
    let expected = [
      "plain", "a b", "\" a\"", "\"a \"", "\"a,b\"", "\"a\"\"b\"", "\"a\nb\"", "\"a\rb\"", "\"\"",
      "\"\u{feff}a\"", "\u{e9}",
    ]
    for (field, text) in zip(fields, expected) {
      #expect(CSVText.line([field]) == Array((text + "\n").utf8))
    }
  }

  @Test("Numbers are written for people")
  func phrases() {
    #expect(Phrase.number(0) == "0")
    #expect(Phrase.number(999) == "999")
    #expect(Phrase.number(1_234_567) == "1,234,567")
    #expect(Phrase.number(-1_000) == "-1,000")
    #expect(Phrase.count(1, "id is unknown", "ids are unknown") == "1 id is unknown")
    #expect(Phrase.count(0, "record") == "0 records")
    #expect(Phrase.duration(12.34) == "12.3 s")
    #expect(Phrase.duration(0.01234) == "12.3 ms")
    #expect(Phrase.duration(0.0000123) == "12.3 µs")
  }
}
