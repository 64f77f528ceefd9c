// The tool and models that are encrypted.

import Foundation
import Testing

struct EncryptionCommandTests {
  /// An encrypted model whose key is in `study.key`, which nothing names by itself.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace.withTable(fitted: true, isEncrypted: true)
    workspace.keyFile = nil
    #expect(try workspace.run("keygen", "--encryption", "other.key").status == 0)
    return workspace
  }

  /// Each command that opens a model, without its key.
  private static let commands = [
    ["withdraw", "model", "list.csv"], ["withdraw", "model", "list.csv", "--dry-run"], ["verify", "model"],
    ["digest", "model"], ["show", "model"], ["assign", "model", "study.csv"],
    ["export", "model", "--labels", "labels.csv"], ["log", "model"], ["receipt", "model", "--id", "p01"],
    ["audit", "model"], ["find", ".", "--model", "model"],
    ["fit", "study.csv", "--like", "model", "--output", "new"],
    ["fit", "study.csv", "--id", "participant", "--clusters", "2", "--output", "model", "--force"],
    ["benchmark", "study.csv", "--like", "model", "--deletions", "2"], ["rekey", "model", "--decrypt"],
  ]

  @Test(
    "With the key, by option or variable, each command works; without it, or with another, it says so",
    arguments: commands)
  func keys(command: [String]) throws {
    let workspace = try workspace()
    try workspace.write("p01\n", to: "list.csv")
    let before = try workspace.snapshot("model")
    let names = workspace.names
    let missing = try workspace.run(command)
    #expect(missing.status == 66)
    #expect(
      missing.errors
        == "unlearn: model: the model is encrypted; give its key file with --key, or in UNLEARN_KEY_FILE.\n")
    let wrong = try workspace.run(command + ["--key", "other.key"])
    #expect(wrong.status == 65)
    #expect(wrong.errors == "unlearn: model: the model is encrypted under another key than the one given.\n")
    let nowhere = try workspace.run(command + ["--key", "nowhere"])
    #expect(nowhere.status == 66 && nowhere.errors.contains("nowhere"))
    #expect(try workspace.snapshot("model") == before)
    #expect(workspace.names == names)

    let right = try workspace.run(command + ["--key", "study.key"])
    #expect(right.status == 0, "\(right.errors)")
    if command[0] == "rekey" { return }
    for name in ["new", "labels.csv"] { try? FileManager.default.removeItem(atPath: workspace.path(name)) }
    workspace.keyFile = workspace.path("study.key")
    let byVariable = try workspace.run(command)
    #expect(byVariable.status == 0, "\(byVariable.errors)")
    #expect(try workspace.run("show", "model", "--json").json()["encrypted"] as? Bool == true)
  }

  @Test("A key that is named for a model in clear is refused; one in the variable is for others")
  func needlessKey() throws {
    let workspace = try Workspace.withTable(fitted: true)
    _ = try workspace.makeKey()
    workspace.keyFile = nil
    let run = try workspace.run("verify", "model", "--key", "study.key")
    #expect(run.status == 65)
    #expect(run.errors == "unlearn: model: a key was given, but the model is not encrypted.\n")
    workspace.keyFile = workspace.path("study.key")
    #expect(try workspace.run("verify", "model").status == 0)
    workspace.keyFile = workspace.path("nowhere")
    #expect(try workspace.run("verify", "model").status == 0)
    let fit = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "new", "--key", "study.key")
    #expect(fit.status == 64 && fit.errors.contains("--encrypt-with"), "\(fit.errors)")
    #expect(!workspace.exists("new"))
  }

  @Test("A key file is for its owner alone, with 32 bytes in one of two forms")
  func keyFiles() throws {
    let workspace = try workspace()
    let key = try workspace.text("study.key")
    #expect(key.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    let attributes = try FileManager.default.attributesOfItem(atPath: workspace.path("study.key"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(try workspace.run("keygen", "--encryption", "study.key").status == 73)

    let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(key.dropFirst($0).prefix(2), radix: 16) }
    for (text, status) in [
      (key, 0), (key.uppercased(), 0), (String(key.dropLast()), 0),
      (Data(bytes).base64EncodedString() + "\n", 0),
      (String(key.dropFirst(2)), 65), ("", 65), ("not a key\n", 65), (key + key, 65),
      (Data(bytes.dropLast()).base64EncodedString(), 65),
    ] as [(String, Int32)] {
      try workspace.write(text, to: "form.key")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: workspace.path("form.key"))
      let run = try workspace.run("digest", "model", "--key", "form.key")
      #expect(run.status == status, "\(run.errors)")
      #expect(!run.errors.contains(key.prefix(8)))
    }
    for mode in [0o640, 0o604, 0o620, 0o666] {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: workspace.path("study.key"))
      let run = try workspace.run("digest", "model", "--key", "study.key")
      #expect(run.status == 65 && run.errors.contains("chmod 600"), "\(run.errors)")
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o400], ofItemAtPath: workspace.path("study.key"))
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path("link.key"), withDestinationPath: "study.key")
    #expect(try workspace.run("digest", "model", "--key", "link.key").status == 0)
  }

  @Test("rekey encrypts, changes the key, and decrypts; digest and history stay")
  func rekey() throws {
    let workspace = try workspace()
    let digest = try workspace.run("digest", "model", "--key", "study.key").text
    let changed = try workspace.run(
      "rekey", "model", "--key", "study.key", "--encrypt-with", "other.key", "--json")
    #expect(try changed.json()["encrypted"] as? Bool == true)
    #expect(try changed.json()["digest"] as? String == String(digest.dropLast()))
    #expect(try workspace.run("digest", "model", "--key", "study.key").status == 65)
    #expect(try workspace.run("withdraw", "model", "-", "--key", "other.key", input: "p01\n").status == 0)
    let decrypted = try workspace.run("rekey", "model", "--key", "other.key", "--decrypt")
    #expect(decrypted.lines[1] == "Encrypted  no: its files are in clear")
    #expect(try workspace.run("audit", "model").status == 0)
    #expect(try workspace.run("rekey", "model", "--encrypt-with", "study.key").status == 0)
    let lines = try workspace.run("log", "model", "--key", "study.key").lines
    #expect(lines.count == 5)
    #expect(lines.count { $0.contains("  rekeying    its encryption was changed") } == 3)
    #expect(try workspace.run("audit", "model", "--key", "study.key").status == 0)
    #expect(try workspace.run("verify", "model", "--key", "study.key").status == 0)
  }

  @Test("rekey needs to be told what to do")
  func rekeyUsage() throws {
    let workspace = try Workspace.withTable(fitted: true)
    #expect(try workspace.run("rekey", "model").status == 64)
    #expect(try workspace.run("rekey", "model", "--decrypt", "--encrypt-with", "k").status == 64)
    #expect(try workspace.run("rekey", "model", "--decrypt").status == 65)
    #expect(try workspace.run("rekey", "model", "--encrypt-with", "nowhere").status == 66)
    #expect(try workspace.run("rekey", "nowhere", "--decrypt").status == 66)
  }

  @Test("A model that replaces an encrypted one stays under its key")
  func force() throws {
    let workspace = try workspace()
    workspace.keyFile = workspace.path("study.key")
    let fit = try workspace.run("fit", "study.csv", "--like", "model", "--output", "model", "--force")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try workspace.run("show", "model", "--json").json()["encrypted"] as? Bool == true)
    #expect(try workspace.run("log", "model").lines.count == 2)
    let other = try workspace.run(
      "fit", "study.csv", "--like", "model", "--output", "model", "--force", "--encrypt-with", "other.key")
    #expect(other.status == 0, "\(other.errors)")
    #expect(try workspace.run("digest", "model").status == 65)
    #expect(try workspace.run("log", "model", "--key", "other.key").lines.count == 3)
  }

  @Test("find knows an encrypted copy by its name, and with the key its age; destroy needs no key")
  func copies() throws {
    let workspace = try workspace()
    try FileManager.default.copyItem(atPath: workspace.path("model"), toPath: workspace.path("copy"))
    try FileManager.default.copyItem(
      atPath: workspace.path("model/segments/1-0.records"), toPath: workspace.path("lone"))
    #expect(try workspace.run("withdraw", "model", "-", "--key", "study.key", input: "p01\n").status == 0)
    func copies(_ words: String...) throws -> [[String: Any]] {
      let run = try workspace.run(["find", ".", "--json"] + words)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
      return try #require(try run.json()["copies"] as? [[String: Any]])
    }
    let unknown = try copies()
    #expect(unknown.map { $0["kind"] as? String } == ["model", "segment", "model"])
    #expect(unknown.allSatisfy { $0["encrypted"] as? Bool == true && $0["withdrawals_since"] is NSNull })
    #expect(Set(unknown.compactMap { $0["model"] as? String }).count == 1)
    let known = try copies("--key", "study.key")
    #expect(known.compactMap { $0["withdrawals_since"] as? Int } == [1, 0])
    #expect(try copies("--key", "study.key", "--model", "model").count == 3)

    let destroyed = try workspace.run("destroy", "model", "--yes", "--json")
    #expect(destroyed.status == 0, "\(destroyed.errors)")
    #expect(try destroyed.json()["entry"] is NSNull)
    #expect(try workspace.run("destroy", "copy", "--yes", "--key", "other.key").status == 65)
    let last = try workspace.run("destroy", "copy", "--yes", "--json", "--key", "study.key").json()
    #expect((last["entry"] as? [String: Any])?["kind"] as? String == "destruction")
    #expect(workspace.names == ["lone", "other.key", "study.csv", "study.key"])
  }
}
