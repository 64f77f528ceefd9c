// A table in NumPy's array format: rows are records, columns are the features f0, f1, ….

import DeletableClustering

enum NPYFile {
  /// Reads an array of two dimensions; its ids come from a file of ids, or are row numbers.
  static func read(
    _ source: FileBytes, selecting selection: TableSelection
  ) throws(RecordFileError) -> Dataset {
    let file = source.name
    let givenIDs: RecordIDs? = if let path = selection.idsFile { try IDLines.read(path) } else { nil }
    let fileBytes = source.byteCount
    var bytes = ArrayBytes(source)
    let header = try readHeader(&bytes, file: file)
    if let fileBytes { try bytes.checkSize(header, fileBytes: fileBytes) }
    guard header.rowCount > 0 else { throw .noRecords(file: file, line: nil) }
    guard header.columnCount > 0 else { throw .noFeatures(file: file, line: nil) }
    if let givenIDs, let path = selection.idsFile {
      try IDLines.checkCount(givenIDs.count, of: path, records: header.rowCount)
    }
    let elements = try readElements(&bytes, header, reserving: fileBytes != nil)

    let names = (0..<header.columnCount).map { "f\($0)" }
    let plan = try ColumnPlan(names: names, selecting: selection, file: file, line: nil)
    let coordinates = NPYLayout(header, columns: plan.featureColumns).arranged(elements)
    try checkExactness(of: coordinates, header, plan, file: file)
    let data: Dataset
    do {
      data = try Dataset(
        ids: givenIDs,
        coordinates: coordinates,
        dimension: plan.featureColumns.count,
        featureNames: plan.featureNames
      )
    } catch {
      throw RecordFileError(error, file: file, columns: plan.featureNames)
    }
    if !selection.acceptsMissing, let (row, column) = data.firstMissingValue {
      throw .notFinite(file: file, row: row, column: plan.featureNames[column])
    }
    return data
  }

  /// Throws if a whole number may have been rounded: two records would be taken for equal that are not.
  private static func checkExactness(
    of coordinates: Coordinates, _ header: NPYHeader, _ plan: ColumnPlan, file: String
  ) throws(RecordFileError) {
    // The first that is rounded, 2⁵³ + 1, comes out as 2⁵³.
    guard header.element == .int64, case .double(let numbers) = coordinates,
      let place = numbers.firstIndex(where: { $0.magnitude >= 0x1p53 })
    else { return }
    let (row, column) = place.quotientAndRemainder(dividingBy: plan.featureColumns.count)
    throw .notExact(file: file, row: row, column: plan.featureNames[column])
  }

  private static func readHeader(
    _ bytes: inout ArrayBytes, file: String
  ) throws(RecordFileError) -> NPYHeader {
    let start = try bytes.take(NPYHeader.fixedBytes)
    if start.isEmpty { throw .empty(file: file) }
    let lengthBytes = try NPYHeader.lengthBytes(start, file: file)
    let length = try bytes.take(lengthBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= NPYHeader.limit else {
      throw .notAnArray(file: file, reason: "the header is too long")
    }
    let text = try bytes.take(length)
    guard text.count == length else {
      throw .notAnArray(file: file, reason: "the file ends within the header")
    }
    return try NPYHeader(text, file: file)
  }

  /// Reads all elements in the order of the file, and checks that nothing follows them.
  private static func readElements(
    _ bytes: inout ArrayBytes, _ header: NPYHeader, reserving: Bool
  ) throws(RecordFileError) -> Coordinates {
    let elements = NPYElements(element: header.element, isBigEndian: header.isBigEndian)
    let count = header.rowCount * header.columnCount
    if header.element.fitsFloat {
      var numbers: [Float] = []
      if reserving { numbers.reserveLargePages(count) }
      try bytes.takeElements(header) { elements.append($0, to: &numbers) }
      return .float(numbers)
    }
    var numbers: [Double] = []
    if reserving { numbers.reserveLargePages(count) }
    try bytes.takeElements(header) { elements.append($0, to: &numbers) }
    return .double(numbers)
  }
}

/// The bytes of an array file, taken from its start on.
private struct ArrayBytes {
  private let source: FileBytes
  private var rest: [UInt8] = []
  private var takenBytes = 0

  init(_ source: FileBytes) {
    self.source = source
  }

  /// Takes the next bytes; fewer at the end of the file.
  mutating func take(_ count: Int) throws(RecordFileError) -> [UInt8] {
    while rest.count < count {
      let piece = try source.next()
      if piece.isEmpty { break }
      rest += piece
    }
    let taken = Array(rest.prefix(count))
    rest.removeFirst(taken.count)
    takenBytes += taken.count
    return taken
  }

  /// Checks the file's size before anything is made of the shape's size.
  func checkSize(_ header: NPYHeader, fileBytes: Int) throws(RecordFileError) {
    let expected = takenBytes + header.dataBytes
    guard expected == fileBytes else {
      throw .arraySize(file: source.name, bytes: fileBytes, expected: expected)
    }
  }

  /// Hands over all that is left, in runs of whole elements, which have to be as many as the shape says.
  mutating func takeElements(
    _ header: NPYHeader, _ use: (Span<UInt8>) -> Void
  ) throws(RecordFileError) {
    let expected = takenBytes + header.dataBytes
    let size = header.element.bytes
    while takenBytes < expected {
      if rest.count < size {
        let piece = try source.next()
        if piece.isEmpty { break }
        rest += piece
      }
      let whole = min(rest.count - rest.count % size, expected - takenBytes)
      use(rest.span.extracting(0..<whole))
      rest.removeFirst(whole)
      takenBytes += whole
    }
    if rest.isEmpty { rest = try source.next() }
    guard takenBytes == expected, rest.isEmpty else {
      throw .arraySize(file: source.name, bytes: takenBytes + rest.count, expected: expected)
    }
  }
}

/// Where the elements of the wanted columns are in the order of the file.
struct NPYLayout {
  private let rowCount: Int
  private let columns: [Int]
  private let rowStride: Int
  private let columnStride: Int
  private let isInOrder: Bool

  init(_ header: NPYHeader, columns: [Int]) {
    self.rowCount = header.rowCount
    self.columns = columns
    rowStride = header.isColumnMajor ? 1 : header.columnCount
    columnStride = header.isColumnMajor ? header.rowCount : 1
    isInOrder = !header.isColumnMajor && columns.count == header.columnCount
  }

  /// The wanted columns, row after row.
  func arranged(_ coordinates: Coordinates) -> Coordinates {
    if isInOrder { return coordinates }
    switch coordinates {
    case .float(let values): return .float(arranged(values))
    case .double(let values): return .double(arranged(values))
    }
  }

  /// - Complexity: O(n·d), in squares of 64 so that either order uses what the cache holds.
  private func arranged<Number: Numeric>(_ values: [Number]) -> [Number] {
    let side = 64
    let dimension = columns.count
    var result = [Number](repeating: 0, count: rowCount * dimension)
    for firstRow in stride(from: 0, to: rowCount, by: side) {
      for firstColumn in stride(from: 0, to: dimension, by: side) {
        for row in firstRow..<min(firstRow + side, rowCount) {
          for column in firstColumn..<min(firstColumn + side, dimension) {
            result[row * dimension + column] = values[row * rowStride + columns[column] * columnStride]
          }
        }
      }
    }
    return result
  }
}
