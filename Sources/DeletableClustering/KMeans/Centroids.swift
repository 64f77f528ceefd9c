// Points of the lattice that stand for clusters.

/// k centroids of d coordinates each, in lattice steps.
struct Centroids: Equatable, Sendable {
  let dimension: Int
  /// k × d, row after row; each within the lattice's range.
  var steps: [Int32]

  var count: Int { steps.count / dimension }

  /// Where a centroid's coordinates lie in `steps`.
  func range(of centroid: Int) -> Range<Int> {
    centroid * dimension..<(centroid + 1) * dimension
  }

  /// ‖c‖², at most 2⁵¹ steps squared: exact.
  func squaredNorm(of centroid: Int) -> Double {
    range(of: centroid).reduce(0) { $0 + Double(steps[$1]) * Double(steps[$1]) }
  }
}
