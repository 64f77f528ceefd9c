// The power of two that one step of the lattice is worth, in the data's units.

struct LatticeUnit: Equatable, Sendable {
  /// The unit is 2^exponent.
  let exponent: Int

  /// The smallest unit in which every record fits the lattice.
  ///
  /// The highest octave becomes the lattice's whole range, so that 2^highest is `limit` steps.
  /// Units under 2⁻¹⁰²² are not used: their inverse is no finite number.
  init(fitting octaves: OctaveCounts, precision: LatticePrecision) {
    exponent = max(octaves.highest - (precision.bits - 1), -1022)
  }

  init(exponent: Int) {
    self.exponent = exponent
  }

  /// The unit as a number.
  var value: Double { Double(sign: .plus, exponent: exponent, significand: 1) }

  /// Steps in one unit of the data.
  var scale: Double { Double(sign: .plus, exponent: -exponent, significand: 1) }
}

/// From coordinates to whole steps.
struct LatticeRounding: Sendable {
  let scale: Double
  let limit: Double

  init(_ unit: LatticeUnit, dimension: Int) {
    scale = unit.scale
    limit = Double(LatticePrecision(dimension: dimension).limit)
  }

  /// The whole number of steps nearest to a coordinate, ties to even, never −0; held at the ends of the
  /// lattice's range.
  @inline(__always)
  func steps(_ coordinate: Double) -> Double {
    Self.rounded(min(max(coordinate * scale, -limit), limit))
  }

  /// Above 2⁵² a Double has no fraction left, so adding 1.5·2⁵² rounds; unlike the function of that
  /// name this is two instructions on any processor.
  @inline(__always)
  private static func rounded(_ exact: Double) -> Double {
    (exact + 0x1.8p52) - 0x1.8p52
  }
}
