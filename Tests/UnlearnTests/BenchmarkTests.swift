// `unlearn benchmark`.

import Foundation
import Testing

struct BenchmarkTests {
  private static let keys: Set = [
    "records", "participants", "dimension", "clusters", "inertia", "deletions", "batch", "calls",
    "fit_seconds", "refit_seconds", "delete_seconds", "delete_seconds_mean",
    "delete_seconds_median", "delete_seconds_p99", "certified", "speedup", "exact", "digest",
    "peak_bytes", "fit_peak_bytes", "threads", "provider",
  ]

  @Test("JSON has the keys, and the numbers agree with each other")
  func json() throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(
      "benchmark", "study.csv", "--id", "participant", "--clusters", "3", "--deletions", "10",
      "--batch", "4", "--json")
    let report = try run.json()
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(Set(report.keys) == Self.keys)
    #expect(report["records"] as? Int == 90)
    #expect(report["deletions"] as? Int == 10)
    #expect(report["calls"] as? Int == 3)
    #expect(report["exact"] as? Bool == true)
    func number(_ key: String) throws -> Double { try #require(report[key] as? Double) }
    #expect(try abs(number("delete_seconds_mean") * 3 - number("delete_seconds")) < 1e-9)
    #expect(try number("delete_seconds_median") <= number("delete_seconds_p99"))
    #expect(try number("delete_seconds_p99") <= number("delete_seconds"))
    #expect(try abs(number("speedup") * number("delete_seconds_mean") / number("refit_seconds") - 1) < 1e-9)
    #expect(try (0...1).contains(number("certified")))
    #expect(try number("peak_bytes") >= number("fit_peak_bytes"))
    #expect(try number("fit_peak_bytes") > 1e6)
    #expect(workspace.names == ["study.csv"])
  }

  @Test("The memory that it tells is its own, not that of the process that started it")
  func peakMemory() throws {
    let workspace = try Workspace.withTable()
    let large = Array(repeating: UInt8(1), count: 500_000_000)
    let run = try withExtendedLifetime(large) {
      try workspace.run("benchmark", "study.csv", "--id", "participant", "--clusters", "3", "--json")
    }
    let peak = try #require(try run.json()["peak_bytes"] as? Int)
    #expect(peak > 1_000_000 && peak < 400_000_000)
  }

  @Test("All are deleted where there are fewer than asked for, and the tool says so")
  func everybody() throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run("benchmark", "study.csv", "--id", "participant", "--clusters", "3", "--json")
    #expect(run.status == 0)
    #expect(try run.json()["deletions"] as? Int == 40)
    #expect(
      run.errors
        == "unlearn: note: the table has 40 participants, so all of them are deleted, and not 1,000.\n")
  }

  @Test("The seed draws, whatever the order of the rows")
  func draw() throws {
    let workspace = try Workspace.withTable()
    try workspace.write(
      ([SmallTable.header] + SmallTable.rows().reversed()).joined(separator: "\n"), to: "reversed.csv")
    func digest(_ table: String, seed: String, threads: String = "2") throws -> String {
      let run = try workspace.run(
        "benchmark", table, "--id", "participant", "--clusters", "3", "--deletions", "7", "--seed",
        seed, "--threads", threads, "--json")
      return try #require(try run.json()["digest"] as? String)
    }
    let first = try digest("study.csv", seed: "1")
    #expect(try digest("reversed.csv", seed: "1", threads: "1") == first)
    #expect(try digest("study.csv", seed: "2") != first)
  }

  @Test("People get a short summary")
  func summary() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("benchmark", "study.csv", "--like", "model", "--deletions", "5")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.lines.map { $0.prefix { $0 != " " } } == [
        "Fitted", "Fit", "Refit", "Deletions", "Speedup", "Certified", "Exact", "Memory", "Machine",
        "Digest",
      ])
    #expect(run.lines[6] == "Exact      yes: the model equals the refit")
  }
}
