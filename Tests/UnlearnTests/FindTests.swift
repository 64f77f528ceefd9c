// `unlearn find`, and what `export` enters.

import Foundation
import Testing

struct FindTests {
  @Test("find names exports and copies from before a withdrawal")
  func find() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("export", "model", "--labels", "labels.csv", "--centroids", "c.npy")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty && run.output.isEmpty)
    let log = try workspace.run("log", "model", "--json").json()
    let export = try #require((log["entries"] as? [[String: Any]])?.last)
    #expect(export["kind"] as? String == "export")
    let outputs = try #require(export["outputs"] as? [[String: Any]])
    #expect(outputs.map { $0["content"] as? String } == ["centroids", "labels"])
    try FileManager.default.createDirectory(atPath: workspace.path("old"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: workspace.path("model"), toPath: workspace.path("old/model"))
    try FileManager.default.moveItem(
      atPath: workspace.path("labels.csv"), toPath: workspace.path("old/renamed.csv"))
    #expect(try workspace.run("withdraw", "model", "-", input: "p03\n").status == 0)

    let found = try workspace.run("find", ".", "--model", "model", "--json")
    #expect(found.status == 0 && found.errors.isEmpty)
    let report = try found.json()
    #expect(report["outdated"] as? Int == 3)
    let copies = try #require(report["copies"] as? [[String: Any]])
    var counts: [String: Int] = [:]
    for copy in copies {
      let path = try #require(copy["path"] as? String)
      counts[URL(filePath: path).lastPathComponent + "/" + (copy["kind"] as? String ?? "")] =
        copy["withdrawals_since"] as? Int
    }
    #expect(copies.count == 4)
    #expect(counts["c.npy/export"] == 1 && counts["renamed.csv/export"] == 1)
    let lines = try workspace.run("find", ".").lines
    #expect(lines.count == 4)
    #expect(lines.count { $0.contains("from BEFORE 1 withdrawal") } == 3)
    #expect(lines.count { $0.hasSuffix("no withdrawal came after it") } == 1)
  }

  @Test("A model in use is not exported, and no file is left")
  func inUse() throws {
    let workspace = try Workspace.withTable(fitted: true)
    #expect(try workspace.run("keygen", "steward.key").status == 0)
    let lock = "exec 9<model/lock; flock -s 9; \"$unlearn\" export model --labels labels.csv"
    let run = try workspace.shell(lock)
    #expect(run.status == 75, "\(run.errors)")
    #expect(workspace.names == ["model", "steward.key", "study.csv"])
  }

  @Test("A file whose name is no text cannot be read, which is told")
  func namesOfOtherBytes() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let copy = "mkdir old && cp -r model old/$(printf '\\374') && cp model/manifest old/$(printf '\\377')"
    try #require(try workspace.shell(copy).status == 0)
    defer { _ = try? workspace.shell("rm -r old") }
    let run = try workspace.run("find", "old", "--json")
    let unreadable = try #require(try run.json()["unreadable"] as? [String])
    #expect(unreadable.contains { $0.hasSuffix("/manifest") } && unreadable.count >= 2)
    #expect(try workspace.run("find", "old").errors.contains("cannot be read"))
  }

  @Test("A folder that is not there is no input")
  func missing() throws {
    #expect(try Workspace().run("find", "missing").status == 66)
    #expect(try Workspace().run("find").status == 64)
  }
}
