// `unlearn log`, `receipt`, `audit` and `keygen`.

import Foundation
import ModelStore
import Testing

struct LedgerCommandTests {
  /// A signed model from which p03 and p17 were withdrawn.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace.withTable()
    let key = try workspace.run("keygen", "steward.key")
    #expect(key.status == 0)
    let fit = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "model", "--sign-with",
      "steward.key")
    #expect(fit.status == 0, "\(fit.errors)")
    let run = try workspace.run(
      "withdraw", "model", "-", "--sign-with", "steward.key", input: "p03\np17\nnobody\n")
    #expect(run.status == 0, "\(run.errors)")
    return workspace
  }

  @Test("keygen makes a file for its owner alone, and prints the public half")
  func keys() throws {
    let workspace = try Workspace()
    let run = try workspace.run("keygen", "steward.key")
    #expect(run.text.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    #expect(try workspace.text("steward.key").wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    let attributes = try FileManager.default.attributesOfItem(atPath: workspace.path("steward.key"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(try workspace.run("keygen", "steward.key").status == 73)
    #expect(workspace.names == ["steward.key"])
  }

  @Test("log tells what was done")
  func log() throws {
    let workspace = try workspace()
    let lines = try workspace.run("log", "model").lines
    #expect(lines.count == 2)
    #expect(
      lines[0].wholeMatch(of: /\ {3}0  \S{20}  fit         90 records of 40 participants; signed/) != nil)
    #expect(
      lines[1].wholeMatch(
        of:
          /\ {3}1  \S{20}  withdrawal  2 of 3 ids, with \d records; \d+ records of 38 participants left; signed/
      ) != nil)
    let report = try workspace.run("log", "model", "--json").json()
    let entries = try #require(report["entries"] as? [[String: Any]])
    #expect(entries.count == 2)
    #expect(entries[1]["requested"] as? Int == 3)
    #expect(entries[1]["unknown"] as? Int == 1)
    #expect(try entries[1]["digest_after"] as? String == String(workspace.digest("model").dropLast()))
    #expect(entries[1]["previous"] as? String == entries[0]["hash"] as? String)
    #expect(entries[0]["digest_before"] is NSNull)
    let text = try workspace.run("log", "model", "--json").text
    #expect(!["p03", "p17", "nobody"].contains { text.contains($0) })
  }

  @Test("A receipt's signature, and the entry's, can be checked by anybody")
  func receipt() throws {
    let workspace = try workspace()
    let run = try workspace.run("receipt", "model", "--id", "p03", "--sign-with", "steward.key")
    #expect(run.status == 0)
    let receipt = try run.json()
    #expect(receipt["id"] as? String == "p03")
    #expect(receipt["status"] as? String == "withdrawn")
    #expect(receipt["entry"] as? Int == 1)
    #expect((receipt["withdrawn_at"] as? String)?.hasSuffix("Z") == true)
    let signed = try #require(run.text.range(of: ",\n  \"public_key\": "))
    let text = run.text[..<signed.lowerBound] + "\n}\n"
    let publicKey = try bytes(receipt["public_key"])
    #expect(try SigningKey.isValid(bytes(receipt["signature"]), of: Array(text.utf8), publicKey: publicKey))
    let content = try bytes(receipt["entry_content"])
    #expect(
      try SigningKey.isValid(
        bytes(receipt["entry_signature"]), of: Array("unlearn ledger entry\0".utf8) + content,
        publicKey: bytes(receipt["entry_public_key"])))
  }

  private func bytes(_ digits: Any?) throws -> [UInt8] {
    let digits = try #require(digits as? String)
    return stride(from: 0, to: digits.count, by: 2).compactMap { place in
      UInt8(digits.dropFirst(place).prefix(2), radix: 16)
    }
  }

  @Test("A receipt tells who is there from who is not known")
  func otherReceipts() throws {
    let workspace = try workspace()
    let present = try workspace.run("receipt", "model", "--id", "p04", "--json").json()
    #expect(present["status"] as? String == "present")
    #expect(present["signature"] is NSNull && present["entry"] is NSNull)
    let unknown = try workspace.run("receipt", "model", "--id", "nobody").json()
    #expect(unknown["status"] as? String == "unknown")
    // Withdrawn and then, by another fit in the model's place, there again.
    let fit = try workspace.run("fit", "study.csv", "--like", "model", "--output", "model", "--force")
    #expect(fit.status == 0, "\(fit.errors)")
    let again = try workspace.run("receipt", "model", "--id", "p03").json()
    #expect(again["status"] as? String == "present")
    #expect(again["withdrawn_at"] is String)
    #expect(try workspace.run("audit", "model").status == 0)
  }

  @Test("An audit with the remaining records passes; with others it ends with code 65")
  func audit() throws {
    let workspace = try workspace()
    try workspace.write(SmallTable.csv(without: ["p03", "p17"]), to: "left.csv")
    let run = try workspace.run("audit", "model", "--records", "left.csv", "--json")
    #expect(run.status == 0, "\(run.text)")
    let report = try run.json()
    #expect(report["passed"] as? Bool == true)
    let checks = try #require(report["checks"] as? [[String: Any]])
    #expect(
      checks.map { $0["name"] as? String } == [
        "chain", "signatures", "history", "digest", "commitment", "absence", "records", "refit",
      ])
    #expect(try workspace.run("audit", "model").lines.last?.hasPrefix("Digest ") == true)

    let other = try workspace.run("audit", "model", "--records", "study.csv", "--json")
    #expect(other.status == 65)
    #expect(other.errors.isEmpty)
    let failed = try #require(try other.json()["checks"] as? [[String: Any]])
      .filter { $0["passed"] as? Bool == false }
    #expect(failed.map { $0["name"] as? String } == ["records", "refit"])
    let detail = try #require(failed.first?["detail"] as? String)
    #expect(detail.hasSuffix(" of the table: 2 participants only in the table"), "\(detail)")
    try workspace.write(SmallTable.csv(without: ["p03", "p05", "p17"]) + "p04,1,2,3\n", to: "more.csv")
    let more = try workspace.run("audit", "model", "--records", "more.csv")
    #expect(more.status == 65)
    #expect(more.text.contains(": 1 participant only stored, 1 participant with other records\n"))
  }

  @Test("An audit finds a ledger that was changed")
  func damage() throws {
    let workspace = try workspace()
    var bytes = try workspace.read("model/ledger")
    bytes[200] ^= 1
    try workspace.write(bytes, to: "model/ledger")
    let run = try workspace.run("audit", "model")
    #expect(run.status == 65)
    #expect(run.lines[1].hasPrefix("Chain    NO: the ledger is damaged: "))
    let log = try workspace.run("log", "model")
    #expect(log.status == 65)
    #expect(log.errors.hasPrefix("unlearn: model: the file ledger is damaged: "))
  }

  @Test("Wrong keys and key files are refused before anything changes")
  func wrongKeys() throws {
    let workspace = try workspace()
    let before = try workspace.snapshot("model")
    #expect(try workspace.run("keygen", "other.key").status == 0)
    try workspace.write("not a key\n", to: "bad.key")
    for (file, status) in [("other.key", 65), ("bad.key", 65), ("missing.key", 66)] as [(String, Int32)] {
      let run = try workspace.run("withdraw", "model", "-", "--sign-with", file, input: "p05\n")
      #expect(run.status == status)
      #expect(run.errors.split(separator: "\n").count == 1)
    }
    #expect(try workspace.snapshot("model") == before)
    let fit = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "new", "--sign-with",
      "bad.key")
    #expect(fit.status == 65)
    #expect(!workspace.exists("new"))
  }

  @Test("Options that do not go together are refused")
  func usage() throws {
    let workspace = try workspace()
    #expect(try workspace.run("receipt", "model").status == 64)
    #expect(try workspace.run("audit", "model", "--id", "participant").status == 64)
    #expect(try workspace.run("audit", "missing").status == 66)
    #expect(try workspace.run("audit", "model", "--records", "missing.csv").status == 66)
  }

  @Test("A key that others have access to does not sign")
  func openKey() throws {
    let workspace = try workspace()
    for (mode, status) in [(0o640, 65), (0o604, 65), (0o622, 65), (0o400, 0), (0o600, 0)] as [(Int, Int32)] {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: workspace.path("steward.key"))
      let run = try workspace.run("receipt", "model", "--id", "p03", "--sign-with", "steward.key")
      #expect(run.status == status && run.errors.contains("chmod 600") == (status != 0), "\(run.errors)")
      #expect(run.output.isEmpty == (status != 0))
    }
  }
}
