// Numbers, and what they mean, as people read them.

import DeletableClustering
import Foundation
import ReportPages

enum Phrase {
  /// The inertia in the input's units, and with preparation in those that come out of it too.
  static func inertia(of model: any DeletableModel) throws -> String {
    let inertia = short(try model.clustersInDataUnits().inertia)
    guard !model.settings.preparation.steps.isEmpty else { return inertia }
    return "\(inertia) in the input's units, \(short(try model.clusterSummary().inertia)) as prepared"
  }

  /// With commas between the thousands.
  static func number(_ value: Int) -> String {
    Numerals.grouped(value, minus: "-")
  }

  /// A number and the noun that goes with it.
  static func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    value == 1 ? "1 \(noun)" : "\(number(value)) \(plural ?? noun + "s")"
  }

  /// Six significant digits.
  static func short(_ value: Double) -> String { digits(value, 6) }

  /// So many significant digits.
  static func digits(_ value: Double, _ count: Int) -> String {
    String(format: "%.\(count)g", value)
  }

  /// Seconds, milliseconds or microseconds, three digits.
  static func duration(_ seconds: Double) -> String {
    if seconds >= 1 { return String(format: "%.3g s", seconds) }
    if seconds >= 1e-3 { return String(format: "%.3g ms", seconds * 1e3) }
    return String(format: "%.3g µs", seconds * 1e6)
  }

  /// What a deletion did to the centroids.
  static func effect(_ outcome: DeletionOutcome, rounds: Int) -> String {
    if outcome.recordCount == 0 { return "nothing was removed, and the model is as it was" }
    if outcome.isCertified { return "no centroid moved" }
    if outcome.changedStep != nil { return "the preparation changed, so the model was fitted anew" }
    if outcome.isRefitted { return "the lattice or the tree changed, so the model was fitted anew" }
    let again = "\(count(outcome.reassignedCount, "label")) computed again"
    if outcome.changedNodeCount > 0 {
      return "centroids of \(count(outcome.changedNodeCount, "node")) moved; \(again)"
    }
    switch outcome.firstMovedRound {
    case .none: return "no round's centroids moved, but another round is the best now"
    case .some(0): return "the seeds changed; \(again)"
    case .some(let round): return "centroids moved from round \(round) of \(rounds) on; \(again)"
    }
  }
}
