// The usual shortcut: after a failed check, round again with a new phase.
//
// One cluster on a line, its mean a fraction of whole numbers, all phases of a cell enumerated: the
// probabilities are counts, so nothing is estimated.

import DeletableClustering

package enum NaivePhases {
  /// Where a mean goes, with each phase from 0 to cell − 1.
  private static func places(_ sum: Int128, over count: Int128, cell: Int128) -> [Int128] {
    (0..<Int(cell)).map { phase in
      TwinRounding.place(sum, over: count, cell: cell, phase: Int128(phase), limit: 1 << 20)
    }
  }

  /// How often a refit of the survivors gives each place, in cell² equal cases.
  package static func refit(without value: Int128, of values: [Int128], cell: Int128) -> [Int128: Int] {
    let (sum, count) = (values.reduce(0, +) - value, Int128(values.count - 1))
    var result: [Int128: Int] = [:]
    for place in places(sum, over: count, cell: cell) { result[place, default: 0] += Int(cell) }
    return result
  }

  /// The same for the shortcut: a place that stays is kept, else a fresh phase is drawn.
  package static func afterDeletion(
    of value: Int128, from values: [Int128], cell: Int128
  ) -> [Int128: Int] {
    let before = places(values.reduce(0, +), over: Int128(values.count), cell: cell)
    let after = places(values.reduce(0, +) - value, over: Int128(values.count - 1), cell: cell)
    var result: [Int128: Int] = [:]
    for phase in before.indices {
      if before[phase] == after[phase] {
        result[before[phase], default: 0] += Int(cell)
      } else {
        for place in after { result[place, default: 0] += 1 }
      }
    }
    return result
  }
}
