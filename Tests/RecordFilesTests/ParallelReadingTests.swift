import DeletableClustering
import TestSupport
import Testing

@testable import RecordFiles

/// What reading gives: all of a data set, or the error.
private enum Reading: Equatable {
  case data(names: [String], ids: [RecordID], weights: [UInt32]?, isSingle: Bool, bits: [UInt64])
  case fault(RecordFileError)

  init(_ table: GeneratedTable, threads: Int, pieceSize: Int) {
    do throws(RecordFileError) {
      let data = try DelimitedTable.read(
        Pieces(table.bytes, size: pieceSize), delimiter: UInt8(ascii: ","), selecting: table.selection,
        threads: threads)
      self = .data(
        names: data.featureNames, ids: Array(data.ids), weights: data.weights,
        isSingle: data.isSinglePrecision, bits: data.values.map(\.bitPattern))
    } catch {
      self = .fault(error)
    }
  }
}

@Suite struct ParallelReadingTests {
  @Test(
    "Threads and cuts change neither the data set nor the error",
    arguments: TestLevel.seeds(quick: 60, standard: 1500, long: 100_000))
  func law(seed: UInt64) {
    let table = GeneratedTable(seed: seed)
    let expected = Reading(table, threads: 1, pieceSize: 1 << 20)
    for (threads, pieceSize) in [(1, 1), (2, 7), (2, 64), (3, 20), (3, 300), (40, 33), (40, 1 << 20)] {
      #expect(
        Reading(table, threads: threads, pieceSize: pieceSize) == expected,
        "\(threads) threads, pieces of \(pieceSize)")
    }
  }

  @Test("The law is about tables and faults of every kind")
  func coverage() {
    var faults: Set<String> = []
    var counts = (single: 0, double: 0)
    for seed in UInt64(0)..<1500 {
      switch Reading(GeneratedTable(seed: seed), threads: 1, pieceSize: 1 << 20) {
      case .data(_, _, _, let isSingle, _):
        if isSingle { counts.single += 1 } else { counts.double += 1 }
      case .fault(let error):
        faults.insert(Mirror(reflecting: error).children.first?.label ?? "")
      }
    }
    #expect(counts.single > 100 && counts.double > 300)
    #expect(
      faults.isSuperset(of: [
        "emptyID", "noRecords", "notANumber", "notAWeight", "notUTF8", "raggedRow", "strayQuote",
        "strayReturn", "unclosedQuote", "unknownColumn",
      ]))
  }

  @Test("The first of several faults is told, however many threads meet the others before")
  func firstFault() throws {
    // A stray quote turns every cut after it inside out.
    let rows = (0..<4000).map { "\($0),\"id \($0)\",0.\($0)\n" }
    var faulty = rows
    faulty[1000] = "1,id\"1,2\n"
    for row in stride(from: 1001, to: 4000, by: 7) { faulty[row] = pick(row) }
    for threads in [1, 2, 3, 40] {
      for pieceSize in [10, 100, 1000] {
        let selection = TableSelection(idColumn: "id")
        let error = #expect(throws: RecordFileError.self) {
          try table(
            "a,id,b\n" + faulty.joined(), selecting: selection, pieceSize: pieceSize, threads: threads)
        }
        #expect(error == .strayQuote(file: "pieces", line: 1002))
      }
    }
  }

  private func pick(_ row: Int) -> String {
    ["1,2\n", "x,\"1\",2\n", "1,\"\",2\n", "1,\"2\n", "\0\n"][row % 5]
  }

  @Test("A table that grows beyond what its beginning promised comes whole")
  func growth() throws {
    // Long records first, so that short ones after them are far more than expected.
    let long = (0..<50).map { "\($0).\(String(repeating: "5", count: 600)),1\n" }
    let short = (0..<20_000).map { "\($0 % 10),2\n" }
    let scratch = try Scratch()
    let path = try scratch.write("a,b\n" + (long + short).joined(), as: "growing.csv")
    let expected = try table("a,b\n" + (long + short).joined(), threads: 1)
    for threads in [1, 2, 5] {
      let data = try RecordFiles.read(path, threads: threads)
      #expect(data.count == 20_050)
      #expect(data.values == expected.values)
    }
  }
}
