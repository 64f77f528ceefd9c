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

  @Test("So does one in the place of an encrypted model; in the place of a damaged one nobody can tell")
  func returningEncrypted() throws {
    let workspace = try Workspace.withTable(fitted: true, isEncrypted: true)
    #expect(try workspace.run("withdraw", "model", "-", input: "p03\n").status == 0)
    let again = Self.fit + ["model", "--force"]
    #expect(try workspace.run(again).errors.contains("note: 1 id of this table was withdrawn"))
    let damaged = try Workspace.withTable(fitted: true)
    #expect(try damaged.run("withdraw", "model", "-", input: "p03\n").status == 0)
    try damaged.write("damaged", to: "model/ledger")
    let run = try damaged.run(again)
    #expect(run.status == 0 && run.errors.contains("note: the model that is replaced is damaged"))
  }

  @Test("Ids with a space at an end are told at the fit, since lists leave such spaces out")
  func paddedIDs() throws {
    let workspace = try Workspace()
    try workspace.write("id,a\n1 ,2\n\t2,3\n3,5\n 4 5,6\n", to: "study.csv")
    let run = try workspace.run(["fit", "study.csv", "--id", "id", "--clusters", "2", "--output", "model"])
    #expect(run.status == 0 && run.errors.contains("note: 3 records have ids with a space at an end"))
    let withdrawal = try workspace.run("withdraw", "model", "-", input: "1\n\"1 \"\n")
    #expect(withdrawal.text.contains("Withdrawn  1 of 2 ids"))
  }

  @Test("A list with another separator is told where some of its ids are known")
  func separators() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("withdraw", "model", "-", input: "p03\np04;x\np05\tx\n")
    #expect(run.status == 0 && run.errors.contains("note: 2 unknown ids have a semicolon or a tab inside"))
  }

  @Test(
    "A withdrawal whose result cannot be written says that it is made",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "the system has no /dev/full"))
  func savedButUntold() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.shell("echo p03 | \"$unlearn\" withdraw model - >/dev/full")
    #expect(run.status == 74 && run.errors.contains("model: the withdrawal is made and saved."))
    #expect(try workspace.run("log", "model").text.contains("1 of 1 id"))
    let dry = try workspace.shell("echo p04 | \"$unlearn\" withdraw model - --dry-run >/dev/full")
    #expect(dry.status == 74 && !dry.errors.contains("saved"))
  }

  @Test("A dry run fails where the withdrawal would: the ledger is damaged")
  func dryRunOfDamaged() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("damaged", to: "model/ledger")
    for option in [[], ["--dry-run"]] {
      #expect(try workspace.run(["withdraw", "model", "-"] + option, input: "p03\n").status == 65)
    }
  }

  @Test("No file is made inside of a model's folder, where no withdrawal would look for it")
  func outputsInModels() throws {
    let workspace = try Workspace.withTable(fitted: true)
    for place in ["model/labels.csv", "model/segments/labels.csv"] {
      let run = try workspace.run("export", "model", "--labels", place)
      #expect(run.status == 73 && run.errors.contains("is a model's folder"), "\(run.errors)")
      #expect(!workspace.exists(place))
    }
  }

  @Test("Columns of a table without a header are called by their places: the names may be values")
  func numbersAsNames() throws {
    let workspace = try Workspace()
    try workspace.write("P001,F,34.5\nP002,M,40\n", to: "study.csv")
    let run = try workspace.run("fit", "study.csv", "--clusters", "1", "--output", "model")
    #expect(run.status == 65 && run.errors.contains("line 2, column '#1'"), "\(run.errors)")
    #expect(!run.errors.contains("P00") && !run.errors.contains("34.5"))
  }

  @Test("A word of the command line that is no text is refused: it would be taken for another id")
  func argumentsAreText() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.shell("\"$unlearn\" receipt model --id $(printf '\\351')")
    #expect(run.status == 64 && run.errors.contains("no UTF-8 text"), "\(run.errors)")
  }

  @Test(
    "Without ids, the note says that every column is a feature, where none was chosen",
    arguments: [
      ([], ", and every column is a feature"),
      (["--weight", "times"], ", and every column but that of the weights is a feature"),
      (["--features", "age"], ""),
    ] as [([String], String)])
  func rowNumbers(options: [String], features: String) throws {
    let workspace = try Workspace()
    try workspace.write("age,height,times\n1,2,3\n4,5,6\n", to: "study.csv")
    let run = try workspace.run(["fit", "study.csv", "--clusters", "2", "--output", "model"] + options)
    #expect(run.status == 0)
    #expect(
      run.errors == "unlearn: note: without --id or --ids, the ids are row numbers from 0\(features).\n")
  }

  @Test("An audit with a table whose ids nobody names says what the ids are")
  func auditOfRowNumbers() throws {
    let workspace = try Workspace()
    try workspace.write("age,height\n1,2\n3,4\n", to: "bare.csv")
    try workspace.write("a\nb\n", to: "ids.txt")
    let fit = ["fit", "bare.csv", "--ids", "ids.txt", "--clusters", "2", "--output", "model"]
    #expect(try workspace.run(fit).status == 0)
    let audit = ["audit", "model", "--records", "bare.csv"]
    let run = try workspace.run(audit)
    #expect(run.status == 65)
    #expect(run.errors == "unlearn: note: without --id or --ids, the ids are row numbers from 0.\n")
    let named = try workspace.run(audit + ["--ids", "ids.txt"])
    #expect(named.status == 0 && named.errors.isEmpty)
    #expect(named.text.contains("ids that were withdrawn since the last fit\n"))
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

  @Test(
    "A value that cannot be is told with what may stand there",
    arguments: [
      (["--clusters", "six"], "It must be a whole number from 1 to 65535."),
      (["--clusters", "0"], "It must be a whole number from 1 to 65535."),
      (["--threads", "1.5"], "It must be a whole number of at least 1."),
      (["--seed", "-1"], "It must be a whole number from 0 to 2^64 - 1."),
      (["--epsilon", "wide"], "It must be a number above 0."),
      (["--scale", "minmax", "--domain", "age=5:1"], "LOW must be below HIGH."),
      (
        ["--scale", "minmax", "--domain", "age=5"],
        "It must be LOW:HIGH or COLUMN=LOW:HIGH, with two numbers."
      ),
    ] as [([String], String)])
  func values(options: [String], reason: String) throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(Self.fit + ["model"] + options)
    #expect(run.status == 64)
    let start =
      "unlearn: The value '\(options[options.count - 1])' is invalid for '\(options[options.count - 2]) <"
    #expect(run.errors.hasPrefix(start), "\(run.errors)")
    #expect(run.errors.hasSuffix(">': \(reason) See 'unlearn fit --help'.\n"), "\(run.errors)")
  }

  @Test("The ids are no feature, unless a model has them as one")
  func idsAsFeature() throws {
    let workspace = try Workspace()
    try workspace.write("person,age\n1,2\n3,4\n", to: "study.csv")
    let fit = ["fit", "study.csv", "--clusters", "2", "--output"]
    for features in [["--features", "person"], ["--features", "age", "person"]] {
      let run = try workspace.run(fit + ["model", "--id", "person"] + features)
      #expect(run.status == 64)
      #expect(
        run.errors == "unlearn: --features: the column person holds the ids, so it cannot be a feature.\n")
    }
    #expect(try workspace.run(fit + ["model"]).status == 0)
    let like = ["fit", "study.csv", "--like", "model", "--id", "person", "--output", "other"]
    #expect(try workspace.run(like).status == 0)
  }

  @Test("--force says why it does not replace what is no model")
  func forced() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let reason = "study.csv: this exists already and is no model, so --force does not replace it.\n"
    #expect(try workspace.run(Self.fit + ["study.csv", "--force"]).errors == "unlearn: \(reason)")
    let unforced = try workspace.run(Self.fit + ["model"])
    #expect(unforced.errors == "unlearn: model: this exists already.\n")
  }

  // MARK: - Tables and lists

  @Test("A cell that is no number is told with the options that help")
  func cells() throws {
    let workspace = try Workspace()
    try workspace.write("id,x,y\na,1,2\nb,,4\n", to: "gap.csv")
    try workspace.write("id,x,sex\na,1,male\n", to: "text.csv")
    let fit = ["--id", "id", "--clusters", "1", "--output", "model"]
    let gap = try workspace.run(["fit", "gap.csv"] + fit)
    #expect(gap.status == 65)
    #expect(
      gap.errors
        == "unlearn: gap.csv, line 3, column 'x': is empty or no finite number; --missing mean fills in missing "
        + "values, and --features can leave the column out.\n")
    let text = try workspace.run(["fit", "text.csv", "--missing", "mean"] + fit)
    #expect(text.status == 65)
    #expect(
      text.errors
        == "unlearn: text.csv, line 2, column 'sex': is empty or no finite number; --features can leave the "
        + "column out.\n")
  }

  @Test("A column that is not there is told with those that are, unless they may be a record's values")
  func columns() throws {
    let workspace = try Workspace.withTable()
    let fit = ["--id", "person", "--clusters", "2", "--output", "model"]
    #expect(
      try workspace.run(["fit", "study.csv"] + fit).errors
        == "unlearn: study.csv, line 1: no column 'person'; the columns are 'participant', 'age', 'weight', "
        + "'height'\n")
    try workspace.write("p01;8675309;f\np02;2;m\n", to: "bare.csv")
    #expect(
      try workspace.run(["fit", "bare.csv"] + fit).errors
        == "unlearn: bare.csv, line 1: no column 'person'\n")
  }

  @Test("A table in the place of a list is told what a list is")
  func tableAsList() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("withdraw", "model", "study.csv")
    #expect(run.status == 65)
    #expect(
      run.errors
        == "unlearn: study.csv, line 1: more than one column; a list is one column of ids, without a header\n"
    )
  }
}
