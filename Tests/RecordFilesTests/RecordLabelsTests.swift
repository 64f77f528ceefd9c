import DeletableClustering
import Testing

@testable import RecordFiles

@Suite struct RecordLabelsTests {
  private static let table = "a,kind,b\n1,y,2\n3,x,4\n5,y,6\n"

  private func error(_ work: () throws(RecordFileError) -> [Int]) -> RecordFileError? {
    do {
      _ = try work()
      return nil
    } catch { return error }
  }

  @Test("Labels are numbered by their bytes, from a column as from lines")
  func numbers() throws {
    let scratch = try Scratch()
    let table = try scratch.write(Self.table, as: "t.csv")
    let lines = try scratch.write("y\nx\ny\n", as: "labels.txt")
    let data = try RecordFiles.read(table, selecting: TableSelection(labelColumn: "kind"))
    #expect(try RecordLabels.read(column: "kind", of: table, for: data) == [1, 0, 1])
    #expect(try RecordLabels.read(lines: lines, records: 3) == [1, 0, 1])
  }

  @Test("The column of the labels is no feature, whatever pattern it matches")
  func passedOver() throws {
    let scratch = try Scratch()
    let table = try scratch.write(Self.table, as: "t.csv")
    for features in [[], ["*"]] {
      let data = try RecordFiles.read(
        table, selecting: TableSelection(features: features, labelColumn: "kind"))
      #expect(data.featureNames == ["a", "b"])
      #expect(data.vector(ofRow: 1) == [3, 4])
    }
    #expect(throws: RecordFileError.labelsAreFeature(column: "kind")) {
      try RecordFiles.read(table, selecting: TableSelection(features: ["kind"], labelColumn: "kind"))
    }
    #expect(
      throws: RecordFileError.unknownColumn(file: table, line: 1, column: "c", names: ["a", "kind", "b"])
    ) {
      try RecordFiles.read(table, selecting: TableSelection(labelColumn: "c"))
    }
    let array = try scratch.write([], as: "a.npy")
    #expect(throws: RecordFileError.arrayHasNoLabelColumn(file: array)) {
      try RecordFiles.read(array, selecting: TableSelection(labelColumn: "kind"))
    }
  }

  @Test("Empty labels, and more or fewer than records, are faults of labels, not of ids")
  func faults() throws {
    let scratch = try Scratch()
    let table = try scratch.write("a,kind\n1,x\n2,\n", as: "t.csv")
    let gap = try scratch.write("x\n\ny\n", as: "gap.txt")
    let lines = try scratch.write("x\ny\n", as: "labels.txt")
    let data = try RecordFiles.read(table, selecting: TableSelection(labelColumn: "kind"))
    #expect(
      error { () throws(RecordFileError) in try RecordLabels.read(column: "kind", of: table, for: data) }
        == .emptyLabel(file: table, line: 3, column: "kind"))
    #expect(
      error { () throws(RecordFileError) in try RecordLabels.read(lines: gap, records: 3) }
        == .emptyLabel(file: gap, line: 2, column: nil))
    #expect(
      error { () throws(RecordFileError) in try RecordLabels.read(lines: lines, records: 3) }
        == .labelCount(file: lines, labels: 2, records: 3))
    #expect(
      RecordFileError.labelCount(file: "l.txt", labels: 2, records: 3).description
        == "l.txt: there are 2 labels for 3 records")
    #expect(RecordFileError.labelsAreFeature(column: "kind").kind == .usage)
  }
}
