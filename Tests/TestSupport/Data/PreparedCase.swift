// Data sets and settings with a preparation, made from a seed.

import DeletableClustering

/// A generated case whose records go through steps, and may lack values.
package struct PreparedCase: Sendable {
  package let sample: GeneratedCase
  package let preparation: Preparation
  package let data: Dataset

  /// - Parameter shape: Nil for the one whose turn it is.
  package init(seed: UInt64, _ shape: GeneratedCase.Shape? = nil) {
    sample = shape.map { GeneratedCase($0, seed: seed) } ?? GeneratedCase(seed: seed)
    var random = SplitMix(seed &* 0xD134_2543_DE82_EF95 &+ 7)
    let dimension = sample.rows[0].count
    preparation = Self.preparation(dimension: dimension, &random)
    var rows = sample.rows
    // No preparation takes the largest numbers.
    if sample.shape == .largest { rows = rows.map { $0.map { $0 * 0x1p-20 } } }
    if preparation.fillsMissing {
      for row in rows.indices {
        for column in rows[row].indices where random.int(0...7) == 0 { rows[row][column] = .nan }
      }
    }
    data = GeneratedCase.dataset(rows, sample.ids, weights: sample.weights)
  }

  package func settings(_ method: ClusteringMethod) -> ModelSettings {
    var settings = sample.settings(method)
    settings.preparation = preparation
    return settings
  }

  /// One to four steps in any order that is allowed.
  private static func preparation(dimension: Int, _ random: inout SplitMix) -> Preparation {
    var steps: [Preparation.Step] = random.int(0...2) == 0 ? [.fillMissing] : []
    var dimension = dimension
    for _ in 0..<random.int(steps.isEmpty ? 1...3 : 0...3) {
      let step = step(dimension: dimension, &random)
      steps.append(step)
      switch step {
      case .randomProjection(let count), .principalComponents(let count, _): dimension = count
      default: break
      }
    }
    return Preparation(steps)
  }

  private static func step(dimension: Int, _ random: inout SplitMix) -> Preparation.Step {
    switch random.int(0...7) {
    case 0, 1: .standardize
    case 2: .minMax()
    case 3: .minMax(known: [-2...random.element([2, 30])])
    case 4:
      .minMax(
        known: (0..<dimension).map { _ in random.int(0...1) == 0 ? nil : -1...Double(random.int(0...9)) })
    case 5: .randomProjection(random.int(1...12))
    default: .principalComponents(random.int(1...min(dimension, 12)), whiten: random.int(0...1) == 0)
    }
  }
}
