// The script for a biobank's monthly lists: what it does, what it leaves, and how it goes on after a failure.

import Foundation
import Testing

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"), "the script needs flock"))
struct MonthlyWithdrawalTests {
  private static let script = Tool.root.appendingPathComponent("Examples/monthly-withdrawals").path

  /// A study with a model of 40 people and one list: two of them, and one whom nobody knows.
  private static func study() throws -> Workspace {
    let workspace = try Workspace.withTable(fitted: true)
    try FileManager.default.createDirectory(
      at: workspace.folder.appendingPathComponent("study/lists"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: workspace.path("model"), toPath: workspace.path("study/study.model"))
    try workspace.write("\u{FEFF}p03\r\n \"p17\" \r\n\r\nx99\r\n", to: "study/lists/w1_20261101.csv")
    return workspace
  }

  /// Runs the script; `tool` is a line of the shell that does what the tool should.
  private static func run(_ workspace: Workspace, _ options: String = "", tool: String? = nil) throws -> Run {
    var name = "$unlearn"
    if let tool {
      try workspace.write("#!/bin/sh\n\(tool)\nexec \"$unlearn\" \"$@\"\n", to: "tool")
      #expect(try workspace.shell("chmod +x tool").status == 0)
      name = "$PWD/tool"
    }
    return try workspace.shell("UNLEARN=\"\(name)\" TRIES=2 WAIT=0 \(script) \(options) study")
  }

  private static let summary = "study/withdrawals/w1_20261101/summary.txt"

  /// The model is a fit of those who are left, and nobody is named where no id may be.
  private static func check(_ workspace: Workspace) throws {
    try workspace.write(SmallTable.csv(without: ["p03", "p17"]), to: "remaining.csv")
    let refit = try workspace.run(
      "fit", "remaining.csv", "--like", "study/study.model", "--output", "refit", "--force")
    #expect(refit.status == 0, "\(refit.errors)")
    #expect(try workspace.digest("study/study.model") == workspace.digest("refit"))
    let folder = "study/withdrawals/w1_20261101"
    #expect(try workspace.text("\(folder)/unknown.csv") == "x99\n")
    for file in [
      summary, "study/withdrawals.log", "\(folder)/plan.json", "\(folder)/copies.json", "study/report.html",
    ] {
      let text = try workspace.text(file)
      #expect(!["p03", "p17", "x99"].contains { text.contains($0) }, "\(file) names somebody")
    }
    let text = try workspace.text(summary)
    #expect(text.contains("Withdrawn  2 of 3 ids") && text.contains("Unknown    1 ids"))
    #expect(text.contains(try workspace.digest("study/study.model")))
    let states = try (1...3).map { number in
      let text = try workspace.text("\(folder)/receipts/0000\(number).json")
      return ["withdrawn", "unknown"].first { text.contains("\"status\": \"\($0)\"") }
    }
    #expect(states == ["withdrawn", "withdrawn", "unknown"])
  }

  @Test("A list is worked on once, and a second run does nothing and says nothing")
  func twice() throws {
    let workspace = try Self.study()
    let before = try workspace.snapshot("study")
    let dry = try Self.run(workspace, "--dry-run")
    #expect(dry.status == 0 && dry.text.contains("2 of 3 ids"), "\(dry.errors)")
    #expect(try workspace.snapshot("study") == before)

    let first = try Self.run(workspace)
    #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
    #expect(try first.text == workspace.text(Self.summary))
    try Self.check(workspace)

    let after = try workspace.snapshot("study")
    let second = try Self.run(workspace)
    #expect(second.status == 0 && second.output.isEmpty && second.errors.isEmpty)
    #expect(try workspace.snapshot("study") == after)

    try workspace.write("p05\n", to: "study/lists/w1_20261101.csv")
    #expect(try Self.run(workspace).status == 65, "a list of the same name that is another one")
    try workspace.write("p05\np03\n", to: "study/lists/w1_20261201.csv")
    try workspace.write("\u{FEFF}p03\r\n \"p17\" \r\n\r\nx99\r\n", to: "study/lists/w1_20261101.csv")
    let third = try Self.run(workspace)
    #expect(third.status == 0 && third.text.contains("Withdrawn  1 of 2 ids"), "\(third.errors)")
  }

  @Test("A file that is no list is told, lists beside it are worked on, and remarks of the tool are mailed")
  func otherFiles() throws {
    let workspace = try Self.study()
    try workspace.write("p05\n", to: "study/lists/w1_20261201.CSV")
    try workspace.write("p 3\n", to: "study/lists/w1_20261102.csv")
    let run = try Self.run(workspace)
    #expect(run.status == 65 && run.errors.contains("lists/w1_20261201.CSV does not end in .csv"))
    try Self.check(workspace)
    #expect(run.text.contains("Note       none of the listed ids is in the model."), "\(run.text)")
    #expect(!workspace.exists("study/withdrawals/w1_20261201"))
  }

  @Test("The page's commands print what it shows, and paths are taken from where the script is started")
  func page() throws {
    let workspace = try Workspace.withSamples()
    let run = try workspace.shell(
      """
      ln -s "$unlearn" tool && mkdir -p study/lists
      ./tool fit Samples/randhie.csv --id zper --clusters 6 --output study/study.model >/dev/null 2>&1
      cp Samples/wRAND_20261101.csv study/lists/
      UNLEARN=./tool \(Self.script) study
      """)
    #expect(run.status == 0, "\(run.errors)")
    let shown = try MarkdownPage("docs/monthly-withdrawals.md").blocks.first { $0.language == "text" }
    #expect(run.text.split(separator: "\n").map(String.init) == shown?.lines)
  }

  @Test(
    "A run that was stopped after any step is gone on with",
    arguments: ["verify", "receipt", "report", "find"])
  func stopped(step: String) throws {
    let workspace = try Self.study()
    let failing = try Self.run(workspace, tool: "[ \"$1\" = \(step) ] && exit 74")
    #expect(failing.status == 74 && failing.output.isEmpty)
    #expect(failing.errors.contains("reading or writing failed"))
    #expect(!workspace.exists(Self.summary))
    #expect(try Self.run(workspace).status == 0)
    try Self.check(workspace)
  }

  @Test(
    "Each exit code is handed on with what it means",
    arguments: [
      (1, "NOT what a fit"), (65, "malformed"), (66, "not there"), (69, "BLAS"), (73, "made"), (75, "in use"),
    ])
  func codes(code: Int32, words: String) throws {
    let workspace = try Self.study()
    let run = try Self.run(workspace, tool: "[ \"$1\" = verify ] && exit \(code)")
    #expect(run.status == code && run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
    #expect(try workspace.text("study/withdrawals.log").contains("code \(code)"))
  }

  @Test("While the model is in use it tries again")
  func waits() throws {
    let workspace = try Self.study()
    let run = try Self.run(
      workspace, tool: "[ \"$1\" = verify ] && [ ! -e ../busy ] && { touch ../busy; exit 75; }")
    #expect(run.status == 0, "\(run.errors)")
    try Self.check(workspace)
  }

  @Test("Two runs do not work on one study; bad lists and folders are told")
  func refused() throws {
    let workspace = try Self.study()
    let locked = try workspace.shell(
      "(flock 8; UNLEARN=\"$unlearn\" \(Self.script) study) 8>study/.withdrawals.lock")
    #expect(locked.status == 75 && locked.errors.contains("another run"))
    try workspace.write("p03,p17\n", to: "study/lists/w1_20261101.csv")
    let digest = try workspace.digest("study/study.model")
    let bad = try Self.run(workspace)
    #expect(bad.status == 65 && bad.errors.contains("w1_20261101.csv, line 1"), "\(bad.errors)")
    #expect(try workspace.digest("study/study.model") == digest)
    #expect(try workspace.shell("UNLEARN=\"$unlearn\" \(Self.script) nowhere").status == 66)
    #expect(try workspace.shell("UNLEARN=nothing \(Self.script) study").status == 69)
    #expect(try workspace.shell(Self.script).status == 64)
    // The list is mended, and the run goes on.
    try workspace.write("p03\np17\nx99\n", to: "study/lists/w1_20261101.csv")
    #expect(try Self.run(workspace).status == 0)
    try Self.check(workspace)
  }
}
