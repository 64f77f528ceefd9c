// What is known of the surviving records as a whole: part of a model's state.

struct RecordSummary: Equatable, Sendable {
  /// n.
  private(set) var recordCount: Int
  /// The sum of the records' weights; n where every weight is 1.
  private(set) var totalWeight: Int
  /// What the unit is resolved from.
  private(set) var octaves: OctaveCounts
  /// One lattice step, in the data's units.
  private(set) var unit: LatticeUnit

  /// - Complexity: O(n·d).
  init(of data: Dataset, threads: Int) {
    self.init(of: data, OctaveCounts(of: data, threads: threads))
  }

  /// - Parameter octaves: Those of the data.
  init(of data: Dataset, _ octaves: OctaveCounts) {
    recordCount = data.count
    totalWeight = data.totalWeight
    self.octaves = octaves
    unit = LatticeUnit(fitting: octaves, precision: LatticePrecision(dimension: data.dimension))
  }

  /// Takes out some rows of a data set.
  ///
  /// - Returns: False, and nothing is changed, if it was not made of them, which a state that was read from a file may
  ///   claim.
  /// - Complexity: O(d) a row.
  mutating func remove(rows: some RandomAccessCollection<Int>, of data: Dataset) -> Bool {
    let weight = data.weights == nil ? rows.count : rows.reduce(0) { $0 + data.weight(ofRow: $1) }
    guard recordCount >= rows.count, totalWeight - weight >= recordCount - rows.count else { return false }
    guard takeOctaves(ofRows: rows, of: data) else { return false }
    recordCount -= rows.count
    totalWeight -= weight
    unit = LatticeUnit(fitting: octaves, precision: LatticePrecision(dimension: data.dimension))
    return true
  }

  private mutating func takeOctaves(ofRows rows: some RandomAccessCollection<Int>, of data: Dataset) -> Bool {
    // Rows are far apart: some are on their way from memory while one is looked at.
    var coming = rows.makeIterator()
    for _ in 0..<8 { data.prefetch(row: coming.next()) }
    var takenCount = 0
    for row in rows {
      data.prefetch(row: coming.next())
      guard octaves.take(magnitude: data.magnitude(ofRow: row)) else {
        for row in rows.prefix(takenCount) { octaves.add(1, magnitude: data.magnitude(ofRow: row)) }
        return false
      }
      takenCount += 1
    }
    return true
  }
}

extension RecordSummary {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(UInt64(recordCount))
    encoder.append(UInt64(totalWeight))
    octaves.encode(to: &encoder)
    encoder.append(Int32(unit.exponent))
  }

  init(from decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    let count = Int(clamping: try decoder.number(UInt64.self))
    let weight = Int(clamping: try decoder.number(UInt64.self))
    try self.init(from: &decoder, dimension: dimension, recordCount: count, totalWeight: weight)
  }

  /// Reads what follows the counts.
  init(
    from decoder: inout CanonicalDecoder, dimension: Int, recordCount: Int, totalWeight: Int
  ) throws(DecodingFailure) {
    self.recordCount = recordCount
    self.totalWeight = totalWeight
    guard recordCount <= totalWeight, totalWeight <= Dataset.maximumCount,
      (recordCount == 0) == (totalWeight == 0)
    else { throw .invalid("record count") }
    octaves = try OctaveCounts(from: &decoder)
    // Records whose coordinates are all zero are in no octave.
    guard octaves.counts.reduce(0, { $0 + $1.count }) <= recordCount else { throw .invalid("octaves") }
    unit = LatticeUnit(exponent: Int(try decoder.number(Int32.self)))
    guard unit == LatticeUnit(fitting: octaves, precision: LatticePrecision(dimension: dimension)) else {
      throw .invalid("unit")
    }
  }
}

extension OctaveCounts {
  func encode(to encoder: inout CanonicalEncoder) {
    encoder.append(all: counts.map { Int32($0.exponent) })
    encoder.append(all: counts.map { UInt64($0.count) })
  }

  init(from decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    let exponents = try decoder.numbers(Int32.self).map { Int($0) }
    let counts = try decoder.numbers(UInt64.self)
    guard exponents.count == counts.count, exponents.allSatisfy({ (-1074...1024).contains($0) }),
      zip(exponents, exponents.dropFirst()).allSatisfy({ $0 < $1 }),
      counts.allSatisfy({ (1...UInt64(Dataset.maximumCount)).contains($0) })
    else { throw .invalid("octaves") }
    self.init(counts: zip(exponents, counts).map { Octave(exponent: $0, count: Int($1)) })
  }
}
