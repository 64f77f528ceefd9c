// `unlearn assign` and `export`.

import Foundation
import Testing

struct AssignExportTests {
  @Test("The model's own rows get its labels")
  func ownRows() throws {
    let workspace = try Workspace.withTable(fitted: true)
    #expect(try workspace.run("export", "model", "--labels", "labels.csv").status == 0)
    let run = try workspace.run("assign", "model", "study.csv", "--id", "participant")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.first == "id,cluster")
    #expect(run.lines.count == 91)
    #expect(try run.text == workspace.text("labels.csv"))
  }

  @Test("Columns are found by name, others passed over, ids are row numbers unless named")
  func columns() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let rows = SmallTable.rows().prefix(3).map { $0.split(separator: ",") }
    let swapped = rows.map { "\($0[3]),note,\($0[1]),\($0[2])\n" }.joined()
    try workspace.write("height,remark,age,weight\n" + swapped, to: "new.csv")
    let expected = try workspace.run("assign", "model", "study.csv").lines.prefix(4)
    #expect(try workspace.run("assign", "model", "new.csv").lines == Array(expected))
    #expect(expected[1].hasPrefix("0,"))
    try workspace.write("a,1\nb\nc\n", to: "ids.txt")
    let named = try workspace.run("assign", "model", "new.csv", "--ids", "ids.txt").lines
    #expect(named[1].hasPrefix("\"a,1\","))
  }

  @Test("Columns in another order give the same clusters and, with --like, the same model")
  func reorderedColumns() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let reversed = try workspace.text("study.csv").split(separator: "\n").map { line in
      line.split(separator: ",").reversed().joined(separator: ",")
    }
    try workspace.write(reversed.joined(separator: "\n") + "\n", to: "reversed.csv")
    let straight = try workspace.run("assign", "model", "study.csv", "--id", "participant")
    let run = try workspace.run("assign", "model", "reversed.csv", "--id", "participant")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.text == straight.text)
    #expect(try workspace.run("fit", "reversed.csv", "--like", "model", "--output", "other").status == 0)
    #expect(try workspace.run("digest", "other").text == workspace.run("digest", "model").text)
  }

  @Test("Output goes to a new file, whole or not at all")
  func output() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let shown = try workspace.run("assign", "model", "study.csv")
    let run = try workspace.run("assign", "model", "study.csv", "--output", "clusters.csv")
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
    #expect(try workspace.read("clusters.csv") == shown.output)
    let again = try workspace.run("assign", "model", "study.csv", "--output", "clusters.csv")
    #expect(again.status == 73)
    #expect(again.errors == "unlearn: clusters.csv exists already.\n")
    #expect(try workspace.run("assign", "model", "missing.csv", "--output", "new.csv").status == 66)
    #expect(workspace.names == ["clusters.csv", "model", "study.csv"])
  }

  @Test("A reader that has seen enough ends the output quietly")
  func closedPipe() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.shell("\"$unlearn\" assign model study.csv | head -n 1")
    #expect(run.status == 0)
    #expect(run.text == "id,cluster\n")
    #expect(run.errors.isEmpty)
  }

  @Test("Centroids are in the input's units, in both formats")
  func centroids() throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run("export", "model", "--centroids", "c.csv")
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
    #expect(try workspace.run("export", "model", "--centroids", "c.NPY", "--labels", "l.npy").status == 0)
    let lines = try workspace.text("c.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines[0] == ["cluster", "age", "weight", "height"])
    #expect(lines.dropFirst().map { $0[0] } == ["0", "1", "2"])
    let values = lines.dropFirst().flatMap { $0.dropFirst().map { Double($0) } }
    #expect(values.allSatisfy { (19...220).contains($0 ?? 0) })

    let matrix = try NumPyArray(workspace.read("c.NPY"))
    #expect(matrix.header == "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 3), }")
    #expect(matrix.words(UInt64.self).map { Double(bitPattern: $0) } == values)
    #expect(try workspace.run("export", "model", "--labels", "l.csv").status == 0)
    let labels = try workspace.text("l.csv").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",")[1]
    }
    let vector = try NumPyArray(workspace.read("l.npy"))
    #expect(vector.header == "{'descr': '<i4', 'fortran_order': False, 'shape': (90,), }")
    #expect(vector.words(UInt32.self).map { String($0) } == labels.map(String.init))
  }

  @Test("Names and ids are quoted where they need it")
  func quotes() throws {
    let workspace = try Workspace()
    try workspace.write("id,\"a,b\",\"say \"\"x\"\"\"\n\"1,2\",1,2\n\"l1\nl2\",3,4\n", to: "odd.csv")
    #expect(
      try workspace.run("fit", "odd.csv", "--id", "id", "--clusters", "2", "--output", "model").status == 0)
    #expect(try workspace.run("export", "model", "--centroids", "c.csv", "--labels", "l.csv").status == 0)
    #expect(try workspace.text("c.csv").hasPrefix("cluster,\"a,b\",\"say \"\"x\"\"\"\n0,"))
    let labels = try workspace.text("l.csv")
    #expect(labels.contains("\"1,2\","))
    #expect(labels.contains("\"l1\nl2\","))
  }

  @Test("Existing files are left alone, the other file is not made either")
  func existing() throws {
    let workspace = try Workspace.withTable(fitted: true)
    try workspace.write("mine", to: "l.csv")
    let run = try workspace.run("export", "model", "--centroids", "c.csv", "--labels", "l.csv")
    #expect(run.status == 73)
    #expect(try workspace.text("l.csv") == "mine")
    #expect(workspace.names == ["l.csv", "model", "study.csv"])
  }

  @Test(
    "What cannot be written is refused",
    arguments: [
      [], ["--centroids", "c.txt"], ["--labels", "csv"], ["--labels", "l"],
      ["--centroids", "x.csv", "--labels", "x.csv"],
    ])
  func usage(arguments: [String]) throws {
    let workspace = try Workspace.withTable(fitted: true)
    let run = try workspace.run(["export", "model"] + arguments)
    #expect(run.status == 64)
    #expect(workspace.names == ["model", "study.csv"])
  }
}

/// What a `.npy` file of version 1.0 holds.
private struct NumPyArray {
  let header: String
  private let content: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) throws {
    try #require(bytes.prefix(8) == [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
    let length = Int(bytes[8]) + Int(bytes[9]) * 256
    try #require((10 + length) % 64 == 0)
    let text = String(decoding: bytes[10..<10 + length], as: UTF8.self)
    try #require(text.hasSuffix("\n"))
    header = text.trimmingCharacters(in: .whitespacesAndNewlines)
    content = bytes[(10 + length)...]
  }

  func words<Word: FixedWidthInteger>(_: Word.Type) -> [Word] {
    let size = Word.bitWidth / 8
    return stride(from: content.startIndex, to: content.endIndex, by: size).map { start in
      content[start..<start + size].reversed().reduce(0) { $0 << 8 | Word($1) }
    }
  }
}
