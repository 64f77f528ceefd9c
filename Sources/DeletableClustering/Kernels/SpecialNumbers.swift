// Whether there are coordinates that a data set does not take as they are.

import CLinearAlgebra

extension Coordinates {
  /// Whether a number is infinite, missing or −0, and so has to be looked at.
  ///
  /// - Complexity: O(n·d), at the speed of memory; on all processors where there are many.
  var haveSpecialNumbers: Bool {
    let grain = 1 << 18
    let parts = Parallel.reduce(
      count: count, grain: grain, threads: count > grain ? Parallel.coreCount : 1, worker: false
    ) { found, range in
      found = found || haveSpecialNumbers(range)
    }
    return parts.contains(true)
  }

  private func haveSpecialNumbers(_ range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    switch self {
    case .float(let values):
      return unsafe values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return false }
        return unsafe la_has_special_float(base + range.lowerBound, range.count) != 0
      }
    case .double(let values):
      return unsafe values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return false }
        return unsafe la_has_special_double(base + range.lowerBound, range.count) != 0
      }
    }
  }
}
