// `unlearn report`.

import Foundation
import Testing

struct ReportTests {
  private static let sections = [
    "The model", "Sizes of the clusters", "Centres of the clusters", "Records on two axes",
    "What was done to the model", "Checks", "Before you pass this page on",
  ]

  @Test("A page has every section, names no participant, and is entered in the ledger")
  func page() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("report", "model", "--output", "page.html")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty && run.errors.isEmpty)
    let html = try workspace.text("page.html")
    for section in Self.sections { #expect(html.contains("<h2>\(section)</h2>"), "\(section)") }
    #expect(html.contains(try workspace.digest("model").trimmingCharacters(in: .newlines)))
    for id in Set(SmallTable.rows().map { $0.prefix(3) }) { #expect(!html.contains(id)) }
    // No square of the small table has enough people in it.
    #expect(!html.contains("class=\"dots"))
    #expect(html.contains("90 of 90 records"))
    let log = try workspace.run("log", "model", "--json").json()
    let entry = try #require((log["entries"] as? [[String: Any]])?.last)
    #expect(entry["kind"] as? String == "export")
    #expect((entry["outputs"] as? [[String: Any]])?.first?["content"] as? String == "report")
    #expect(workspace.names == ["model", "page.html", "study.csv"])
  }

  @Test("find names a page that is from before a withdrawal; the next page has the withdrawal")
  func history() throws {
    let workspace = try Workspace.withTable(fitted: true)
    #expect(try workspace.run("report", "model", "--output", "old.html").status == 0)
    #expect(try workspace.run("withdraw", "model", "-", input: "p03\np04\nx\n").status == 0)
    #expect(try workspace.run("report", "model", "--output", "new.html").status == 0)
    #expect(try workspace.text("new.html").contains("<td class=\"number plain\">2 of 3</td>"))
    let copies = try #require(try workspace.run("find", ".", "--json").json()["copies"] as? [[String: Any]])
    let pages = copies.filter { $0["kind"] as? String == "export" }
    #expect(pages.map { $0["withdrawals_since"] as? Int } == [0, 1])
  }

  @Test("The same folder gives the same bytes; a refit is compared when asked for")
  func sameBytes() throws {
    let workspace = try Workspace.withTable(fitted: true)
    for folder in ["a", "b"] {
      try FileManager.default.createDirectory(
        atPath: workspace.path(folder), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: workspace.path("model"), toPath: workspace.path("\(folder)/model"))
      let run = try workspace.run(
        "report", "\(folder)/model", "--output", "\(folder).html", "--plot", "points", "--verify")
      #expect(run.status == 0, "\(run.errors)")
    }
    let html = try workspace.text("a.html")
    #expect(try html == workspace.text("b.html"))
    #expect(html.contains("a fit of the stored records against the model"))
    #expect(html.matches(of: /M[0-9.\-]+ [0-9.\-]+h0/).count == 90)
  }

  @Test("An existing file is replaced only if that is asked for, and never a folder")
  func existing() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("mine", to: "page.html")
    let refused = try workspace.run("report", "model", "--output", "page.html")
    #expect(refused.status == 73)
    #expect(refused.errors == "unlearn: page.html exists already.\n")
    #expect(try workspace.text("page.html") == "mine")
    #expect(try workspace.run("report", "model", "--output", "page.html", "--force").status == 0)
    #expect(try workspace.text("page.html").hasPrefix("<!DOCTYPE html>"))
    try FileManager.default.createDirectory(
      atPath: workspace.path("folder.html"), withIntermediateDirectories: false)
    #expect(try workspace.run("report", "model", "--output", "folder.html", "--force").status == 73)
    #expect(workspace.names == ["folder.html", "model", "page.html", "study.csv"])
  }

  @Test("Bad command lines and models leave no file")
  func failures() throws {
    let workspace = try Workspace.withTable(fitted: true)
    #expect(try workspace.run("report", "model", "--output", "page.txt").status == 64)
    #expect(try workspace.run("report", "model").status == 64)
    #expect(try workspace.run("report", "model", "--output", "p.html", "--plot", "all").status == 64)
    #expect(try workspace.run("report", "missing", "--output", "p.html").status == 66)
    #expect(try workspace.run("report", "model", "--output", "missing/p.html").status == 73)
    let lock = "exec 9<model/lock; flock -s 9; \"$unlearn\" report model --output p.html"
    #expect(try workspace.shell(lock).status == 75)
    #expect(workspace.names == ["model", "study.csv"])
  }

  @Test("A page about a broken ledger says so, and cannot be entered in it")
  func brokenLedger() throws {
    let workspace = try Workspace.withTable(fitted: true)
    var ledger = try workspace.read("model/ledger")
    ledger[ledger.count - 1] ^= 1
    try workspace.write(ledger, to: "model/ledger")
    let run = try workspace.run("report", "model", "--output", "page.html")
    #expect(run.status == 65)
    #expect(run.errors.contains("not entered"))
    #expect(try workspace.text("page.html").contains("Not everything agrees. Failed: chain."))
    #expect(try workspace.read("model/ledger") == ledger)
  }

  @Test("An encrypted model needs its key")
  func encrypted() throws {
    let workspace = try Workspace.withTable(fitted: true, isEncrypted: true)
    #expect(try workspace.run("report", "model", "--output", "page.html").status == 0)
    workspace.keyFile = nil
    #expect(try workspace.run("report", "model", "--output", "other.html").status == 66)
    #expect(!workspace.exists("other.html"))
  }

  @Test(
    "Every kind of model has a page",
    arguments: [
      ["--clusters", "3", "--method", "lloyd"], ["--clusters", "9", "--method", "divide-and-conquer"],
      ["--clusters", "3", "--features", "age"], ["--clusters", "3", "--scale", "standard", "--pca", "1"],
      ["--clusters", "1", "--features", "age", "--weight", "weight"],
    ])
  func kinds(options: [String]) throws {
    let workspace = try Workspace()
    try workspace.write(
      "participant,age,size,weight\n"
        + (0..<50).map { "p\($0 / 2),\($0 % 7),\($0 % 5 * 3),\($0 % 2 + 1)\n" }.joined(),
      to: "study.csv")
    let fit = ["fit", "study.csv", "--id", "participant", "--output", "model"] + options
    #expect(try workspace.run(fit).status == 0)
    let run = try workspace.run("report", "model", "--output", "page.html", "--plot", "points")
    #expect(run.status == 0, "\(run.errors)")
    // Everybody leaves; the page of an empty model says so.
    let everybody = (0..<25).map { "p\($0)\n" }.joined()
    #expect(try workspace.run("withdraw", "model", "-", input: everybody).status == 0)
    #expect(try workspace.run("report", "model", "--output", "empty.html").status == 0)
    #expect(try workspace.text("empty.html").contains("There are no records, so there are no clusters."))
  }
}
