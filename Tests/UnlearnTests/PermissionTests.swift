// Folders that may not be written to, for somebody whom modes hold back.

import Foundation
import Testing

@Suite("Folders that are read-only")
struct PermissionTests {
  /// Runs the tool as somebody who is not root.
  ///
  /// - Returns: Nil where that is not possible.
  private func runHeldBack(_ workspace: Workspace, _ arguments: [String]) throws -> Run? {
    guard geteuid() == 0 else { return try workspace.run(arguments) }
    let words = ["setpriv", "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups"]
    let trial = try workspace.run(program: "/usr/bin/env", words + [Tool.path, "--version"])
    guard trial.status == 0 else { return nil }
    return try workspace.run(program: "/usr/bin/env", words + [Tool.path] + arguments)
  }

  private static let nobody = 65_534

  /// Takes from everybody the right to write to the model, and gives it to the one who is held back.
  private func makeReadOnly(_ workspace: Workspace) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: workspace.path("model"))
    for name in [""] + names {
      let path = workspace.path("model/\(name)")
      let isFolder =
        try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == .typeDirectory
      var attributes: [FileAttributeKey: Any] = [.posixPermissions: isFolder ? 0o500 : 0o400]
      if geteuid() == 0 { attributes[.ownerAccountID] = Self.nobody }
      try FileManager.default.setAttributes(attributes, ofItemAtPath: path)
    }
  }

  /// Lets the workspace be removed.
  private func makeWritable(_ workspace: Workspace) {
    for name in ["model", "model/segments"] {
      try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: workspace.path(name))
    }
  }

  @Test(
    "Its model can be read and checked; no change is made, and the error says why", arguments: [false, true])
  func readOnly(isEncrypted: Bool) throws {
    let workspace = try Workspace.withTable(fitted: true, isEncrypted: isEncrypted)
    try workspace.write("p01\n", to: "list.csv")
    if let key = workspace.keyFile, geteuid() == 0 {
      try FileManager.default.setAttributes([.ownerAccountID: Self.nobody], ofItemAtPath: key)
    }
    let digest = try workspace.digest("model")
    try makeReadOnly(workspace)
    defer { makeWritable(workspace) }
    let before = try workspace.snapshot("model")
    guard let withdrawal = try runHeldBack(workspace, ["withdraw", "model", "list.csv"]) else {
      print("passed over: modes do not hold root back, and setpriv or the tool is out of reach of others")
      return
    }
    #expect(withdrawal.status == 74)
    #expect(withdrawal.errors.contains("Permission denied"), "\(withdrawal.errors)")
    #expect(withdrawal.errors.split(separator: "\n").count == 1)
    for command in ["verify", "show", "log", "audit"] {
      #expect(try runHeldBack(workspace, [command, "model"])?.status == 0, "\(command)")
    }
    #expect(try runHeldBack(workspace, ["withdraw", "model", "list.csv", "--dry-run"])?.status == 0)
    #expect(try runHeldBack(workspace, ["digest", "model"])?.text == digest)
    #expect(try runHeldBack(workspace, ["destroy", "model", "--yes"])?.status == 74)
    #expect(try runHeldBack(workspace, ["rekey", "model", "--encrypt-with", "missing"])?.status == 66)
    #expect(try workspace.snapshot("model") == before)
  }

  @Test("A model of somebody else cannot be read, and the error says so")
  func otherOwner() throws {
    guard geteuid() == 0 else { return print("passed over: another owner takes root") }
    let workspace = try Workspace.withTable(fitted: true)
    guard let run = try runHeldBack(workspace, ["digest", "model"]) else {
      return print("passed over: setpriv or the tool is out of reach of others")
    }
    #expect(run.status == 74)
    #expect(run.errors.contains("Permission denied"), "\(run.errors)")
  }

  @Test(
    "A withdrawal that cannot overwrite what it replaced says who was unknown, and then what is left to do")
  func unfinished() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("p01\nnobody\n", to: "list.csv")
    // Who may not write to the old records can still put new ones beside them.
    let names = try FileManager.default.subpathsOfDirectory(atPath: workspace.path("model"))
    for name in ["", "model"] + names.map({ "model/\($0)" }) {
      var attributes: [FileAttributeKey: Any] = [:]
      if geteuid() == 0 { attributes[.ownerAccountID] = Self.nobody }
      if name.hasSuffix(".records") { attributes[.posixPermissions] = 0o400 }
      try FileManager.default.setAttributes(attributes, ofItemAtPath: workspace.path(name))
    }
    let withdrawal = ["withdraw", "model", "list.csv", "--unknown", "unknown.csv", "--json"]
    guard let run = try runHeldBack(workspace, withdrawal) else {
      return print(
        "passed over: modes do not hold root back, and setpriv or the tool is out of reach of others")
    }
    #expect(run.status == 74)
    #expect(
      run.errors.contains("the change is made, but not everything that it replaced is gone"), "\(run.errors)")
    #expect(try workspace.text("unknown.csv") == "nobody\n")
    let report = try run.json()
    #expect(report["withdrawn"] as? Int == 1 && report["unknown"] as? Int == 1)
    #expect(try workspace.digest("model") == (report["digest"] as? String).map { $0 + "\n" })
  }
}
