// Numbers near the end of double precision.

enum ClampedNumber {
  /// The largest magnitude that prepared coordinates have: 65,536 of them can be added up.
  static let bound = 0x1p1000

  @inline(__always)
  static func clamped(_ value: Double, to bound: Double = bound) -> Double {
    min(max(value, -bound), bound)
  }
}
