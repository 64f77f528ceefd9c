// The help, word for word.

import Foundation
import Testing

struct HelpTests {
  private static let commands = [
    [], ["fit"], ["withdraw"], ["verify"], ["digest"], ["show"], ["assign"], ["export"], ["benchmark"],
    ["log"], ["receipt"], ["audit"], ["keygen"], ["destroy"], ["find"], ["rekey"], ["report"], ["evaluate"],
  ]

  /// After a wanted change, run once with UNLEARN_WRITE_GOLDEN=1 and read the difference.
  @Test("Help is as in the golden files", arguments: commands)
  func help(command: [String]) throws {
    let run = try Workspace().run(command + ["--help"])
    let file = Tool.golden((command.first ?? "unlearn") + ".txt")
    if ProcessInfo.processInfo.environment["UNLEARN_WRITE_GOLDEN"] != nil {
      try Data(run.output).write(to: file)
    }
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  @Test("Every command's help has an example, and fits 80 columns", arguments: commands)
  func shape(command: [String]) throws {
    let run = try Workspace().run(command + ["--help"])
    #expect(run.text.contains("\nExample:\n  unlearn \(command.first ?? "fit") "))
    #expect(run.lines.allSatisfy { $0.count <= 80 })
  }

  @Test("Without arguments, the tool shows its help; with --version, its version")
  func bare() throws {
    let workspace = try Workspace()
    #expect(try workspace.run().text == workspace.run("--help").text)
    #expect(try workspace.run("--version").text == "0.1.0\n")
    #expect(try workspace.run("help", "fit").text == workspace.run("fit", "--help").text)
  }
}
