// How the mean of a cluster is rounded, as kernels have it.

import CLinearAlgebra

/// S/N where N is at least the threshold, and else (own·S + (all − own·N)·previous)/all, to a place of a lattice, and held
/// within ±limit.
struct MeanRule: Sendable {
  /// In steps.
  let limit: Int64
  /// The least N with which a cluster takes the plain mean.
  let threshold: Int
  /// qk, for γ = p/q.
  let own: Int64
  /// pn.
  let all: Int64

  var kernel: la_mean_rule { la_mean_rule(limit: limit, threshold: threshold, own: own, all: all) }
}
