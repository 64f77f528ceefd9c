// `unlearn fit`, `show` and `digest`.

import Foundation
import Testing

struct FitTests {
  @Test("JSON has the keys and the numbers of the table")
  func json() throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "model", "--json")
    let report = try run.json()
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(
      Set(report.keys) == [
        "records", "participants", "dimension", "clusters", "inertia", "digest", "seconds",
        "total_seconds", "provider",
      ])
    #expect(report["records"] as? Int == 90)
    #expect(report["participants"] as? Int == 40)
    #expect(report["dimension"] as? Int == 3)
    #expect(report["clusters"] as? Int == 3)
    #expect(try #require(report["inertia"] as? Double) > 0)
    #expect(try report["digest"] as? String == String(workspace.digest("model").dropLast()))
    let seconds = try #require(report["seconds"] as? Double)
    #expect(seconds > 0)
    #expect(try seconds < #require(report["total_seconds"] as? Double))
  }

  @Test("People get a short summary")
  func summary() throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "3", "--output", "model")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(
      run.lines.map { $0.prefix { $0 != " " } } == [
        "Model", "Fitted", "Clusters", "Inertia", "Time", "Digest",
      ])
    #expect(run.lines[1] == "Fitted    90 records of 40 participants, 3 features")
    #expect(run.lines[2] == "Clusters  3")
    #expect(run.lines[5] == "Digest    " + (try workspace.digest("model").dropLast()))
  }

  @Test("The digest is one line of 64 hexadecimal digits")
  func digest() throws {
    let line = try Workspace.withTable(fitted: true).digest("model")
    #expect(line.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
  }

  @Test("show tells what was asked for and what it came to")
  func show() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let report = try workspace.run("show", "model", "--json").json()
    #expect(
      Set(report.keys) == [
        "method", "records", "participants", "dimension", "clusters", "inertia", "digest",
        "features", "cluster_sizes", "settings", "resolved", "encrypted",
      ])
    #expect(report["features"] as? [String] == ["age", "weight", "height"])
    #expect((report["cluster_sizes"] as? [Int])?.reduce(0, +) == 90)
    let settings = try #require(report["settings"] as? [String: Any])
    #expect(settings["clusters"] as? Int == 3)
    #expect(settings["iterations"] as? Int == 10)
    #expect(settings["epsilon"] is NSNull)
    #expect(settings["balance"] as? String == "1/20")
    #expect(settings["seed"] as? Int == 0)
    #expect(settings["id"] as? String == "participant")
    let resolved = try #require(report["resolved"] as? [String: Any])
    #expect(try #require(resolved["epsilon"] as? Double) > 0)
    #expect(try #require(resolved["unit"] as? Double) > 0)
    #expect(resolved["best_round"] is Int)

    let lines = try workspace.run("show", "model").lines
    #expect(lines[2] == "Records   90 records of 40 participants")
    #expect(lines[4] == "Features  3: age, weight, height")
    #expect(
      lines.contains(
        "Settings  clusters 3, iterations 10, restarts 1, epsilon automatic, balance 1/20, seeding sample automatic, seed 0"
      ))
  }

  @Test("Every setting can be given, and the largest seed is kept")
  func settings() throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "2", "--iterations", "4", "--epsilon",
      "0.5", "--balance", "0.1", "--seed", "18446744073709551615", "--threads", "1", "--method",
      "quantized", "--output", "model", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let text = try workspace.run("show", "model", "--json").text
    #expect(text.contains(#""clusters": 2, "iterations": 4, "restarts": 1, "epsilon": 0.5, "#))
    #expect(text.contains(#""seed": 18446744073709551615"#))
    #expect(text.contains(#""epsilon": 0.5, "seeding_share": 1.0, "best_round""#))
  }

  @Test(
    "Features are named in several ways",
    arguments: [
      ["--features", "age", "--features", "weight"],
      ["--features", "age", "weight"],
      ["--features", "age,weight"].dropLast() + ["?ge", "w*t"],
    ])
  func features(arguments: [String]) throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      ["fit", "study.csv"] + arguments + ["--id", "participant", "--clusters", "2", "--output", "model"])
    #expect(run.status == 0, "\(run.errors)")
    let report = try workspace.run("show", "model", "--json").json()
    #expect(report["features"] as? [String] == ["age", "weight"])
  }

  @Test("With one name each, options may stand before the input")
  func optionsFirst() throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      "fit", "--features", "age", "--clusters", "2", "--output", "model", "study.csv")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("Without ids, row numbers are taken, and the tool says so")
  func rowNumbers() throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      "fit", "study.csv", "--features", "age", "--clusters", "2", "--output", "model", "--json")
    #expect(try run.json()["participants"] as? Int == 90)
    #expect(run.errors == "unlearn: note: without --id or --ids, the ids are row numbers from 0.\n")
  }

  @Test("Ids may come from a file")
  func idsFile() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let rows = SmallTable.rows().map { $0.split(separator: ",") }
    try workspace.write(rows.map { $0[0] + "\n" }.joined(), to: "ids.txt")
    try workspace.write(
      "age,weight,height\n" + rows.map { $0.dropFirst().joined(separator: ",") + "\n" }.joined(),
      to: "bare.csv")
    let run = try workspace.run(
      "fit", "bare.csv", "--ids", "ids.txt", "--clusters", "3", "--output", "other")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.isEmpty)
    #expect(try workspace.digest("other") == workspace.digest("model"))
  }

  @Test("A table comes on standard input too")
  func standardInput() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run(
      "fit", "-", "--id", "participant", "--clusters", "3", "--output", "other",
      input: SmallTable.csv())
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.digest("other") == workspace.digest("model"))
  }

  @Test("Neither the order of rows nor the threads change the digest")
  func order() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write(
      ([SmallTable.header] + SmallTable.rows().reversed()).joined(separator: "\r\n"), to: "reversed.csv")
    for threads in ["1", "3"] {
      let run = try workspace.run(
        "fit", "reversed.csv", "--id", "participant", "--clusters", "3", "--threads", threads,
        "--output", "other\(threads)")
      #expect(run.status == 0, "\(run.errors)")
      #expect(try workspace.digest("other\(threads)") == workspace.digest("model"))
    }
  }

  @Test("--like takes settings, seed, id column and features; what is given wins")
  func like() throws {
    let workspace = try Workspace.withTable()
    let settings = ["--id", "participant", "--features", "age", "height"]
    let first = try workspace.run(
      ["fit", "study.csv"] + settings
        + ["--clusters", "4", "--iterations", "5", "--seed", "9", "--balance", "1/10", "--output", "first"])
    #expect(first.status == 0, "\(first.errors)")
    let second = try workspace.run("fit", "study.csv", "--like", "first", "--output", "second")
    #expect(second.status == 0, "\(second.errors)")
    #expect(try workspace.digest("first") == workspace.digest("second"))

    let third = try workspace.run(
      "fit", "study.csv", "--like", "first", "--seed", "10", "--clusters", "2", "--output", "third")
    #expect(third.status == 0, "\(third.errors)")
    let report = try workspace.run("show", "third", "--json").json()
    let shown = try #require(report["settings"] as? [String: Any])
    #expect(shown["clusters"] as? Int == 2)
    #expect(shown["iterations"] as? Int == 5)
    #expect(shown["seed"] as? Int == 10)
    #expect(shown["balance"] as? String == "1/10")
    #expect(report["features"] as? [String] == ["age", "height"])
  }

  @Test("--like leaves automatic what was automatic")
  func likeAutomatic() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write(
      SmallTable.csv().replacingOccurrences(of: "15", with: "95"), to: "larger.csv")
    #expect(try workspace.run("fit", "larger.csv", "--like", "model", "--output", "other").status == 0)
    let report = try workspace.run("show", "other", "--json").json()
    #expect(try #require(report["settings"] as? [String: Any])["epsilon"] is NSNull)
  }

  @Test("--force replaces a model, the one of --like included")
  func force() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let before = try workspace.digest("model")
    let run = try workspace.run(
      "fit", "study.csv", "--like", "model", "--clusters", "2", "--output", "model", "--force")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.digest("model") != before)
    #expect(try workspace.run("verify", "model").status == 0)
    #expect(workspace.names == ["model", "study.csv"])
  }

  @Test(
    "Fewer distinct points than clusters give fewer clusters, and a note",
    arguments: [
      ("quantized", "the records have fewer distinct points than 5"),
      ("divide-and-conquer", "fewer than 5 distinct centroids reached the root of the tree"),
    ])
  func fewPoints(method: String, lack: String) throws {
    let workspace = try Workspace()
    try workspace.write("x\n1\n1\n2\n", to: "few.csv")
    let run = try workspace.run(
      "fit", "few.csv", "--clusters", "5", "--method", method, "--output", "model", "--json")
    #expect(try run.json()["clusters"] as? Int == 2)
    #expect(run.errors.contains("unlearn: note: \(lack), so the model has 2 clusters.\n"))
  }

  @Test("A column that is lost on the lattice is named")
  func flatColumn() throws {
    let workspace = try Workspace()
    try workspace.write("id,big,tiny,still\na,1e9,1e-9,3\nb,2e9,2e-9,3\nc,3e9,3e-9,3\n", to: "flat.csv")
    let run = try workspace.run("fit", "flat.csv", "--id", "id", "--clusters", "2", "--output", "model")
    #expect(run.status == 0)
    #expect(run.errors.contains("the column tiny varies by less than one step of the lattice"))
    #expect(!run.errors.contains("still"))
    #expect(!run.errors.contains("big"))
  }
}
