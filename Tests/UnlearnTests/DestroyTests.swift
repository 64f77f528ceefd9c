// `unlearn destroy`.

import Foundation
import Testing

struct DestroyTests {
  @Test("Without --yes nothing is destroyed")
  func unconfirmed() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let before = try workspace.snapshot("model")
    let run = try workspace.run("destroy", "model")
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("unlearn: Nothing was destroyed; give --yes to destroy model."))
    #expect(try workspace.snapshot("model") == before)
  }

  @Test("With --yes the folder is gone, and its last entry is told")
  func confirmed() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let log = try workspace.run("log", "model", "--json").json()
    let entries = try #require(log["entries"] as? [[String: Any]])
    let run = try workspace.run("destroy", "model", "--yes", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let report = try run.json()
    #expect(report["destroyed"] as? Bool == true)
    #expect(report["other_files"] as? Bool == false)
    let entry = try #require(report["entry"] as? [String: Any])
    #expect(entry["kind"] as? String == "destruction")
    #expect(entry["previous"] as? String == entries[0]["hash"] as? String)
    #expect(workspace.names == ["study.csv"])
    #expect(try workspace.run("destroy", "model", "--yes").status == 66)
  }

  @Test("A folder that is no model is left alone")
  func noModel() throws {
    let workspace = try Workspace.withTable()
    try FileManager.default.createDirectory(
      atPath: workspace.path("folder"), withIntermediateDirectories: true)
    try workspace.write("mine", to: "folder/manifest")
    #expect(try workspace.run("destroy", "folder", "--yes").status == 66)
    #expect(try workspace.run("destroy", "study.csv", "--yes").status == 66)
    #expect(try workspace.text("folder/manifest") == "mine")
  }

  @Test("Other files in the folder stay")
  func otherFiles() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("mine", to: "model/notes.txt")
    let run = try workspace.run("destroy", "model", "--yes")
    #expect(run.status == 0)
    #expect(run.lines[1] == "Folder      stays, because other files are in it")
    #expect(try workspace.snapshot("model") == ["notes.txt": Array("mine".utf8)])
  }
}
