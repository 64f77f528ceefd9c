import DeletableClustering
import Testing

@testable import RecordFiles

@Suite struct WeightColumnTests {
  private let selection = TableSelection(idColumn: "id", weightColumn: "n")

  private func features(_ names: [String], _ patterns: [String]) throws(RecordFileError) -> [String] {
    let selection = TableSelection(idColumn: "id", weightColumn: "n", features: patterns)
    return try ColumnPlan(names: names, selecting: selection, file: "t", line: 1).featureNames
  }

  @Test("Weights come from their column, wherever it stands")
  func weights() throws {
    for text in [
      "id,n,a\nx,3,0.5\ny,1,2\n", "n,id,a\n3,x,0.5\n1,y,2\n", "id,a,n\nx,0.5,3\ny,2,1",
      "id,a,n\r\nx,0.5,3\r\ny,2,1\r\n",
    ] {
      let data = try table(text, selecting: selection)
      #expect(data.featureNames == ["a"])
      #expect(data.values == [0.5, 2])
      #expect(data.idTexts == ["x", "y"])
      #expect(data.weights == [3, 1])
      #expect(data.totalWeight == 4)
    }
  }

  @Test("Without a weight column, and with weights that are all 1, there are none")
  func none() throws {
    #expect(try table("n,a\n3,1\n4,2\n").weights == nil)
    #expect(try table("n,a\n1,1\n1,2\n", selecting: TableSelection(weightColumn: "n")).weights == nil)
  }

  @Test(
    "Spaces, quotes and leading zeros change no weight",
    arguments: [
      ("7", 7), (" 7 ", 7), ("\"7\"", 7), ("\" 7 \"", 7), ("007", 7), ("0000000000000000000000007", 7),
      ("1073741824", 1 << 30),
    ])
  func written(cell: String, weight: Int) throws {
    let data = try table("n,a\n\(cell),1\n", selecting: TableSelection(weightColumn: "n"))
    #expect(data.weight(ofRow: 0) == weight)
  }

  @Test(
    "A cell that is no weight is named by file, line and column",
    arguments: [
      "", " ", "0", "000", "-1", "+1", "1.5", "1.0", "1e3", "0x1", "x", "nan", "1 2", "\"\"", "\"x\"",
      "1073741825",
      "4294967297", "18446744073709551617", "99999999999999999999999999", "\u{663}", "1;",
    ])
  func cells(cell: String) throws {
    let error = try #require(try fault("id,n,a\nx,1,2\ny,\(cell),4\nz,5,6\n", selecting: selection))
    #expect(error == .notAWeight(file: "pieces", line: 3, column: "n"))
    #expect(error.kind == .badData)
    #expect(
      error.description == "pieces, line 3, column 'n': is no whole number from 1 to 1073741824")
  }

  @Test("The first fault of a record is named, and a ragged one first")
  func order() throws {
    #expect(
      try fault("id,n,a\nx,0,y\n", selecting: selection)
        == .notAWeight(file: "pieces", line: 2, column: "n"))
    #expect(
      try fault("id,a,n\nx,y,0\n", selecting: selection)
        == .notANumber(file: "pieces", line: 2, column: "a"))
    #expect(
      try fault("id,a,n\nx,1\n", selecting: selection)
        == .raggedRow(file: "pieces", line: 2, fields: 2, expected: 3))
    #expect(
      try fault("id,\"n\",a\n\"x\n\",1,2\ny,0,2\n", selecting: selection)
        == .notAWeight(file: "pieces", line: 4, column: "n"))
  }

  @Test("Weights that add up to too much are refused as a whole")
  func total() throws {
    let most = try table("id,n,a\nx,536870912,1\ny,536870912,2\n", selecting: selection)
    #expect(most.totalWeight == 1 << 30)
    #expect(
      try fault("id,n,a\nx,536870912,1\ny,536870913,2\n", selecting: selection)
        == .tooMuchWeight(file: "pieces", total: 1 << 30 + 1))
  }

  @Test("A weight column that is not there, or there twice")
  func columns() throws {
    #expect(
      try fault("id,a\nx,1\n", selecting: selection)
        == .unknownColumn(file: "pieces", line: 1, column: "n", names: ["id", "a"]))
    #expect(
      try fault("id,n,n,a\nx,1,1,1\n", selecting: selection)
        == .ambiguousColumn(file: "pieces", line: 1, column: "n"))
    #expect(try fault("id,n\nx,1\n", selecting: selection) == .noFeatures(file: "pieces", line: 1))
  }

  @Test("The weights are never a feature: patterns and the lack of any leave them out")
  func features() throws {
    #expect(try features(["n", "a", "id", "nb"], []) == ["a", "nb"])
    #expect(try features(["n", "a", "id", "nb"], ["*"]) == ["a", "nb"])
    #expect(try features(["n", "a", "id", "nb"], ["n*", "?"]) == ["a", "nb"])
    #expect(try features(["n", "a", "id", "nb"], ["id", "a"]) == ["a", "id"])
    #expect(throws: RecordFileError.unknownColumn(file: "t", line: 1, column: "n?", names: ["n", "a", "id"]))
    {
      try features(["n", "a", "id"], ["n?"])
    }
    #expect(throws: RecordFileError.noFeatures(file: "t", line: 1)) { try features(["n", "id"], []) }
  }

  @Test("Requests that make no sense are refused before the file is opened")
  func requests() throws {
    let scratch = try Scratch()
    let missing = scratch.path("missing.csv")
    #expect(throws: RecordFileError.weightsAreIDs(column: "n")) {
      try RecordFiles.read(missing, selecting: TableSelection(idColumn: "n", weightColumn: "n"))
    }
    #expect(throws: RecordFileError.weightsAreFeature(column: "n")) {
      try RecordFiles.read(missing, selecting: TableSelection(weightColumn: "n", features: ["a", "n"]))
    }
    // Two normal forms are two columns.
    let path = try scratch.write("\u{e9},e\u{301},a\nx,2,1\n", as: "t.csv")
    let data = try RecordFiles.read(
      path, selecting: TableSelection(idColumn: "\u{e9}", weightColumn: "e\u{301}"))
    #expect(data.weights == [2])
    #expect(RecordFileError.weightsAreIDs(column: "n").kind == .usage)
    #expect(RecordFileError.weightsAreFeature(column: "n").kind == .usage)
    #expect(
      RecordFileError.weightsAreIDs(column: "n").description
        == "the column 'n' cannot hold both the ids and the weights")
    #expect(
      RecordFileError.weightsAreFeature(column: "n").description
        == "the column 'n' holds the weights, so it cannot be a feature")
  }

  @Test("An array has no column of weights")
  func arrays() throws {
    let scratch = try Scratch()
    let path = try scratch.write(NPYWriter(rows: [[1], [2]]).bytes, as: "a.npy")
    let error = RecordFileError.arrayHasNoWeightColumn(file: path)
    #expect(throws: error) { try RecordFiles.read(path, selecting: TableSelection(weightColumn: "f0")) }
    #expect(error.kind == .usage)
  }

  @Test("Ids from a file go with weights from a column")
  func idsFile() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a,n\n1,2\n3,1\n", as: "t.csv")
    let ids = try scratch.write("p\nq\n", as: "ids.txt")
    let data = try RecordFiles.read(path, selecting: TableSelection(weightColumn: "n", idsFile: ids))
    #expect(data.idTexts == ["p", "q"])
    #expect(data.weights == [2, 1])
  }

  @Test("A first line that is a record is refused before a column is looked for")
  func noHeader() throws {
    #expect(try fault("p17,0.25,2\np18,1,3\n", selecting: selection) == .noHeader(file: "pieces"))
  }

  @Test("Cuts between pieces and blocks change nothing", arguments: 1...20)
  func pieces(size: Int) throws {
    let text = "id,n,a\r\n\"x\ny\",\" 12 \",1.5\r\nz,3,-2e3\r\nw, 1 ,7"
    let data = try table(text, selecting: selection, pieceSize: size)
    #expect(data.weights == [12, 3, 1])
    #expect(data.values == [1.5, -2000, 7])
  }
}
