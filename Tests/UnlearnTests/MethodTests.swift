// The methods, their options and weights, through all commands.

import Foundation
import Testing

struct MethodTests {
  private static let methods = ["quantized", "divide-and-conquer", "lloyd"]

  private func fit(_ workspace: Workspace, _ output: String, _ options: [String]) throws -> Run {
    try workspace.run(["fit", "study.csv", "--id", "participant", "--output", output] + options)
  }

  private func shown(_ workspace: Workspace, _ model: String) throws -> [String: Any] {
    try workspace.run("show", model, "--json").json()
  }

  private func settings(_ workspace: Workspace, _ model: String) throws -> [String: Any] {
    try #require(try shown(workspace, model)["settings"] as? [String: Any])
  }

  private static let ownSettings: [String: Set<String>] = [
    "quantized": ["epsilon", "balance"], "lloyd": [],
    "divide-and-conquer": ["epsilon", "balance", "leaves", "depth", "merge", "solver"],
  ]

  @Test("show tells each method's settings, and what they came to", arguments: methods)
  func show(method: String) throws {
    let workspace = try Workspace.withTable()
    let run = try fit(workspace, "model", ["--clusters", "3", "--method", method, "--json"])
    #expect(run.status == 0, "\(run.errors)")
    let report = try shown(workspace, "model")
    #expect(report["method"] as? String == method)
    #expect((report["cluster_sizes"] as? [Int])?.reduce(0, +) == 90)
    #expect(try report["inertia"] as? Double == run.json()["inertia"] as? Double)
    let settings = try settings(workspace, "model")
    let common: Set = [
      "method", "clusters", "iterations", "restarts", "seeding_sample", "seed", "preparation", "id", "weight",
    ]
    #expect(Set(settings.keys) == common.union(Self.ownSettings[method] ?? []))
    #expect(settings["method"] as? String == method)
    #expect(settings["restarts"] as? Int == (method == "divide-and-conquer" ? 4 : 1))
    #expect(settings["weight"] is NSNull && settings["seeding_sample"] is NSNull)
    #expect(
      method == "divide-and-conquer" || (report["resolved"] as? [String: Any])?["seeding_share"] as? Int == 1)
    let resolved = try #require(report["resolved"] as? [String: Any])
    let keys: Set =
      method == "divide-and-conquer"
      ? ["leaves", "depth", "width"] : ["seeding_share", "best_run", "best_round"]
    #expect(Set(resolved.keys).subtracting(["unit", "epsilon", "preparation"]) == keys)
    #expect(resolved.keys.contains("epsilon") || method != "quantized")
    let lines = try workspace.run("show", "model").lines
    #expect(lines[1] == "Method    \(method)")
  }

  @Test("A withdrawal is a fit without them, and verify agrees", arguments: methods)
  func withdraw(method: String) throws {
    let workspace = try Workspace.withTable()
    let options = ["--clusters", "3", "--method", method, "--restarts", "2", "--seed", "5"]
    #expect(try fit(workspace, "model", options).status == 0)
    let list = "p03\np17\np20\nnobody\n"
    let report = try workspace.run("withdraw", "model", "-", "--json", input: list).json()
    #expect(report["withdrawn"] as? Int == 3)
    #expect(report["changed_nodes"] is Int)
    try workspace.write(SmallTable.csv(without: ["p03", "p17", "p20"]), to: "left.csv")
    #expect(try workspace.run("fit", "left.csv", "--like", "model", "--output", "fresh").status == 0)
    #expect(try workspace.digest("model") == workspace.digest("fresh"))
    #expect(try report["digest"] as? String == String(workspace.digest("fresh").dropLast()))
    let verified = try workspace.run("verify", "model", "--json")
    #expect(verified.status == 0)
    #expect(try verified.json()["exact"] as? Bool == true)
    #expect(try workspace.run("export", "model", "--centroids", "c.csv", "--labels", "l.csv").status == 0)
    let assigned = try workspace.run("assign", "model", "left.csv", "--id", "participant")
    #expect(try Set(assigned.lines) == Set(workspace.text("l.csv").split(separator: "\n").map(String.init)))
  }

  @Test("A benchmark of each method is exact", arguments: methods)
  func benchmark(method: String) throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      "benchmark", "study.csv", "--id", "participant", "--clusters", "3", "--method", method,
      "--deletions", "9", "--batch", "2", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json()["exact"] as? Bool == true)
  }

  @Test("The tree's options are kept as they are given")
  func treeOptions() throws {
    let workspace = try Workspace.withTable()
    let run = try fit(
      workspace, "model",
      [
        "--clusters", "2", "--method", "divide-and-conquer", "--leaves", "5", "--depth", "2", "--merge",
        "unweighted", "--solver", "lloyd", "--restarts", "3",
      ])
    #expect(run.status == 0, "\(run.errors)")
    let settings = try settings(workspace, "model")
    #expect(settings["leaves"] as? Int == 5 && settings["depth"] as? Int == 2)
    #expect(settings["merge"] as? String == "unweighted" && settings["solver"] as? String == "lloyd")
    #expect(settings["restarts"] as? Int == 3)
    let resolved = try #require(try shown(workspace, "model")["resolved"] as? [String: Any])
    #expect(
      resolved["leaves"] as? Int == 5 && resolved["depth"] as? Int == 2 && resolved["width"] as? Int == 3)
  }

  @Test("Each option of the tree, and restarts, make another model")
  func optionsMatter() throws {
    let workspace = try Workspace.withTable()
    let tree = ["--method", "divide-and-conquer"]
    let options = [
      [], ["--restarts", "2"], ["--seeding-sample", "5"], ["--seeding-sample", "all"], ["--method", "lloyd"],
      tree, tree + ["--leaves", "3"],
      tree + ["--depth", "2"],
      tree + ["--merge", "unweighted"], tree + ["--solver", "lloyd"], tree + ["--restarts", "1"],
    ]
    var digests = Set<String>()
    for (index, options) in options.enumerated() {
      #expect(try fit(workspace, "m\(index)", ["--clusters", "3"] + options).status == 0)
      digests.insert(try workspace.digest("m\(index)"))
    }
    #expect(digests.count == options.count)
  }

  @Test(
    "An option that the method does not have, or that is out of range, is a usage error",
    arguments: [
      ["--leaves", "4"], ["--depth", "1"], ["--merge", "weighted"], ["--solver", "lloyd"],
      ["--method", "quantized", "--leaves", "4"], ["--method", "lloyd", "--depth", "2"],
      ["--method", "lloyd", "--merge", "weighted"], ["--method", "lloyd", "--epsilon", "1"],
      ["--method", "lloyd", "--balance", "0"], ["--restarts", "0"], ["--restarts", "1001"],
      ["--restarts", "x"], ["--seeding-sample", "0"], ["--seeding-sample", "some"],
      ["--seeding-sample", "1073741825"],
      ["--method", "divide-and-conquer", "--leaves", "0"],
      ["--method", "divide-and-conquer", "--leaves", "1048577"],
      ["--method", "divide-and-conquer", "--depth", "9"], ["--method", "divide-and-conquer", "--depth", "0"],
      ["--method", "divide-and-conquer", "--merge", "heavy"],
      ["--method", "divide-and-conquer", "--solver", "fuzzy"], ["--method", "Lloyd"],
    ])
  func usage(arguments: [String]) throws {
    let workspace = try Workspace.withTable()
    let run = try fit(workspace, "model", ["--clusters", "2"] + arguments)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("unlearn: ") && run.errors.contains("unlearn fit --help"))
    #expect(workspace.names == ["study.csv"])
    let like = try Workspace.withTable(fitted: true)
    let option = arguments[arguments.count - 2]
    guard arguments[0] == option, !["--method", "--restarts", "--seeding-sample"].contains(option) else {
      return
    }
    // The model of --like decides whether the option goes with it.
    #expect(try fit(like, "other", ["--like", "model"] + arguments).status == 64)
    #expect(like.names == ["model", "study.csv"])
  }

  @Test("--like takes over what the methods have in common, and everything of the same method")
  func like() throws {
    let workspace = try Workspace.withTable()
    let tree = ["--method", "divide-and-conquer"]
    let given = ["--clusters", "4", "--iterations", "6", "--seed", "7"]
    let own = [
      "--epsilon", "0.5", "--balance", "1/10", "--leaves", "3", "--merge", "unweighted", "--restarts", "2",
    ]
    #expect(try fit(workspace, "tree", tree + given + own).status == 0)
    for method in Self.methods {
      let run = try fit(workspace, method, ["--like", "tree", "--method", method])
      #expect(run.status == 0, "\(run.errors)")
      let settings = try settings(workspace, method)
      #expect(settings["method"] as? String == method)
      #expect(settings["clusters"] as? Int == 4 && settings["iterations"] as? Int == 6)
      #expect(settings["seed"] as? Int == 7)
      if method != "lloyd" {
        #expect(settings["epsilon"] as? Double == 0.5 && settings["balance"] as? String == "1/10")
      }
    }
    #expect(try workspace.digest("divide-and-conquer") == workspace.digest("tree"))
    // From Lloyd's, what it does not have is automatic or the default again.
    #expect(try fit(workspace, "again", ["--like", "lloyd", "--method", "quantized"]).status == 0)
    let settings = try settings(workspace, "again")
    #expect(settings["epsilon"] is NSNull && settings["balance"] as? String == "1/20")
    #expect(settings["seed"] as? Int == 7)
    // An option still wins.
    #expect(try fit(workspace, "five", ["--like", "tree", "--leaves", "5"]).status == 0)
    #expect(try self.settings(workspace, "five")["leaves"] as? Int == 5)
  }
}

/// Weights from a column.
struct WeightOptionTests {
  /// The small table with a column `times`, and each row as many times as that says.
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    let rows = SmallTable.rows().enumerated().map { (row: $1, times: 1 + $0 % 3) }
    try workspace.write(
      (["\(SmallTable.header),times"] + rows.map { "\($0.row),\($0.times)" }).joined(separator: "\n"),
      to: "study.csv")
    try workspace.write(
      ([SmallTable.header] + rows.flatMap { Array(repeating: $0.row, count: $0.times) })
        .joined(separator: "\n"), to: "copies.csv")
    return workspace
  }

  private func fit(_ workspace: Workspace, _ input: String, _ output: String, _ options: String...) throws
    -> Run
  {
    try workspace.run(
      ["fit", input, "--id", "participant", "--output", output, "--json"] + options)
  }

  @Test("The column is no feature, is shown, and --like takes it over")
  func column() throws {
    let workspace = try workspace()
    let run = try fit(workspace, "study.csv", "model", "--clusters", "3", "--weight", "times")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json()["dimension"] as? Int == 3)
    let report = try workspace.run("show", "model", "--json").json()
    #expect(report["features"] as? [String] == ["age", "weight", "height"])
    #expect(report["records"] as? Int == 90)
    #expect((report["cluster_sizes"] as? [Int])?.reduce(0, +) == 180)
    let settings = try #require(report["settings"] as? [String: Any])
    #expect(settings["weight"] as? String == "times")
    #expect(try workspace.run("show", "model").lines.contains("Weight    column times"))
    #expect(try fit(workspace, "study.csv", "like", "--like", "model").status == 0)
    #expect(try workspace.digest("like") == workspace.digest("model"))
    #expect(try fit(workspace, "study.csv", "plain", "--clusters", "3").json()["dimension"] as? Int == 4)
  }

  @Test("With one cluster, weights are as good as copies", arguments: ["quantized", "lloyd"])
  func copies(method: String) throws {
    let workspace = try workspace()
    let weighted = try fit(
      workspace, "study.csv", "weighted", "--clusters", "1", "--weight", "times", "--method", method)
    let copied = try fit(workspace, "copies.csv", "copied", "--clusters", "1", "--method", method)
    #expect(try weighted.json()["inertia"] as? Double == copied.json()["inertia"] as? Double)
    for name in ["weighted", "copied"] {
      #expect(try workspace.run("export", name, "--centroids", "\(name).csv").status == 0)
    }
    #expect(try workspace.text("weighted.csv") == workspace.text("copied.csv"))
  }

  @Test(
    "A weighted model withdraws and verifies", arguments: ["quantized", "divide-and-conquer", "lloyd"])
  func withdraw(method: String) throws {
    let workspace = try workspace()
    let run = try fit(
      workspace, "study.csv", "model", "--clusters", "3", "--weight", "times", "--method", method)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.run("withdraw", "model", "-", input: "p01\np02\n").status == 0)
    #expect(try workspace.run("verify", "model").status == 0)
    let rows = try workspace.text("study.csv").split(separator: "\n")
    let left = rows.filter { !$0.hasPrefix("p01") && !$0.hasPrefix("p02") }
    try workspace.write(left.joined(separator: "\n"), to: "left.csv")
    #expect(try fit(workspace, "left.csv", "fresh", "--like", "model").status == 0)
    #expect(try workspace.digest("model") == workspace.digest("fresh"))
  }

  @Test("A column that is not there or holds no weights is bad data")
  func badColumns() throws {
    let workspace = try workspace()
    for (column, status) in [("age", 65), ("gone", 65), ("participant", 64)] as [(String, Int32)] {
      let run = try fit(workspace, "study.csv", "model", "--clusters", "3", "--weight", column)
      #expect(run.status == status && run.errors.contains(column), "\(column): \(run.errors)")
    }
    #expect(workspace.names == ["copies.csv", "study.csv"])
  }
}
