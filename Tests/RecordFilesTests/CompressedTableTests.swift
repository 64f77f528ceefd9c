import Foundation
import Testing

@testable import RecordFiles

@Suite struct CompressedTableTests {
  @Test("A compressed table is the table, in one member or several")
  func members() throws {
    let scratch = try Scratch()
    let rows = (0..<50_000).map { "\($0),\($0 % 7)\n" }
    let all = rows.joined()
    let paths = [
      try scratch.gzip(["a,b\n" + all], as: "one.csv.gz"),
      try scratch.gzip(["a,", "", "b\n" + all.prefix(1001), all.dropFirst(1001) + ""], as: "many.csv.gz"),
      try scratch.gzip(["a\tb\n" + all.replacing(",", with: "\t")], as: "one.TSV.GZ"),
    ]
    let expected: [Double] = (0..<50_000).flatMap { [Double($0), Double($0 % 7)] }
    for path in paths {
      let data = try RecordFiles.read(path)
      #expect(data.count == 50_000)
      #expect(data.values == expected)
    }
  }

  @Test("Data that inflate to far more than they are come whole")
  func dense() throws {
    let scratch = try Scratch()
    let path = try scratch.gzip(["a\n" + String(repeating: "1\n", count: 2_000_000)], as: "dense.csv.gz")
    #expect(try RecordFiles.read(path).count == 2_000_000)
  }

  @Test("Members that inflate to whole pieces come whole", arguments: [-1, 0, 1])
  func wholePieces(extra: Int) throws {
    let scratch = try Scratch()
    let rows = FileBytes.pieceBytes / 2
    let member = "a\n" + String(repeating: "1\n", count: rows - 1 + extra)
    let one = try scratch.gzip([member], as: "one.csv.gz")
    #expect(try RecordFiles.read(one).count == rows - 1 + extra)
    let rest = String(repeating: "1\n", count: 2 * rows)
    let two = try scratch.gzip([member, rest], as: "two.csv.gz")
    #expect(try RecordFiles.read(two).count == 3 * rows - 1 + extra)
  }

  @Test("A file cut short anywhere, or with a flipped bit, is refused")
  func damaged() throws {
    let scratch = try Scratch()
    let whole = try Data(
      contentsOf: URL(fileURLWithPath: scratch.gzip(["a\n1\n", "2\n3\n"], as: "w.csv.gz")))
    let first = try Data(contentsOf: URL(fileURLWithPath: scratch.gzip(["a\n1\n"], as: "f.csv.gz"))).count
    let expected = RecordFileError.damagedCompression(file: scratch.path("cut.csv.gz"))
    for length in 1..<whole.count where length != first {
      let path = try scratch.write(Array(whole.prefix(length)), as: "cut.csv.gz")
      #expect(throws: expected, "cut at \(length)") { try RecordFiles.read(path) }
    }
    // The bytes 4 to 9 of a member hold its time, flags and system, which mean nothing for the content.
    for index in 10..<first {
      var bytes = Array(whole)
      bytes[index] ^= 1
      let path = try scratch.write(bytes, as: "cut.csv.gz")
      #expect(throws: expected, "flipped at \(index)") { try RecordFiles.read(path) }
    }
    for tail in ["x", "garbage after the last member"] {
      let path = try scratch.write(Array(whole) + Array(tail.utf8), as: "cut.csv.gz")
      #expect(throws: expected) { try RecordFiles.read(path) }
    }
  }

  @Test("An empty file, and a member without bytes, are empty")
  func empty() throws {
    let scratch = try Scratch()
    let bare = try scratch.write("", as: "bare.csv.gz")
    #expect(throws: RecordFileError.empty(file: bare)) { try RecordFiles.read(bare) }
    let member = try scratch.gzip([""], as: "member.csv.gz")
    #expect(throws: RecordFileError.empty(file: member)) { try RecordFiles.read(member) }
  }

  @Test("A plain table under a compressed name is refused")
  func plain() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a\n1\n", as: "plain.csv.gz")
    #expect(throws: RecordFileError.damagedCompression(file: path)) { try RecordFiles.read(path) }
  }
}
