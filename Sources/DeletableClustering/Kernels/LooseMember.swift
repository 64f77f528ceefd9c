// What kernels read of a point that leaves or joins, beside its coordinates.

import CLinearAlgebra

/// A point's key, its weight, negative where it leaves, and its squared norm.
typealias LooseMember = la_member

extension LooseMember {
  init(_ key: Word128, weight: Int64, squaredNorm: Int64) {
    self.init(key_low: key.low, key_high: key.high, weight: weight, norm: squaredNorm)
  }

  /// What stands for the point in every draw.
  var key: Word128 { Word128(low: key_low, high: key_high) }
}
