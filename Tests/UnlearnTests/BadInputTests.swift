// Bad input: the right exit code, a message that names the place and no value, and no harm done.

import Foundation
import ModelStore
import Testing

struct BadInputTests {
  /// A bad table, and what its message has to name.
  struct Table: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let places: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ places: [String]) {
      self.name = name
      self.text = text
      self.places = places
    }
  }

  private static let secret = "8675309"

  private static let tables = [
    Table("empty file", "", []),
    Table("header only", "id,x,y\n", []),
    Table("ragged row", "id,x,y\na,1,2\nb,\(secret)\n", ["line 3"]),
    Table("long row", "id,x,y\na,1,2\nb,3,4,\(secret)\n", ["line 3"]),
    Table("empty cell", "id,x,y\na,\(secret),2\nb,3,\n", ["line 3", "y"]),
    Table("no number", "id,x,y\na,1,2\nb,z\(secret),4\n", ["line 3", "x"]),
    Table("NaN", "id,x,y\na,1,2\nb,\(secret),nan\n", ["line 3", "y"]),
    Table("infinity", "id,x,y\na,inf,\(secret)\nb,3,4\n", ["line 2", "x"]),
    Table("beyond Double", "id,x,y\na,1,2\nb,3,\(secret)e400\n", ["line 3", "y"]),
    Table("after a quoted line end", "id,x,y\n\"a\nb\",1,2\nb,3,x\(secret)\n", ["line 4", "y"]),
  ]

  @Test("A bad table is bad data", arguments: tables)
  func table(_ table: Table) throws {
    let workspace = try Workspace()
    try workspace.write(table.text, to: "bad.csv")
    let run = try workspace.run(
      "fit", "bad.csv", "--id", "id", "--clusters", "2", "--output", "model", "--json")
    expectOneLine(run, status: 65, naming: ["bad.csv"] + table.places)
    #expect(!run.errors.contains(Self.secret))
    #expect(workspace.names == ["bad.csv"])
    let fromInput = try workspace.run(
      "fit", "-", "--id", "id", "--clusters", "2", "--output", "model", input: table.text)
    expectOneLine(fromInput, status: 65, naming: table.places)
    #expect(workspace.names == ["bad.csv"])
  }

  @Test(
    "A command line that cannot be is a usage error",
    arguments: [
      ["--clusters", "0"], ["--clusters", "-1"], ["--clusters", "65536"], ["--clusters", "x"], [],
      ["--clusters", "2", "--epsilon", "0"], ["--clusters", "2", "--epsilon", "-1"],
      ["--clusters", "2", "--epsilon", "nan"], ["--clusters", "2", "--epsilon", "1e400"],
      ["--clusters", "2", "--balance", "-0.1"], ["--clusters", "2", "--balance", "1.1"],
      ["--clusters", "2", "--balance", "1/0"], ["--clusters", "2", "--balance", "x"],
      ["--clusters", "2", "--iterations", "0"], ["--clusters", "2", "--iterations", "1001"],
      ["--clusters", "2", "--threads", "0"], ["--clusters", "2", "--seed", "-1"],
      ["--clusters", "2", "--seed", "18446744073709551616"],
      ["--clusters", "2", "--method", "fuzzy"], ["--clusters", "2", "--leaves", "4"],
      ["--clusters", "2", "--id", "participant", "--ids", "ids.txt"], ["--clusters", "2", "extra"],
      ["--clusters", "2", "--colour"],
    ])
  func usage(arguments: [String]) throws {
    let workspace = try Workspace.withTable()
    let run = try workspace.run(["fit", "study.csv", "--output", "model"] + arguments)
    expectOneLine(run, status: 64, naming: ["unlearn fit --help"])
    expectOneLine(try workspace.run(["benchmark", "study.csv"] + arguments), status: 64, naming: [])
    #expect(workspace.names == ["study.csv"])
  }

  @Test("Unknown columns are bad data, and named")
  func unknownColumns() throws {
    let workspace = try Workspace.withTable(fitted: true)
    for (arguments, name) in [
      (["--id", "person"], "person"), (["--id", "participant", "--features", "pulse"], "pulse"),
      (["--id", "participant", "--features", "pulse*"], "pulse*"),
    ] {
      let run = try workspace.run(["fit", "study.csv", "--clusters", "2", "--output", "other"] + arguments)
      expectOneLine(run, status: 65, naming: ["study.csv", name])
    }
    try workspace.write("age,weight\n1,2\n", to: "narrow.csv")
    expectOneLine(
      try workspace.run("assign", "model", "narrow.csv"), status: 65, naming: ["narrow.csv", "height"])
    #expect(workspace.names == ["model", "narrow.csv", "study.csv"])
  }

  @Test("What is not there is no input")
  func missing() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("p01\n", to: "list.csv")
    let before = try workspace.snapshot("model")
    for arguments in [
      ["fit", "missing", "--clusters", "2", "--output", "other"],
      ["fit", "study.csv", "--ids", "missing", "--clusters", "2", "--output", "other"],
      ["fit", "study.csv", "--like", "missing", "--output", "other"],
      ["benchmark", "missing", "--clusters", "2"],
      ["withdraw", "model", "missing"], ["withdraw", "missing", "list.csv"],
      ["withdraw", "model", "list.csv", "missing"], ["withdraw", "model", "list.csv", "missing.csv"],
      ["verify", "missing"], ["digest", "missing"], ["show", "missing"],
      ["assign", "model", "missing"], ["assign", "missing", "study.csv"],
      ["export", "missing", "--labels", "labels.csv"],
    ] {
      expectOneLine(try workspace.run(arguments), status: 66, naming: ["missing"])
    }
    #expect(try workspace.snapshot("model") == before)
    #expect(workspace.names == ["list.csv", "model", "study.csv"])
  }

  @Test("A folder that is no model is no input, and is left alone")
  func noModel() throws {
    let workspace = try Workspace.withTable()
    try FileManager.default.createDirectory(
      atPath: workspace.path("folder"), withIntermediateDirectories: true)
    try workspace.write("precious", to: "folder/file")
    for arguments in [["verify"], ["digest"], ["show"], ["withdraw"]] {
      let rest = arguments == ["withdraw"] ? ["-"] : []
      expectOneLine(try workspace.run(arguments + ["folder"] + rest), status: 66, naming: ["folder"])
    }
    for force in [[], ["--force"]] {
      for output in ["folder", "study.csv"] {
        let run = try workspace.run(
          ["fit", "study.csv", "--id", "participant", "--clusters", "2", "--output", output] + force)
        expectOneLine(run, status: 73, naming: [output])
      }
    }
    #expect(try workspace.text("folder/file") == "precious")
    #expect(try workspace.text("study.csv") == SmallTable.csv())
    #expect(try workspace.snapshot("folder").count == 1)
  }

  @Test("An existing model is no output, unless forced")
  func existingModel() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let before = try workspace.snapshot("model")
    let run = try workspace.run(
      "fit", "study.csv", "--id", "participant", "--clusters", "2", "--output", "model")
    expectOneLine(run, status: 73, naming: ["model"])
    let elsewhere = try workspace.run("fit", "study.csv", "--clusters", "2", "--output", "no/such/model")
    expectOneLine(elsewhere, status: 73, naming: ["no/such/model"])
    // A forced fit that fails leaves the old model.
    try workspace.write("participant,x\na,1\nb,x\n", to: "bad.csv")
    let failed = try workspace.run(
      "fit", "bad.csv", "--id", "participant", "--clusters", "2", "--output", "model", "--force")
    expectOneLine(failed, status: 65, naming: ["bad.csv"])
    #expect(try workspace.snapshot("model") == before)
  }

  @Test("A damaged model is bad data, and stays as it is")
  func damaged() throws {
    let workspace = try Workspace.withTable(fitted: true)
    for file in try workspace.snapshot("model").filter({ !$0.value.isEmpty }).keys {
      let bytes = try workspace.read("model/\(file)")
      var flipped = bytes
      flipped[bytes.count / 2] ^= 4
      for damaged in [flipped, Array(bytes.dropLast(3)), []] {
        try workspace.write(damaged, to: "model/\(file)")
        let before = try workspace.snapshot("model")
        for command in [["verify"], ["withdraw"]] {
          let rest = command == ["withdraw"] ? ["-"] : []
          let run = try workspace.run(command + ["model"] + rest, input: "p01\n")
          expectOneLine(run, status: 65, naming: ["model"])
        }
        #expect(try workspace.snapshot("model") == before)
      }
      try workspace.write(bytes, to: "model/\(file)")
    }
    #expect(try workspace.run("verify", "model").status == 0)
  }

  @Test(
    "A .npy of another rank or type is bad data",
    arguments: [("'<f8'", "(4,)"), ("'<c16'", "(1, 2)"), ("'<U8'", "(1, 1)")])
  func numPy(type: String, shape: String) throws {
    let workspace = try Workspace()
    let fields = "{'descr': \(type), 'fortran_order': False, 'shape': \(shape), }"
    let padded = fields + String(repeating: " ", count: 117 - fields.utf8.count) + "\n"
    let magic: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]
    try workspace.write(magic + Array(padded.utf8) + [UInt8](repeating: 0, count: 32), to: "bad.npy")
    let run = try workspace.run("fit", "bad.npy", "--clusters", "2", "--output", "model")
    expectOneLine(run, status: 65, naming: ["bad.npy"])
    #expect(workspace.names == ["bad.npy"])
  }

  @Test("Ids fewer or more than rows are bad data", arguments: [89, 91])
  func idCount(count: Int) throws {
    let workspace = try Workspace.withTable()
    try workspace.write((0..<count).map { "i\($0)\n" }.joined(), to: "ids.txt")
    let run = try workspace.run(
      "fit", "study.csv", "--features", "age", "--ids", "ids.txt", "--clusters", "2", "--output", "model")
    expectOneLine(run, status: 65, naming: ["ids.txt"])
    #expect(workspace.names == ["ids.txt", "study.csv"])
  }

  @Test("A model that another process has open is in use")
  func inUse() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let before = try workspace.snapshot("model")
    let reader = try StoredModel.open(at: workspace.path("model"), access: .reading)
    try withExtendedLifetime(reader) {
      let run = try workspace.run("withdraw", "model", "-", input: "p01\n")
      expectOneLine(run, status: 75, naming: ["model"])
      #expect(try workspace.run("show", "model").status == 0)
    }
    #expect(try workspace.snapshot("model") == before)
  }

  @Test("Standard input can be read once only")
  func standardInputTwice() throws {
    let workspace = try Workspace.withTable(fitted: true)
    expectOneLine(try workspace.run("withdraw", "model", "-", "-"), status: 64, naming: ["-"])
  }

  @Test("Output that cannot be written is a failure, and a closed one stops the tool at once")
  func output() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let before = try workspace.snapshot("model")
    let closed = try workspace.shell("echo p01 | \"$unlearn\" withdraw model - >&-")
    expectOneLine(closed, status: 74, naming: ["tandard output"])
    #expect(try workspace.snapshot("model") == before)
    #if os(Linux)
      let full = try workspace.shell("\"$unlearn\" digest model >/dev/full")
      expectOneLine(full, status: 74, naming: ["tandard output"])
    #endif
    let silent = try workspace.shell("\"$unlearn\" digest missing 2>&-")
    #expect(silent.status == 66)
  }

  @Test("A word that is no command is told by its name, and where commands are listed")
  func unknownCommand() throws {
    let run = try Workspace().run("fti", "study.csv", "--clusters", "3")
    expectOneLine(run, status: 64, naming: ["no command 'fti'", "unlearn --help"])
    let missing = try Workspace().run("withdraw", "model")
    expectOneLine(missing, status: 64, naming: ["'<list> ...'. See 'unlearn withdraw --help'."])
  }

  @Test("A list of which no id is known ends well, with a note")
  func foreignList() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let foreign = try workspace.run(["withdraw", "model", "-"], input: "p01;p02\n")
    #expect(foreign.status == 0 && foreign.errors.contains("none of the listed ids is in the model"))
    #expect(!foreign.errors.contains("p01"))
    let known = try workspace.run(["withdraw", "model", "-"], input: "p01\nx\n")
    #expect(known.status == 0 && known.errors.isEmpty)
    #expect(try workspace.run(["withdraw", "model", "-"], input: "").errors.isEmpty)
  }

  /// One line on standard error that begins as it should and names the places, and nothing else anywhere.
  private func expectOneLine(
    _ run: Run, status: Int32, naming places: [String],
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: location)
    #expect(run.output.isEmpty, sourceLocation: location)
    #expect(run.errors.hasPrefix("unlearn: "), sourceLocation: location)
    #expect(
      run.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, sourceLocation: location
    )
    for place in places {
      #expect(run.errors.contains(place), sourceLocation: location)
    }
  }
}
