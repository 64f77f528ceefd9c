// What a step is fitted with, beside the records.

/// The draws of one step are functions of the seed, the step's place, and what is drawn.
struct StepContext: Sendable {
  let random: KeyedRandom
  /// The step's place, from 0.
  let step: Int
  /// They decide nothing.
  let threads: Int

  /// What a draw of a step is for.
  enum Use: UInt64 {
    case center = 1
    case scale = 2
    case fill = 3
    case lowerLimit = 4
    case upperLimit = 5
    case target = 6
    case sign = 7
    case axis = 8
    case axisSign = 9
    case axisScale = 10
  }

  func word(_ use: Use, row: Int = 0, column: Int) -> UInt64 {
    random.word(
      .preparation, index: UInt64(step) << 48 | use.rawValue << 40 | UInt64(row), position: UInt32(column))
  }

  /// Where a lattice lies.
  func phase(_ use: Use, row: Int = 0, column: Int) -> Double {
    KeyedCell.phase(of: word(use, row: row, column: column))
  }

  /// +1 or −1.
  func sign(_ use: Use, row: Int = 0, column: Int) -> Double {
    word(use, row: row, column: column) >> 63 == 0 ? 1 : -1
  }
}
