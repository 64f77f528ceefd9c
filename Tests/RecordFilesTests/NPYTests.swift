import DeletableClustering
import Foundation
import Testing

@testable import RecordFiles

@Suite struct NPYTests {
  @Test(
    "Every type, in every order of rows and bytes, and every version",
    arguments: ["f2", "f4", "f8", "u1", "i1", "i2", "i4", "i8"], [false, true])
  func types(type: String, isColumnMajor: Bool) throws {
    let scratch = try Scratch()
    let signed: [[Double]] = [[1, -2, 3], [4, 5, -6], [0, 100, -128], [7, 8, 9]]
    let rows = type == "u1" ? signed.map { $0.map { abs($0) + 100 } } : signed
    let orders: [Character] = ["u1", "i1"].contains(type) ? ["<", ">", "|"] : ["<", ">"]
    for order in orders {
      for version in UInt8(1)...3 {
        let writer = NPYWriter(
          type: type, order: order, isColumnMajor: isColumnMajor, version: version, rows: rows)
        let data = try RecordFiles.read(scratch.write(writer.bytes, as: "a.npy"))
        #expect(data.values == rows.flatMap { $0 })
        #expect(data.featureNames == ["f0", "f1", "f2"])
        #expect(data.idTexts == ["0", "1", "2", "3"])
        #expect(data.isSinglePrecision == !["f8", "i4", "i8"].contains(type))
      }
    }
  }

  @Test("The ends of every type's range")
  func extremes() throws {
    let scratch = try Scratch()
    let cases: [(String, [Double])] = [
      ("f2", [65504, -65504, 0x1p-24, -0x1p-14, 0x1.ff8p-15]),
      ("f4", [Double(Float.greatestFiniteMagnitude), Double(Float.leastNonzeroMagnitude)]),
      ("f8", [Double.greatestFiniteMagnitude, Double.leastNonzeroMagnitude]),
      ("u1", [0, 255]), ("i1", [-128, 127]), ("i2", [-32768, 32767]),
      ("i4", [-2_147_483_648, 2_147_483_647]), ("i8", [1 - 0x1p53, 0x1p53 - 1]),
    ]
    for (type, row) in cases {
      let writer = NPYWriter(type: type, rows: [row])
      #expect(try RecordFiles.read(scratch.write(writer.bytes, as: "a.npy")).values == row)
    }
  }

  @Test("Every half-precision number has its value")
  func halves() {
    for bits in 0...UInt16.max {
      let value = Double(NPYElements.widened(bits))
      let expected = NPYWriter.reference(bits)
      #expect(value.bitPattern == expected.bitPattern || value.isNaN && expected.isNaN, "\(bits)")
    }
  }

  @Test("Minus zero becomes zero", arguments: ["f2", "f4", "f8"])
  func minusZero(type: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write(NPYWriter(type: type, rows: [[-0.0, 1]]).bytes, as: "a.npy")
    #expect(try RecordFiles.read(path).values.map(\.bitPattern) == [0, 1.0.bitPattern])
  }

  @Test("Columns are selected by f0, f1, …, in any order of the file", arguments: [false, true])
  func selection(isColumnMajor: Bool) throws {
    let scratch = try Scratch()
    let rows = (0..<200).map { row in (0..<150).map { Double(1000 * row + $0) } }
    let writer = NPYWriter(type: "f8", isColumnMajor: isColumnMajor, rows: rows)
    let path = try scratch.write(writer.bytes, as: "a.npy")
    #expect(try RecordFiles.read(path).values == rows.flatMap { $0 })
    let data = try RecordFiles.read(path, selecting: TableSelection(features: ["f149", "f7", "f1?"]))
    let columns = [7] + (10...19) + [149]
    #expect(data.featureNames == columns.map { "f\($0)" })
    #expect(data.values == rows.flatMap { row in columns.map { row[$0] } })
    #expect(
      throws: RecordFileError.unknownColumn(
        file: path, line: nil, column: "f150", names: (0..<150).map { "f\($0)" })
    ) {
      try RecordFiles.read(path, selecting: TableSelection(features: ["f150"]))
    }
  }

  @Test("An array of several pieces, whose elements lie across their borders")
  func pieces() throws {
    let scratch = try Scratch()
    let rows = (0..<50_000).map { [Double($0), Double($0) / 3, -1] }
    let path = try scratch.write(NPYWriter(type: "f8", rows: rows).bytes, as: "a.npy")
    #expect(try RecordFiles.read(path).values == rows.flatMap { $0 })
  }

  @Test("An array may come through a pipe")
  func pipe() throws {
    for isColumnMajor in [false, true] {
      let bytes = NPYWriter(isColumnMajor: isColumnMajor, rows: [[1, 2], [3, 4], [5, 6]]).bytes
      #expect(try read(bytes).values == [1, 2, 3, 4, 5, 6])
      #expect(throws: RecordFileError.arraySize(file: "pipe", bytes: 153, expected: 152)) {
        try read(bytes + [0])
      }
      #expect(throws: RecordFileError.arraySize(file: "pipe", bytes: 151, expected: 152)) {
        try read(Array(bytes.dropLast()))
      }
    }
  }

  private func read(_ bytes: [UInt8]) throws -> Dataset {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
    try pipe.fileHandleForWriting.close()
    let source = FileBytes(
      descriptor: pipe.fileHandleForReading.fileDescriptor, name: "pipe", closes: false)
    return try NPYFile.read(source, selecting: TableSelection())
  }

  @Test("Ids come from a file, never from a column")
  func ids() throws {
    let scratch = try Scratch()
    let path = try scratch.write(NPYWriter(rows: [[1], [2], [3]]).bytes, as: "a.npy")
    let ids = try scratch.write("p1\np2\np1\n", as: "ids.txt")
    let data = try RecordFiles.read(path, selecting: TableSelection(idsFile: ids))
    #expect(data.idTexts == ["p1", "p2", "p1"])
    #expect(throws: RecordFileError.arrayHasNoIDColumn(file: path)) {
      try RecordFiles.read(path, selecting: TableSelection(idColumn: "f0"))
    }
  }
}

@Suite struct BadNPYTests {
  /// The error that a file of these bytes gives, its path shown as `a.npy`.
  private func fault(_ bytes: [UInt8]) throws -> RecordFileError? {
    let scratch = try Scratch()
    let path = try scratch.write(bytes, as: "a.npy")
    let error = #expect(throws: RecordFileError.self) { try RecordFiles.read(path) }
    #expect(error?.kind == .badData)
    return error
  }

  private func isNoArray(_ bytes: [UInt8]) throws -> Bool {
    if case .notAnArray = try fault(bytes) { true } else { false }
  }

  @Test("Headers that break the format's rules")
  func headers() throws {
    let data: [UInt8] = [0, 0, 128, 63]
    let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }"
    let scratch = try Scratch()
    let sound = [good, "{ \"shape\":(1,1),'descr':'<f4' , 'fortran_order':False}"]
    for header in sound {
      #expect(
        try RecordFiles.read(scratch.write(NPYWriter.file(header: header) + data, as: "a.npy")).values == [1])
    }
    let broken = [
      "", "{}", "{'descr': '<f4'}", good + "x", String(good.dropLast()), "[" + good.dropFirst(),
      good.replacing("False", with: "false"), good.replacing("False", with: "0"),
      good.replacing("(1, 1)", with: "(1, -1)"), good.replacing("(1, 1)", with: "(1 1)"),
      good.replacing("(1, 1)", with: "[1, 1]"), good.replacing("(1, 1)", with: "(1, , 1)"),
      good.replacing("(1, 1)", with: "(1.0, 1)"), good.replacing("(1, 1)", with: "1"),
      good.replacing("(1, 1)", with: "(99999999999999999999, 1)"),
      good.replacing("(1, 1)", with: "(9999999999999, 9999999999999)"),
      good.replacing(", }", with: ", 'more': 1, }"), good.replacing(", }", with: ", 'descr': '<f4', }"),
      good.replacing("'descr'", with: "descr"), good.replacing(", 'shape'", with: " 'shape'"),
      good.replacing("'<f4'", with: "<f4"), good.replacing("'<f4'", with: "'<f4"),
    ]
    for header in broken {
      #expect(try isNoArray(NPYWriter.file(header: header) + data), "\(header)")
    }
  }

  @Test("Files that are no array, or end within the header")
  func starts() throws {
    #expect(try fault([])?.description.hasSuffix("a.npy: is empty") == true)
    let whole = NPYWriter(rows: [[1, 2]]).bytes
    for length in 1..<whole.count - 8 { #expect(try isNoArray(Array(whole.prefix(length)))) }
    #expect(try isNoArray(Array("id,a\nx,1\n".utf8)))
    for (index, byte) in [(0, UInt8(0x92)), (5, 0x79), (6, 0), (6, 4), (7, 1)] {
      var bytes = whole
      bytes[index] = byte
      #expect(try isNoArray(bytes))
    }
    #expect(try isNoArray([0x93] + Array("NUMPY".utf8) + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF]))
  }

  @Test("Another count of dimensions", arguments: [("()", 0), ("(2,)", 1), ("(1, 2, 1)", 3)])
  func ranks(shape: String, rank: Int) throws {
    let bytes = NPYWriter.file(header: NPYWriter().header(shape: shape)) + Array(repeating: 0, count: 8)
    guard case .arrayRank(_, rank) = try fault(bytes) else {
      Issue.record("\(shape) was not refused for its rank")
      return
    }
  }

  @Test(
    "Another type",
    arguments: [
      "'<u2'", "'<u4'", "'<u8'", "'|b1'", "'<c8'", "'<f16'", "'|S3'", "'<U4'", "'|O'", "'<M8[ns]'", "'f4'",
      "'=f4'", "'|f4'", "''", "[('a', '<f4'), ('b', '<f4')]", "'<F4'",
    ])
  func types(descr: String) throws {
    let header = "{'descr': \(descr), 'fortran_order': False, 'shape': (1, 2), }"
    guard case .arrayType = try fault(NPYWriter.file(header: header) + Array(repeating: 0, count: 8)) else {
      Issue.record("\(descr) was not refused for its type")
      return
    }
  }

  @Test("A file shorter or longer than its shape")
  func sizes() throws {
    let whole = NPYWriter(rows: [[1, 2]]).bytes
    for bytes in [
      Array(whole.dropLast()), whole + [0],
      NPYWriter.file(header: NPYWriter().header(shape: "(1000000000, 1000000)")),
    ] {
      guard case .arraySize(_, bytes.count, _) = try fault(bytes) else {
        Issue.record("\(bytes.count) bytes were not refused for their count")
        return
      }
    }
  }

  @Test("No rows, no columns")
  func nothing() throws {
    for (shape, isRowless) in [
      ("(0, 2)", true), ("(2, 0)", false), ("(0, 0)", true), ("(0, 9999999999)", true),
    ] {
      switch try fault(NPYWriter.file(header: NPYWriter().header(shape: shape))) {
      case .noRecords: #expect(isRowless)
      case .noFeatures: #expect(!isRowless)
      default: Issue.record("\(shape) was not refused")
      }
    }
  }

  @Test("Numbers that are not finite are named by row and column", arguments: ["f4", "f8"])
  func notFinite(type: String) throws {
    let scratch = try Scratch()
    for value in [Double.nan, .infinity, -.infinity] {
      let writer = NPYWriter(type: type, isColumnMajor: true, rows: [[1, 2], [3, value], [5, 6]])
      let path = try scratch.write(writer.bytes, as: "a.npy")
      #expect(throws: RecordFileError.notFinite(file: path, row: 1, column: "f1")) {
        try RecordFiles.read(path)
      }
      #expect(try RecordFiles.read(path, selecting: TableSelection(features: ["f0"])).values == [1, 3, 5])
    }
  }

  @Test(
    "Whole numbers that double precision may not hold are named by row and column", arguments: [false, true])
  func notExact(isColumnMajor: Bool) throws {
    let scratch = try Scratch()
    let most: Int64 = 1 << 53 - 1
    for value in [most + 1, most + 2, .max, -most - 1, -most - 2, .min] {
      let writer = NPYWriter(
        type: "i8", isColumnMajor: isColumnMajor,
        rows: [[1, 2], [3, Double(most)], [-Double(most), 6], [7, 8]])
      var bytes = writer.bytes
      // The last element in either order.
      let place = bytes.count - 8
      let word = UInt64(bitPattern: value)
      for byte in 0..<8 { bytes[place + byte] = UInt8(truncatingIfNeeded: word >> (8 * UInt64(byte))) }
      let path = try scratch.write(bytes, as: "a.npy")
      #expect(throws: RecordFileError.notExact(file: path, row: 3, column: "f1")) {
        try RecordFiles.read(path)
      }
      #expect(
        try RecordFiles.read(path, selecting: TableSelection(features: ["f0"])).values
          == [1, 3, -Double(most), 7])
    }
    let path = try scratch.write(
      NPYWriter(type: "i8", rows: [[Double(most), -Double(most)]]).bytes, as: "a.npy")
    #expect(try RecordFiles.read(path).values == [Double(most), -Double(most)])
  }
}
