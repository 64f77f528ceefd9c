// `unlearn withdraw` and `verify`.

import DeletableClustering
import Foundation
import ModelStore
import Testing

struct WithdrawTests {
  private static let keys: Set = [
    "requested", "withdrawn", "records", "unknown", "certified", "digest", "seconds", "dry_run",
    "first_moved_round", "reassigned", "changed_nodes", "refitted", "remaining_records",
    "remaining_participants",
    "provider",
  ]

  @Test("A withdrawal is a fit without them, and verify agrees")
  func refit() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("p03\np17\nnobody\np03\n", to: "list.csv")
    let run = try workspace.run("withdraw", "model", "list.csv", "--json")
    let report = try run.json()
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(Set(report.keys) == Self.keys)
    let gone = 90 - SmallTable.rows(without: ["p03", "p17"]).count
    #expect(report["requested"] as? Int == 3)
    #expect(report["withdrawn"] as? Int == 2)
    #expect(report["records"] as? Int == gone)
    #expect(report["unknown"] as? Int == 1)
    #expect(report["certified"] is Bool)
    #expect(report["remaining_records"] as? Int == 90 - gone)
    #expect(report["remaining_participants"] as? Int == 38)

    try workspace.write(SmallTable.csv(without: ["p03", "p17"]), to: "left.csv")
    #expect(try workspace.run("fit", "left.csv", "--like", "model", "--output", "fresh").status == 0)
    #expect(try workspace.digest("model") == workspace.digest("fresh"))
    #expect(try report["digest"] as? String == String(workspace.digest("fresh").dropLast()))

    let verified = try workspace.run("verify", "model", "--json")
    let verdict = try verified.json()
    #expect(verified.status == 0)
    #expect(
      Set(verdict.keys) == [
        "exact", "digest", "records", "seconds", "refit_seconds", "refit_digest", "provider",
      ])
    #expect(verdict["exact"] as? Bool == true)
    #expect(verdict["records"] as? Int == 90 - gone)
    #expect(verdict["digest"] as? String == report["digest"] as? String)
  }

  @Test("The sample's list gives the digest of a fit of the sample without it")
  func sample() throws {
    let workspace = try Workspace()
    let list = Tool.sample("wRAND_20261101.csv")
    let fit = try workspace.run(
      "fit", Tool.sample("randhie.csv"), "--id", "zper", "--clusters", "6", "--output", "model", "--json")
    #expect(try fit.json()["records"] as? Int == 20_190)
    let report = try workspace.run("withdraw", "model", list, "--json").json()
    #expect(report["requested"] as? Int == 62)
    #expect(report["withdrawn"] as? Int == 60)
    #expect(report["records"] as? Int == 209)
    #expect(report["unknown"] as? Int == 2)

    let ids = Set(try String(contentsOfFile: list, encoding: .utf8).split(whereSeparator: \.isNewline))
    let rows = try String(contentsOfFile: Tool.sample("randhie.csv"), encoding: .utf8).split(separator: "\n")
    let left = rows.filter { !ids.contains($0.prefix { $0 != "," }) }
    try workspace.write(left.joined(separator: "\n"), to: "left.csv")
    #expect(try workspace.run("fit", "left.csv", "--like", "model", "--output", "fresh").status == 0)
    #expect(try workspace.digest("model") == workspace.digest("fresh"))
    #expect(try workspace.run("verify", "model").status == 0)
  }

  @Test("People get a short summary")
  func summary() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("withdraw", "model", "-", input: "p03\nnobody\n")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let gone = 90 - SmallTable.rows(without: ["p03"]).count
    let lines = run.lines
    #expect(lines[0] == "Model      model")
    #expect(lines[1] == "Withdrawn  1 of 2 ids, with \(gone) records; 1 id is unknown")
    #expect(lines[2] == "Remaining  \(90 - gone) records of 39 participants")
    #expect(lines[3].wholeMatch(of: /Certified  (yes: no centroid moved|no: .+)/) != nil)
    #expect(lines[4].hasPrefix("Time       "))
    #expect(lines[5] == "Digest     " + (try workspace.digest("model").dropLast()))

    let verified = try workspace.run("verify", "model").lines
    #expect(verified[1] == "Exact    yes: a refit of the stored records gives the same model")
    #expect(verified[2] == "Records  \(90 - gone) records of 39 participants")
  }

  @Test("Unknown ids change nothing, nor does a second time")
  func unknown() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("nobody\n", to: "unknown.csv")
    let before = try workspace.snapshot("model")
    let report = try workspace.run("withdraw", "model", "unknown.csv", "--json").json()
    #expect(report["withdrawn"] as? Int == 0)
    #expect(report["unknown"] as? Int == 1)
    #expect(report["certified"] as? Bool == true)
    #expect(try workspace.snapshot("model") == before)

    try workspace.write("p05\n", to: "list.csv")
    #expect(try workspace.run("withdraw", "model", "list.csv").status == 0)
    let after = try workspace.snapshot("model")
    let again = try workspace.run("withdraw", "model", "list.csv", "--json")
    #expect(again.status == 0)
    #expect(try again.json()["unknown"] as? Int == 1)
    #expect(try workspace.snapshot("model") == after)
  }

  @Test("A dry run tells the same and changes nothing")
  func dryRun() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("p01\np02\nnobody\n", to: "list.csv")
    let before = try workspace.snapshot("model")
    var dry = try workspace.run("withdraw", "model", "list.csv", "--dry-run", "--json").json()
    #expect(try workspace.snapshot("model") == before)
    #expect(dry["dry_run"] as? Bool == true)
    let lines = try workspace.run("withdraw", "model", "list.csv", "--dry-run").lines
    #expect(lines[0] == "Model      model (dry run: nothing was changed)")
    var real = try workspace.run("withdraw", "model", "list.csv", "--json").json()
    for key in ["seconds", "dry_run"] {
      dry[key] = nil
      real[key] = nil
    }
    #expect(dry as NSDictionary == real as NSDictionary)
  }

  @Test("Ids that were not found are written as a list can be read again")
  func unknownFile() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let list = "p01\nplain\n\"with,comma\"\n\"with \"\"quotes\"\"\"\n\"two\nlines\"\n\" spaced \"\n"
    try workspace.write(list, to: "list.csv")
    let run = try workspace.run("withdraw", "model", "list.csv", "--unknown", "left.csv")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.text("left.csv") == String(list.dropFirst(4)))
    let again = try workspace.run("withdraw", "model", "left.csv", "--unknown", "again.csv", "--json")
    #expect(try again.json()["requested"] as? Int == 5)
    #expect(try workspace.read("again.csv") == workspace.read("left.csv"))
  }

  @Test("A file of that name is refused before anything changes")
  func unknownFileExists() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("mine", to: "left.csv")
    let before = try workspace.snapshot("model")
    let run = try workspace.run("withdraw", "model", "-", "--unknown", "left.csv", input: "p01\n")
    #expect(run.status == 73)
    #expect(run.errors == "unlearn: left.csv exists already.\n")
    #expect(try workspace.text("left.csv") == "mine")
    #expect(try workspace.snapshot("model") == before)
  }

  @Test("Lists add up, and their ids are distinct over all of them")
  func lists() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("p01\np02\n", to: "a.csv")
    try workspace.write("p02\np03\n", to: "b.csv")
    let report = try workspace.run("withdraw", "model", "a.csv", "-", "b.csv", "--json", input: "p03\np04\n")
      .json()
    #expect(report["requested"] as? Int == 4)
    #expect(report["withdrawn"] as? Int == 4)
  }

  @Test(
    "Lists may have blank lines, CRLF, a byte order mark and spaces",
    arguments: [
      "\u{feff}p01\r\n\r\n  p02 \r\n\"p03\"\r\n\r\n", "p01\n\np02\np03", "\u{feff}\"p01\"\np02\n\t\np03\n",
    ])
  func listForms(list: String) throws {
    let workspace = try Workspace.withTable(fitted: true)
    let report = try workspace.run("withdraw", "model", "-", "--json", input: list).json()
    #expect(report["requested"] as? Int == 3)
    #expect(report["withdrawn"] as? Int == 3)
  }

  @Test("An empty list withdraws nobody")
  func emptyList() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("withdraw", "model", "-", "--json", input: "")
    #expect(run.status == 0)
    #expect(try run.json()["requested"] as? Int == 0)
    #expect(try run.json()["certified"] as? Bool == true)
  }

  @Test("An id is its bytes")
  func idBytes() throws {
    let workspace = try Workspace()
    try workspace.write(
      "id,x\n007,1\n7,2\n\u{e9},3\ne\u{301},4\n\"a,b\",5\n\"say \"\"no\"\"\",6\n\"up\ndown\",7\n",
      to: "ids.csv")
    let fit = try workspace.run(
      "fit", "ids.csv", "--id", "id", "--clusters", "2", "--output", "model", "--json")
    #expect(try fit.json()["participants"] as? Int == 7)
    for (list, left) in [
      ("7\n", 6), ("e\u{301}\n", 5), ("\"a,b\"\n", 4), ("\"say \"\"no\"\"\"\n", 3), ("\"up\ndown\"\n", 2),
    ] {
      let run = try workspace.run("withdraw", "model", "-", "--json", input: list)
      #expect(try run.json()["remaining_participants"] as? Int == left, "\(run.errors)")
    }
    #expect(try workspace.run("export", "model", "--labels", "labels.csv").status == 0)
    #expect(try workspace.text("labels.csv").contains("\n007,"))
    #expect(try workspace.text("labels.csv").contains("\n\u{e9},"))
  }

  @Test("Everybody may leave")
  func everybody() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let everybody = Set(SmallTable.rows().map { $0.prefix(3) }).joined(separator: "\n")
    let report = try workspace.run("withdraw", "model", "-", "--json", input: everybody).json()
    #expect(report["withdrawn"] as? Int == 40)
    #expect(report["remaining_records"] as? Int == 0)
    #expect(try workspace.run("verify", "model").status == 0)
    let shown = try workspace.run("show", "model", "--json").json()
    #expect(shown["clusters"] as? Int == 0)
    #expect(shown["inertia"] as? Double == 0)
    #expect(try workspace.run("show", "model").status == 0)
    #expect(try workspace.run("export", "model", "--centroids", "c.csv", "--labels", "l.npy").status == 0)
    #expect(try workspace.text("c.csv") == "cluster,age,weight,height\n")
    #expect(try workspace.run("assign", "model", "study.csv").status == 65)
  }

  @Test("verify ends with code 1 where a refit differs")
  func difference() throws {
    let workspace = try Workspace()
    let data = try Dataset(rows: (0..<20).map { [Double($0), Double($0 * $0 % 7)] })
    let other = try Dataset(rows: (0..<20).map { [Double($0), Double($0 * $0 % 5)] })
    let model = try QuantizedKMeans.fit(data, .init(clusters: 3))
    let forged = try ModelCore.model(
      encoded: model.encoded, featureNames: model.featureNames, records: Records(data: other), threads: 1)
    try StoredModel.create(at: workspace.path("model"), forged, ModelMetadata())
    let run = try workspace.run("verify", "model", "--json")
    #expect(run.status == 1)
    #expect(run.errors.isEmpty)
    #expect(try run.json()["exact"] as? Bool == false)
    #expect(try run.json()["digest"] as? String == model.digest.description)
    let lines = try workspace.run("verify", "model").lines
    #expect(lines[1] == "Exact    NO: a refit of the stored records gives another model")
  }
}

/// Records that are said to be a model's.
private struct Records: DeferredRecords {
  let data: Dataset
  var count: Int { data.count }
  var participantCount: Int { data.participantCount }
  func records(of ids: [RecordID]) throws -> Dataset { data }
  func removing(_ ids: [RecordID]) throws -> any DeferredRecords { self }
  func load() throws -> Dataset { data }
}
