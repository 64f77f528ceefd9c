// Messages that say what to do, and not only what is wrong.

import Foundation
import Testing

struct MessageTests {
  private static let fit = ["fit", "study.csv", "--id", "participant", "--clusters", "3", "--output"]

  // MARK: - Notes

  @Test("A fit in the place of a model says how many of its withdrawn people come back")
  func returning() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let again = Self.fit + ["model", "--force"]
    #expect(try workspace.run(again).errors.isEmpty)
    #expect(try workspace.run("withdraw", "model", "-", input: "p03\np17\n").status == 0)
    try workspace.write(SmallTable.csv(without: ["p03", "p17"]), to: "left.csv")
    let without = again.map { $0 == "study.csv" ? "left.csv" : $0 }
    #expect(try workspace.run(without).errors.isEmpty)
    // Those who were withdrawn from a model before the one that is replaced are told too, once.
    let back = try workspace.run(again)
    #expect(back.status == 0)
    #expect(
      back.errors
        == "unlearn: note: 2 ids of this table were withdrawn from the model that is replaced; the new one has "
        + "them again.\n")
    #expect(try workspace.run(again).errors.isEmpty)
    #expect(try workspace.run("withdraw", "model", "-", input: "p04\n").status == 0)
    #expect(try workspace.run(again).errors.contains("note: 1 id of this table was withdrawn"))
  }

  @Test("So does one in the place of an encrypted model; a damaged one is replaced without a word")
  func returningEncrypted() throws {
    let workspace = try Workspace.withTable(fitted: true, isEncrypted: true)
    #expect(try workspace.run("withdraw", "model", "-", input: "p03\n").status == 0)
    let again = Self.fit + ["model", "--force"]
    #expect(try workspace.run(again).errors.contains("note: 1 id of this table was withdrawn"))
    let damaged = try Workspace.withTable(fitted: true)
    #expect(try damaged.run("withdraw", "model", "-", input: "p03\n").status == 0)
    try damaged.write("damaged", to: "model/ledger")
    let run = try damaged.run(again)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
  }

  // MARK: - Command lines

  @Test(
    "A misspelt option is told by its name, whatever its value is taken for",
    arguments: [
      (["--clusters", "3", "--iteration", "5"], "--iteration", "--iterations"),
      (["--cluster", "3"], "--cluster", "--clusters"),
      (["--clusters", "3", "--jsn"], "--jsn", "--json"),
    ])
  func misspelt(options: [String], option: String, meant: String) throws {
    let workspace = try Workspace.withTable()
    for command in [["fit", "study.csv", "--output", "model"], ["benchmark", "study.csv"]] {
      let run = try workspace.run(command + options)
      #expect(run.status == 64)
      #expect(
        run.errors
          == "unlearn: Unknown option '\(option)'. Did you mean '\(meant)'? See 'unlearn \(command[0]) --help'.\n"
      )
    }
    #expect(workspace.names == ["study.csv"])
  }

  @Test("What our own checks find is told where the parser knows all options")
  func ownChecks() throws {
    let workspace = try Workspace.withTable()
    let fit = ["fit", "study.csv", "--output", "model"]
    #expect(try workspace.run(fit).errors.contains("Missing expected argument '--clusters <k>'."))
    #expect(
      try workspace.run(fit + ["--clusters", "3", "extra"]).errors.contains("Unexpected argument 'extra'."))
  }
}
