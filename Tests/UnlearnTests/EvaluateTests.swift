// `unlearn evaluate`.

import Foundation
import TestSupport
import Testing

struct EvaluateTests {
  /// Hundreds of models take a while in debug builds; the library's tests run there, at a smaller size.
  private static let isWanted = TestLevel.current != .quick

  private static let keys: Set = [
    "records", "participants", "dimension", "clusters", "iterations", "seeds", "exact",
    "silhouette_records", "threads", "provider", "baseline", "control", "methods",
  ]

  /// The small table with a label that follows the groups.
  private static func workspace() throws -> Workspace {
    let workspace = try Workspace.withTable()
    let labelled = SmallTable.rows().enumerated().map { row, line in "\(line),g\(row * 7 % 40 % 3)" }
    try workspace.write(
      ([SmallTable.header + ",group"] + labelled).joined(separator: "\n"), to: "labelled.csv")
    try workspace.write(
      labelled.map { String($0.suffix(2)) + "\n" }.joined(), to: "labels.txt")
    return workspace
  }

  private static func methods(_ report: [String: Any]) throws -> [[String: Any]] {
    try #require(report["methods"] as? [[String: Any]])
  }

  @Test("JSON has the keys; labels of a column and of a file are the same", .enabled(if: isWanted))
  func json() throws {
    let workspace = try Self.workspace()
    try workspace.write("p03\nnobody\n", to: "w.csv")
    let common = [
      "--id", "participant", "--clusters", "3", "--seeds", "2", "--deletions", "10", "--list", "w.csv",
      "--json",
    ]
    let run = try workspace.run(
      ["evaluate", "labelled.csv", "--label-column", "group", "--methods", "quantized", "lloyd"] + common)
    #expect(run.status == 0, "\(run.errors)")
    let report = try run.json()
    #expect(Set(report.keys) == Self.keys)
    #expect(report["records"] as? Int == 90)
    #expect(report["dimension"] as? Int == 3)
    #expect(report["exact"] as? Bool == true)
    #expect((report["seeds"] as? [Int]) == [0, 1])
    let methods = try Self.methods(report)
    #expect(methods.map { $0["method"] as? String } == ["quantized", "lloyd"])
    #expect(
      Set(methods[0].keys) == [
        "method", "exact", "fidelity", "efficiency", "exactness", "two_sample", "membership",
      ])
    let fidelity = try #require(methods[0]["fidelity"] as? [String: Any])
    let information = try #require(fidelity["mutual_information"] as? [String: Any])
    let efficiency = try #require(methods[0]["efficiency"] as? [String: Any])
    #expect(efficiency["calls"] as? Int == 10)
    let exactness = try #require(methods[0]["exactness"] as? [String: Any])
    let sets = try #require(exactness["sets"] as? [[String: Any]])
    #expect(sets.last?["kind"] as? String == "list")
    #expect(sets.last?["unknown"] as? Int == 1)
    let plain = try workspace.run(
      ["evaluate", "study.csv", "--labels", "labels.txt", "--method", "quantized"] + common)
    let other = try Self.methods(try plain.json())
    let otherFidelity = try #require(other[0]["fidelity"] as? [String: Any])
    let otherInformation = try #require(otherFidelity["mutual_information"] as? [String: Any])
    #expect(information["mean"] as? Double == otherInformation["mean"] as? Double)
    #expect(workspace.names == ["labelled.csv", "labels.txt", "study.csv", "w.csv"])
  }

  @Test("People get a summary, and are told what was sampled or shortened", .enabled(if: isWanted))
  func summary() throws {
    let workspace = try Self.workspace()
    let run = try workspace.run(
      "evaluate", "study.csv", "--id", "participant", "--clusters", "3", "--method", "quantized", "--seeds",
      "1", "--threads", "1")
    #expect(run.status == 0)
    #expect(run.lines.contains { $0.hasPrefix("Exact sets    yes: after each of ") })
    #expect(run.lines.contains("quantized"))
    #expect(run.errors.contains("quantized: 39 deletions of the 1,000 were run"))
    #expect(run.errors.contains("the two-sample tests are of models of 90 records"))
  }

  @Test("The page has every section, names nobody, and replaces nothing", .enabled(if: isWanted))
  func page() throws {
    let workspace = try Self.workspace()
    let words = [
      "evaluate", "study.csv", "--id", "participant", "--clusters", "3", "--method", "quantized", "--seeds",
      "1",
      "--deletions", "3", "--html", "card.html",
    ]
    #expect(try workspace.run(words).status == 0)
    let page = try workspace.text("card.html")
    for heading in ["Verdict", "Fidelity", "Efficiency", "Exactness", "Two-sample test", "Membership"] {
      #expect(page.contains("\(heading)</h2>"))
    }
    #expect(page.contains("k-means++"))
    for person in 0..<40 { #expect(!page.contains("p\(person < 10 ? "0" : "")\(person)<")) }
    let again = try workspace.run(words)
    #expect(again.status == 73)
    #expect(again.errors == "unlearn: card.html exists already.\n")
    #expect(try workspace.text("card.html") == page)
    #expect(workspace.names == ["card.html", "labelled.csv", "labels.txt", "study.csv"])
  }

  @Test("Wrong command lines and bad labels have their codes")
  func errors() throws {
    let workspace = try Self.workspace()
    try workspace.write("g0\ng1\n", to: "short.txt")
    try workspace.write("p00\n\"", to: "broken.csv")
    let start = ["evaluate", "labelled.csv", "--id", "participant", "--clusters", "3", "--deletions", "0"]
    let cases: [([String], Int32, String)] = [
      (["--features", "age", "--labels", "short.txt"], 65, "short.txt: there are 2 labels for 90 records"),
      (["--features", "age", "--labels", "absent.txt"], 66, "absent.txt: no such file"),
      (["--label-column", "absent"], 65, "labelled.csv, line 1: no column 'absent'"),
      (["--label-column", "age", "--features", "age"], 64, "the column 'age' holds the labels"),
      (["--label-column", "group", "--labels", "labels.txt"], 64, "give one of them"),
      (["--label-column", "group", "--method", "lloyd", "--methods", "lloyd"], 64, "give one of them"),
      (["--label-column", "group", "--methods", "lloyd", "lloyd"], 64, "A method is named twice"),
      (["--label-column", "group", "--seeds", "0"], 64, "It must be a whole number from 1 to 1000."),
      (["--label-column", "group", "--deletions", "-1"], 64, "It must be a whole number of at least 0."),
      (["--label-column", "group", "--list", "broken.csv"], 65, "broken.csv, line 2"),
      (["--label-column", "group", "--html", "card.txt"], 64, "card.txt must end in .html"),
      (["--label-column", "group", "--leaves", "3"], 64, "--leaves goes with --method divide-and-conquer"),
    ]
    for (options, status, message) in cases {
      let run = try workspace.run(start + options)
      #expect(run.status == status, "\(options): \(run.errors)")
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(run.output.isEmpty)
    }
  }
}
