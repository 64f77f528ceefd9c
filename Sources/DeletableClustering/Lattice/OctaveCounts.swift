// How many records there are in each octave of the largest |coordinate|.
//
// The lattice's unit is a function of these counts alone. So when the record with the largest
// coordinate leaves, the unit is known again without a look at the other records, and a unit that
// stays behind a deleted record is impossible.

struct OctaveCounts: Equatable, Sendable {
  /// Counts of records by octave, ascending, none zero. A record is in octave e if its largest
  /// |coordinate| is more than 2^(e−1) and at most 2^e.
  private(set) var counts: [Octave]

  struct Octave: Equatable, Sendable {
    var exponent: Int
    var count: Int
  }

  init(counts: [Octave] = []) {
    self.counts = counts
  }

  /// Records whose coordinates are all zero have no octave, and are not counted.
  static func octave(ofMagnitude magnitude: Double) -> Int? {
    guard magnitude > 0 else { return nil }
    return Int(magnitude.exponent) + (magnitude.significand == 1 ? 0 : 1)
  }

  /// Adds `change` records to the octave of a magnitude.
  mutating func add(_ change: Int, magnitude: Double) {
    if let exponent = Self.octave(ofMagnitude: magnitude) { add(change, exponent: exponent) }
  }

  /// Takes a record out of the octave of a magnitude.
  ///
  /// - Returns: Whether there was one; if not, nothing is changed.
  mutating func take(magnitude: Double) -> Bool {
    guard let exponent = Self.octave(ofMagnitude: magnitude) else { return true }
    guard counts.contains(where: { $0.exponent == exponent }) else { return false }
    add(-1, exponent: exponent)
    return true
  }

  /// Adds `change` records to an octave.
  mutating func add(_ change: Int, exponent: Int) {
    let place = counts.firstIndex { $0.exponent >= exponent } ?? counts.count
    if place == counts.count || counts[place].exponent != exponent {
      counts.insert(Octave(exponent: exponent, count: 0), at: place)
    }
    counts[place].count += change
    precondition(counts[place].count >= 0, "More records leave an octave than are in it.")
    if counts[place].count == 0 { counts.remove(at: place) }
  }

  mutating func merge(_ other: OctaveCounts) {
    // By exponent: 2^1024, the end of the highest octave, is no finite number.
    for octave in other.counts { add(octave.count, exponent: octave.exponent) }
  }

  /// The highest octave with a record; 0 if all coordinates are zero.
  var highest: Int { counts.last?.exponent ?? 0 }
}

extension OctaveCounts {
  /// Counts the records of a data set.
  ///
  /// - Complexity: O(n·d).
  init(of data: Dataset, threads: Int) {
    let parts = Parallel.reduce(
      count: data.count, grain: 4096, threads: threads, worker: OctaveCounts()
    ) { part, rows in
      for row in rows { part.add(1, magnitude: data.magnitude(ofRow: row)) }
    }
    self.init()
    for part in parts { merge(part) }
  }
}
