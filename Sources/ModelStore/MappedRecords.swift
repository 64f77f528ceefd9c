// The records of a stored model, read only where they are needed.
//
// Promise    What is not asked for is not read; what is read was checked. Rows keep their order.
// Method     Segments stand side by side; rows that were taken out are a list beside each, until the
//            store writes the segment anew.

import DeletableClustering

struct MappedRecords: Sendable {
  let featureNames: [String]
  let layout: SegmentLayout
  private(set) var parts: [Part]
  private(set) var participantCount: Int

  /// A segment and the rows of it that are out.
  struct Part: Sendable {
    let segment: Segment
    /// Ascending, each once.
    fileprivate(set) var removedRows: [Int] = []

    var count: Int { segment.rowCount - removedRows.count }

    /// The rows that are left, as runs.
    var runs: [Range<Int>] {
      var runs: [Range<Int>] = []
      var start = 0
      for row in removedRows {
        if start < row { runs.append(start..<row) }
        start = row + 1
      }
      if start < segment.rowCount { runs.append(start..<segment.rowCount) }
      return runs
    }
  }

  init(featureNames: [String], _ layout: SegmentLayout, _ segments: [Segment], participantCount: Int) {
    self.featureNames = featureNames
    self.layout = layout
    self.participantCount = participantCount
    parts = segments.map { Part(segment: $0) }
  }

  /// For each part, the rows that carry one of the ids; and how many of the ids there are.
  ///
  /// - Complexity: O(n) and the length of the ids; no coordinate is read.
  private func rows(of ids: [RecordID]) throws(StoreError) -> (hits: [[Int]], foundCount: Int) {
    let lookup = IDLookup(ids)
    var isFound = Array(repeating: false, count: ids.count)
    var hits: [[Int]] = []
    for part in parts {
      let stored = try part.segment.ids()
      var rows: [Int] = []
      for run in part.runs {
        for row in run {
          guard let index = lookup.index(of: stored[row]) else { continue }
          isFound[index] = true
          rows.append(row)
        }
      }
      hits.append(rows)
    }
    return (hits, isFound.count { $0 })
  }

  /// Whether an id has records.
  func contains(_ id: RecordID) throws(StoreError) -> Bool {
    try count(of: [id]) > 0
  }

  /// How many of some distinct ids have records.
  func count(of ids: [RecordID]) throws(StoreError) -> Int {
    try rows(of: ids).foundCount
  }

  /// Reads some rows of each part.
  private func read(_ runs: [[Range<Int>]]) throws(StoreError) -> Dataset {
    var ids = RecordIDs()
    var floats: [Float] = []
    var doubles: [Double] = []
    var weights: [UInt32] = []
    for (part, runs) in zip(parts, runs) where !runs.isEmpty {
      let stored = try part.segment.ids()
      let coordinates = try part.segment.coordinates()
      for run in runs {
        for row in run { ids.append(stored[row]) }
        switch layout.element {
        case .float: coordinates.append(rows: run, to: &floats, weights: &weights)
        case .double: coordinates.append(rows: run, to: &doubles, weights: &weights)
        }
      }
      try part.segment.checkIsCurrent()
    }
    do {
      return try Dataset(
        ids: ids, coordinates: layout.element == .float ? .float(floats) : .double(doubles),
        dimension: layout.dimension, weights: layout.isWeighted ? weights : nil, featureNames: featureNames)
    } catch {
      // The digests agreed, so this was written: by no version of this store.
      let path = parts.first?.segment.modelPath ?? ""
      throw .damaged(path: path, file: ModelFolder.segmentsName, reason: "\(error)")
    }
  }
}

extension MappedRecords: DeferredRecords {
  var count: Int { parts.reduce(0) { $0 + $1.count } }

  func records(of ids: [RecordID]) throws(StoreError) -> Dataset {
    try read(try rows(of: ids).hits.map { rows in rows.map { $0..<$0 + 1 } })
  }

  func load() throws(StoreError) -> Dataset {
    try read(parts.map(\.runs))
  }

  func removing(_ ids: [RecordID]) throws -> any DeferredRecords {
    try without(ids)
  }

  func without(_ ids: [RecordID]) throws(StoreError) -> MappedRecords {
    var copy = self
    let (hits, foundCount) = try rows(of: ids)
    for (index, rows) in hits.enumerated() where !rows.isEmpty {
      copy.parts[index].removedRows = (parts[index].removedRows + rows).sorted()
    }
    copy.participantCount -= foundCount
    return copy
  }
}
