// The settings of a model, as `show` tells them: those asked for, and what they came to.

import DeletableClustering

enum SettingsReport {
  /// Settings by the names of their options, in a fixed order. Those of the tree are there where the method has
  /// one.
  static func requested(_ settings: ModelSettings) -> [(name: String, value: JSONReport.Value)] {
    var values: [(name: String, value: JSONReport.Value)] = [
      ("clusters", .integer(settings.clusters)),
      ("iterations", .integer(settings.iterations)),
      ("restarts", .integer(settings.restarts)),
    ]
    if settings.method != .lloyd {
      values += [
        ("epsilon", settings.epsilon.map { .number($0) } ?? .null),
        ("balance", .string(settings.balance.description)),
      ]
    }
    if settings.method == .divideAndConquer {
      values += [
        ("leaves", settings.tree.leaves.map { .integer($0) } ?? .null),
        ("depth", settings.tree.depth.map { .integer($0) } ?? .null),
        ("merge", .string(settings.tree.merging.rawValue)),
        ("solver", .string(settings.tree.solver.rawValue)),
      ]
    }
    return values + [
      ("seeding_sample", sample(settings.seedingSample)), ("seed", .unsigned(settings.seed)),
    ]
  }

  private static func sample(_ count: Int?) -> JSONReport.Value {
    switch count {
    case nil: .null
    case ModelSettings.everyRecord: .string("all")
    case let count?: .integer(count)
    }
  }

  /// What settings came to, where the method has them.
  static func resolved(_ resolved: ResolvedSettings) -> [(name: String, value: JSONReport.Value)] {
    let values: [(String, JSONReport.Value?)] = [
      ("unit", .number(resolved.unit)),
      ("epsilon", resolved.epsilon.map { .number($0) }),
      ("seeding_share", resolved.seedingShare.map { .number($0) }),
      ("best_round", resolved.bestRound.map { .integer($0) }),
      ("best_run", resolved.bestRun.map { .integer($0) }),
      ("leaves", resolved.leaves.map { .integer($0) }),
      ("depth", resolved.depth.map { .integer($0) }),
      ("width", resolved.width.map { .integer($0) }),
    ]
    return values.compactMap { name, value in value.map { (name, $0) } }
  }

  /// As a line for people: `clusters 6, epsilon automatic`.
  static func phrase(_ values: [(name: String, value: JSONReport.Value)]) -> String {
    values.map { name, value in
      let text: String =
        switch value {
        case .null: "automatic"
        case .string(let text): text
        case .number(let number): Phrase.short(number)
        default: value.text
        }
      return "\(name.replacing("_", with: " ")) \(text)"
    }.joined(separator: ", ")
  }
}
