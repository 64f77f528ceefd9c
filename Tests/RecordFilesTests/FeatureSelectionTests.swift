import Testing

@testable import RecordFiles

@Suite struct FeatureSelectionTests {
  private func features(
    _ names: [String], _ patterns: [String], id: String? = nil
  ) throws(RecordFileError) -> [String] {
    let selection = TableSelection(idColumn: id, features: patterns)
    return try ColumnPlan(names: names, selecting: selection, file: "t", line: 1).featureNames
  }

  @Test("Features keep the order of the table, and each is taken once")
  func order() throws {
    #expect(try features(["id", "c", "b", "a"], ["a", "c", "?", "a"], id: "id") == ["c", "b", "a"])
    #expect(try features(["c", "b", "a"], ["a", "c"]) == ["c", "a"])
  }

  @Test("Without patterns, all but the id column")
  func all() throws {
    #expect(try features(["a", "id", "b"], [], id: "id") == ["a", "b"])
    #expect(try features(["a", "id", "b"], []) == ["a", "id", "b"])
  }

  @Test("A pattern leaves the id column out; its name takes it in")
  func idColumn() throws {
    #expect(try features(["id", "a"], ["*"], id: "id") == ["a"])
    #expect(try features(["id", "a"], ["*", "id"], id: "id") == ["id", "a"])
    #expect(try features(["id", "a"], ["id", "*"], id: "id") == ["id", "a"])
  }

  @Test("A pattern or name that means no column is named")
  func unknown() {
    for pattern in ["x*", "b", "i?"] {
      #expect(throws: RecordFileError.unknownColumn(file: "t", line: 1, column: pattern, names: ["id", "a"]))
      {
        try features(["id", "a"], ["a", pattern], id: "id")
      }
    }
  }

  @Test("A name with the characters of a pattern means its own column")
  func literal() throws {
    #expect(try features(["x1", "x[1]", "x*"], ["x[1]"]) == ["x[1]"])
    #expect(try features(["x1", "x[1]", "x*"], ["x*"]) == ["x*"])
    #expect(try features(["x1", "x[1]"], ["x[*"]) == ["x[1]"])
  }

  @Test("A name that occurs twice is an error where it is meant, and only there")
  func duplicates() throws {
    let error = RecordFileError.ambiguousColumn(file: "t", line: 1, column: "a")
    #expect(throws: error) { try features(["a", "a", "b"], []) }
    #expect(throws: error) { try features(["a", "a", "b"], ["a"]) }
    #expect(throws: error) { try features(["a", "a", "b"], ["?"]) }
    #expect(throws: error) { try features(["a", "a", "b"], ["b"], id: "a") }
    #expect(try features(["a", "a", "b"], ["b"]) == ["b"])
  }

  @Test("Two normal forms are two names")
  func normalForms() throws {
    let plan = try ColumnPlan(
      names: ["\u{E9}", "e\u{301}"], selecting: TableSelection(features: ["e\u{301}"]), file: "t", line: 1)
    #expect(plan.featureColumns == [1])
  }

  @Test(
    "Patterns match",
    arguments: [
      ("*", ""), ("*", "abc"), ("a*", "a"), ("*c", "abc"), ("a*c", "abbc"), ("a*b*c", "aXbYbZc"), ("?", "a"),
      ("??", "é"), ("[abc]x", "bx"), ("f[0-9]", "f7"), ("[!a]", "b"), ("[a-]", "-"), ("[]]", "]"), ("[", "["),
      ("a[b", "a[b"), ("**a", "ba"), ("*a*a*a*", "aaa"), ("[!]]", "x"),
    ])
  func matches(pattern: String, name: String) {
    #expect(Glob(pattern.utf8).matches(Array(name.utf8)))
  }

  @Test(
    "Patterns do not match",
    arguments: [
      ("", "a"), ("?", ""), ("?", "ab"), ("?", "é"), ("a*c", "abcd"), ("[abc]x", "dx"), ("f[0-9]", "f10"),
      ("[!a]", "a"), ("A*", "abc"), ("*a*a*a*", "aa"), ("a*", "ba"), ("[!]]", "]"), ("[9-0]", "5"),
    ])
  func matchesNot(pattern: String, name: String) {
    #expect(!Glob(pattern.utf8).matches(Array(name.utf8)))
  }
}
