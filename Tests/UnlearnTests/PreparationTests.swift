import Foundation
import Testing

/// What is done to records before they are clustered, by the tool's options.
struct PreparationTests {
  static let preparations = [
    ["--scale", "minmax"], ["--scale", "standard"], ["--project", "2"], ["--pca", "2"],
    ["--scale", "minmax", "--domain", "0:200", "--domain", "age=10:110"],
    ["--scale", "standard", "--pca", "2", "--whiten"],
    ["--scale", "minmax", "--project", "5", "--pca", "3"],
  ]

  /// A withdrawal from the small table with a preparation, and what a fit without them gives.
  @Test("A withdrawal is a fit without them, and verify agrees", arguments: preparations)
  func withdraw(options: [String]) throws {
    let workspace = try Workspace.withTable()
    let gone: Set = ["p03", "p17", "p39"]
    try workspace.write(SmallTable.csv(without: gone), to: "rest.csv")
    try workspace.write(gone.sorted().joined(separator: "\n") + "\n", to: "list.csv")
    let fit = ["--id", "participant", "--clusters", "3"] + options
    #expect(try workspace.run(["fit", "study.csv", "--output", "model"] + fit).status == 0)
    #expect(try workspace.run(["fit", "rest.csv", "--output", "rest"] + fit).status == 0)
    let withdrawal = try workspace.run("withdraw", "model", "list.csv", "--json")
    #expect(try withdrawal.json()["withdrawn"] as? Int == 3)
    #expect(try workspace.digest("model") == workspace.digest("rest"))
    #expect(try workspace.run("verify", "model").status == 0)
    #expect(try workspace.run("audit", "model", "--records", "rest.csv", "--id", "participant").status == 0)
    let like = try workspace.run("fit", "rest.csv", "--like", "model", "--output", "like")
    #expect(like.status == 0, "\(like.errors)")
    #expect(try workspace.digest("like") == workspace.digest("rest"))
  }

  @Test("Labels of the model's own records are those that assign gives", arguments: preparations)
  func assign(options: [String]) throws {
    let workspace = try Workspace.withTable()
    let fit = ["fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "model"]
    #expect(try workspace.run(fit + options).status == 0)
    #expect(
      try workspace.run("export", "model", "--labels", "labels.csv", "--centroids", "c.csv").status == 0)
    let assigned = try workspace.run("assign", "model", "study.csv", "--id", "participant")
    #expect(assigned.status == 0, "\(assigned.errors)")
    #expect(try assigned.output == workspace.read("labels.csv"))
    // The groups of the table are 20 years apart, so centroids in its units are within it.
    let lines = try workspace.text("c.csv").split(separator: "\n").dropFirst()
    let ages = lines.compactMap { Double($0.split(separator: ",")[1]) }
    #expect(ages.count == 3 && ages.allSatisfy { (15...70).contains($0) }, "\(ages)")
  }

  @Test("show tells the steps that were asked for, and what they learnt")
  func show() throws {
    let workspace = try Workspace.withTable()
    let fit = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "3", "--scale", "standard", "--pca", "2",
      "--output", "model", "--json")
    let report = try workspace.run("show", "model", "--json").json()
    let settings = try #require(report["settings"] as? [String: Any])
    let asked = try #require(settings["preparation"] as? [[String: Any]])
    #expect(asked.map { $0["step"] as? String } == ["standard", "pca"])
    #expect(asked[1]["dimensions"] as? Int == 2 && asked[1]["whiten"] as? Bool == false)
    let resolved = try #require(report["resolved"] as? [String: Any])
    let learnt = try #require(resolved["preparation"] as? [[String: Any]])
    #expect((learnt[0]["scale"] as? [Double])?.count == 3)
    #expect((learnt[1]["axis_2"] as? [Double])?.count == 3 && learnt[1]["axis_3"] == nil)
    #expect(try fit.json()["prepared_inertia"] as? Double == report["prepared_inertia"] as? Double)
    #expect(try fit.json()["inertia"] as? Double == report["inertia"] as? Double)
    let text = try workspace.run("show", "model").text
    #expect(text.contains("columns standardised, 2 principal components"))
    #expect(text.contains("in the input's units"))
  }

  @Test("Missing values are refused with their place, and filled where that is asked for")
  func missing() throws {
    let workspace = try Workspace()
    let lines = SmallTable.rows().enumerated().map { line, row in
      var fields = row.split(separator: ",").map(String.init)
      if line % 9 == 4 { fields[1 + line % 3] = ["", "NA", "NaN", " null ", "\"\""][line % 5] }
      return fields.joined(separator: ",")
    }
    try workspace.write(([SmallTable.header] + lines).joined(separator: "\n") + "\n", to: "gaps.csv")
    let fit = ["fit", "gaps.csv", "--id", "participant", "--clusters", "3", "--output", "model"]
    let refused = try workspace.run(fit)
    #expect(refused.status == 65)
    #expect(refused.errors.contains("line 6, column"), "\(refused.errors)")
    #expect(!workspace.exists("model"))
    let filled = try workspace.run(fit + ["--missing", "mean", "--scale", "minmax"])
    #expect(filled.status == 0, "\(filled.errors)")
    let audit = try workspace.run("audit", "model", "--records", "gaps.csv")
    #expect(audit.status == 0, "\(audit.errors)")
    try workspace.write("p03\n", to: "list.csv")
    #expect(try workspace.run("withdraw", "model", "list.csv").status == 0)
    #expect(try workspace.run("verify", "model").status == 0)
    let assigned = try workspace.run("assign", "model", "gaps.csv", "--id", "participant")
    #expect(assigned.status == 0 && assigned.lines.count == 91, "\(assigned.errors)")
    #expect(try workspace.run("benchmark", "gaps.csv", "--like", "model", "--deletions", "5").status == 0)
  }

  @Test(
    "What cannot be is a usage error, or bad data where the table decides",
    arguments: [
      (["--whiten"], 64, "--pca"), (["--domain", "0:1"], 64, "--scale minmax"),
      (["--scale", "minmax", "--domain", "1:0"], 64, "--domain"), (["--pca", "0"], 64, "--pca"),
      (["--project", "70000"], 64, "--project"), (["--scale", "log"], 64, "--scale"),
      (["--pca", "4"], 64, "principal components"),
      (["--scale", "minmax", "--domain", "shoe=0:1"], 65, "shoe"),
    ] as [([String], Int32, String)])
  func errors(options: [String], status: Int32, text: String) throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      ["fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "model"] + options)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(text), "\(run.errors)")
    #expect(!workspace.exists("model"))
  }

  @Test("Options win over those of another model, one by one")
  func like() throws {
    let workspace = try Workspace.withTable()
    let first = ["fit", "study.csv", "--id", "participant", "--clusters", "3"]
    let steps = ["--scale", "standard", "--project", "4"]
    #expect(try workspace.run(first + steps + ["--output", "a"]).status == 0)
    let other = ["fit", "study.csv", "--like", "a", "--output", "b", "--scale", "minmax", "--pca", "2"]
    #expect(try workspace.run(other).status == 0)
    let same = first + ["--scale", "minmax", "--project", "4", "--pca", "2", "--output", "c"]
    #expect(try workspace.run(same).status == 0)
    #expect(try workspace.digest("b") == workspace.digest("c"))
    #expect(try workspace.digest("a") != workspace.digest("b"))
  }
}
