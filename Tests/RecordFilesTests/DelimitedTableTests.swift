import DeletableClustering
import Testing

@testable import RecordFiles

@Suite struct DelimitedTableTests {
  private let withID = TableSelection(idColumn: "id")

  @Test("A plain table")
  func plain() throws {
    let data = try table("a,b\n1,2\n3,4\n")
    #expect(data.featureNames == ["a", "b"])
    #expect(data.values == [1, 2, 3, 4])
    #expect(data.idTexts == ["0", "1"])
  }

  @Test("Line ends, the last one and a byte order mark make no difference")
  func lineEnds() throws {
    let texts = [
      "id,a\nx,1\ny,2\n", "id,a\nx,1\ny,2", "id,a\r\nx,1\r\ny,2\r\n", "id,a\r\nx,1\r\ny,2",
      "id,a\r\nx,1\ny,2\r",
      "\u{FEFF}id,a\nx,1\ny,2\n",
    ]
    for text in texts {
      let data = try table(text, selecting: withID)
      #expect(data.featureNames == ["a"])
      #expect(data.values == [1, 2])
      #expect(data.idTexts == ["x", "y"])
    }
  }

  @Test("Quoted fields hold delimiters, quotes and line breaks")
  func quoted() throws {
    let text = "\"id\",\"a \"\"1\"\"\",\"b,c\"\n\"x,\"\"y\"\"\r\nz\",\"1\",\" 2 \"\n\"w\",3,4\n"
    let data = try table(text, selecting: withID)
    #expect(data.featureNames == ["a \"1\"", "b,c"])
    #expect(data.idTexts == ["x,\"y\"\r\nz", "w"])
    #expect(data.values == [1, 2, 3, 4])
  }

  @Test("Cuts between pieces and blocks change nothing", arguments: 1...40)
  func pieces(size: Int) throws {
    let text = "\u{FEFF}id,a,note\r\n\"x\ny\",1.5,\"\"\"\n,\"\r\nz,-2e3,plain\r\n\"\"\"\",+.25,\"\"\nw, 7 ,"
    let data = try table(
      text, selecting: TableSelection(idColumn: "id", features: ["a"]), pieceSize: size)
    #expect(data.idTexts == ["x\ny", "z", "\"", "w"])
    #expect(data.values == [1.5, -2000, 0.25, 7])
  }

  @Test("Tabs part the fields of .tsv, and commas are text in it")
  func tabs() throws {
    let data = try table("id\ta,b\nx,y\t 1 \n", selecting: withID, delimiter: "\t")
    #expect(data.featureNames == ["a,b"])
    #expect(data.idTexts == ["x,y"])
    #expect(data.values == [1])
  }

  @Test("Ids are the cell's bytes: 007 is not 7, spaces stay, two normal forms are two ids")
  func ids() throws {
    let text = "id,a\n007,1\n7,2\n 7,3\n7 ,4\n\u{E9},5\ne\u{301},6\n\"7\",7\n"
    let data = try table(text, selecting: withID)
    #expect(data.participantCount == 6)
    #expect(data.rows(of: "7") == [1, 6])
    #expect(data.rows(of: RecordID("e\u{301}")) == [5])
    #expect(data.ids[4].bytes == [0xC3, 0xA9])
  }

  @Test("Ids need not be UTF-8")
  func idBytes() throws {
    let bytes = Array("id,a\n".utf8) + [0xE9, UInt8(ascii: ","), UInt8(ascii: "1")]
    let data = try DelimitedTable.read(
      Pieces(bytes, size: 100), delimiter: UInt8(ascii: ","), selecting: withID, threads: 1)
    #expect(data.ids[0].bytes == [0xE9])
  }

  @Test("Numbers are single where all are exact in it, else double")
  func precision() throws {
    #expect(try table("a\n1\n0.5\n-3e8\n").isSinglePrecision)
    #expect(try !table("a\n1\n0.1\n2\n").isSinglePrecision)
    #expect(try !table("a\n16777217\n").isSinglePrecision)
    #expect(try !table("a\n1e300\n").isSinglePrecision)
  }

  @Test("A late number that is not single makes all of them double and changes none")
  func latePrecision() throws {
    let early = (0..<5000).map { "\($0).5" }
    let data = try table((["a"] + early + ["0.1"]).joined(separator: "\n"), pieceSize: 1000)
    #expect(!data.isSinglePrecision)
    #expect(data.values == (0..<5000).map { Double($0) + 0.5 } + [0.1])
  }

  @Test("Minus zero becomes zero")
  func minusZero() throws {
    let single = try table("a,b\n-0,-0.0e3\n")
    #expect(single.isSinglePrecision)
    #expect(single.values.map(\.bitPattern) == [0, 0])
    let double = try table("a,b\n-0,0.1\n")
    #expect(double.values.map(\.bitPattern) == [0, 0.1.bitPattern])
  }

  @Test("Columns that are not selected may hold anything")
  func unselected() throws {
    let text = "id,note,a\nx,\"free, \"\"text\"\"\n\",1\ny,,2\n"
    let data = try table(text, selecting: TableSelection(idColumn: "id", features: ["a"]))
    #expect(data.values == [1, 2])
    #expect(data.idTexts == ["x", "y"])
  }

  @Test("The id column can be a feature too, if it is named")
  func idAsFeature() throws {
    let data = try table(
      "id,a\n007,1\n\"8\",2\n", selecting: TableSelection(idColumn: "id", features: ["*", "id"]))
    #expect(data.featureNames == ["id", "a"])
    #expect(data.values == [7, 1, 8, 2])
    #expect(data.idTexts == ["007", "8"])
  }

  @Test("The file's ending tells the format, in either case")
  func formats() throws {
    let scratch = try Scratch()
    #expect(try RecordFiles.read(scratch.write("a,b\n1,2\n", as: "t.csv")).dimension == 2)
    #expect(try RecordFiles.read(scratch.write("a,b\n1,2\n", as: "T.CSV")).dimension == 2)
    #expect(try RecordFiles.read(scratch.write("a\tb\n1\t2\n", as: "t.tsv")).dimension == 2)
  }

  @Test("A table of several megabytes, in many blocks")
  func large() throws {
    let scratch = try Scratch()
    var text = "id,a,b\n"
    for row in 0..<200_000 { text += "participant-\(row % 1000),\(row),\(Double(row) / 7)\n" }
    let data = try RecordFiles.read(scratch.write(text, as: "large.csv"), selecting: withID)
    #expect(data.count == 200_000)
    #expect(data.participantCount == 1000)
    #expect((0..<200_000).allSatisfy { data.vector(ofRow: $0) == [Double($0), Double($0) / 7] })
  }
}
