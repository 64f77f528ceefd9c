// Rounding what was learnt from records to coarse cells.
//
// A cell's size is a power of two, so dividing by it is exact; its phase is a function of the seed. A
// parameter that moves by δ changes its cell with probability δ/cell.

enum KeyedCell {
  /// Where a lattice lies, from a uniform word: an odd multiple of 2⁻¹⁷ between 0 and 1, so that no number with a short
  /// binary expansion ever lies on the border of a cell.
  static func phase(of word: UInt64) -> Double {
    Double(word >> 48 * 2 + 1) * 0x1p-17
  }

  /// The middle of the cell that a number is in.
  ///
  /// - Parameters:
  ///   - size: A power of two.
  ///   - phase: From 0 to 1.
  static func middle(of number: Double, size: Double, phase: Double) -> Double {
    size * ((number / size - phase).rounded(.down) + (phase + 0.5))
  }

  /// The same for a positive number, in cells of 1/16 to 1/32 of it: at most 3 % away.
  static func relativeMiddle(of number: Double, phase: Double) -> Double {
    middle(of: number, size: powerOfTwo(below: number, dividedBy: 4), phase: phase)
  }

  /// 2^(e − shift), for the largest e with 2^e ≤ number.
  ///
  /// - Precondition: The number is positive and finite.
  static func powerOfTwo(below number: Double, dividedBy shift: Int) -> Double {
    Double(sign: .plus, exponent: max(Int(number.exponent) - shift, -1074), significand: 1)
  }
}
