// The steps of a seeding, one after another in a few pieces of memory.
//
// A deletion looks at every candidate of every step, and mostly changes potentials alone.

struct SeedingSteps: Equatable, Sendable {
  /// Where each step's candidates begin, and where the last one's end.
  var starts = [0]
  /// For each candidate, a key, d coordinates, and a potential.
  var keys: [Word128] = []
  var points: [Int32] = []
  var potentials: [Int128] = []
  /// For each step, the place of its seed among its candidates.
  var chosen: [Int] = []

  var dimension: Int { keys.isEmpty ? 0 : points.count / keys.count }

  /// Adds a step after the last.
  ///
  /// - Precondition: Its candidates' points have as many coordinates as those before.
  mutating func append(_ step: SeedingStep) {
    for candidate in step.candidates {
      precondition(keys.isEmpty || candidate.point.count == dimension, "All candidates have one dimension.")
      keys.append(candidate.key)
      points += candidate.point
      potentials.append(candidate.potential)
    }
    starts.append(keys.count)
    chosen.append(step.chosen)
  }

  /// The keys of a step's candidates.
  func keys(ofStep step: Int) -> ArraySlice<Word128> { keys[starts[step]..<starts[step + 1]] }

  /// The point that a step chose.
  func seedPoint(ofStep step: Int) -> ArraySlice<Int32> {
    let first = (starts[step] + chosen[step]) * dimension
    return points[first..<first + dimension]
  }

  /// Puts another step in the place of one.
  ///
  /// - Complexity: O(L·d) a step.
  mutating func replace(step: Int, by new: SeedingStep) {
    var all = first(step)
    all.append(new)
    for later in self[(step + 1)...] { all.append(later) }
    self = all
  }

  /// The first steps.
  ///
  /// - Complexity: O(L·d) a step, a copy.
  func first(_ count: Int) -> SeedingSteps {
    var first = SeedingSteps()
    for step in self.prefix(count) { first.append(step) }
    return first
  }
}

extension SeedingSteps: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { chosen.count }

  /// - Complexity: O(L·d), a copy.
  subscript(step: Int) -> SeedingStep {
    SeedingStep(
      candidates: (starts[step]..<starts[step + 1]).map {
        .init(
          key: keys[$0], point: Array(points[$0 * dimension..<($0 + 1) * dimension]),
          potential: potentials[$0])
      })
  }
}
