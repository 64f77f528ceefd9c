// What a run knows beyond its state: caches, which can be made again from the points and the state.

struct RunCache: Sendable {
  /// Labels and gaps of the rounds; nil where none are known.
  var assignments: Assignments?
  /// For each step of the seeding, the time that a point must not exceed to be among the candidates; infinite
  /// where there was room for more. Shorter than the seeding where they are not known.
  var bounds: [Double] = []
  /// Those of the rounds, for the ε that they name.
  var lattices = RoundLattices()

  /// Whether all labels and gaps are known.
  var isComplete: Bool { assignments?.isComplete ?? false }

  mutating func dropAssignments() {
    assignments = nil
  }

  /// The bound of a step; infinite, so that every point is looked at, where it is not known.
  func bound(ofStep step: Int) -> Double {
    step < bounds.count ? bounds[step] : .infinity
  }

  /// Notes the bound of a step, which is one of those known or the next.
  mutating func setBound(_ bound: Double, ofStep step: Int) {
    if step < bounds.count {
      bounds[step] = bound
    } else if step == bounds.count {
      bounds.append(bound)
    }
  }
}
