// The largest numbers that a preparation takes.
//
// Means, deviations and axes are computed of sums and differences. Numbers near the end of double precision would make
// some of them infinite, and what comes of those no number; a lattice alone takes every finite number.

extension Preparation {
  /// The largest magnitude of a number that goes into a preparation, 2^1005, about 3 × 10³⁰². Every number of single
  /// precision is less.
  public static let largestMagnitude = 0x1p1005
}

extension Dataset {
  /// The row and the column of the first number that is too large for a preparation; nil if there is none. Missing
  /// values are not.
  ///
  /// - Complexity: O(n·d) in double precision, O(1) in single.
  func firstBeyondPreparation(threads: Int) -> (row: Int, column: Int)? {
    guard case .double(let values) = coordinates else { return nil }
    let parts = Parallel.reduce(count: values.count, grain: 1 << 16, threads: threads, worker: false) {
      found, range in
      for place in range where values[place].magnitude > Preparation.largestMagnitude { found = true }
    }
    guard parts.contains(true),
      let place = values.firstIndex(where: { $0.magnitude > Preparation.largestMagnitude })
    else { return nil }
    return (place / dimension, place % dimension)
  }
}
