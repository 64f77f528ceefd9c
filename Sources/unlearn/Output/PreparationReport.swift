// The steps of a preparation, as `show` tells them.

import DeletableClustering

enum PreparationReport {
  /// The steps that were asked for.
  static func requested(_ preparation: Preparation) -> JSONReport.Value {
    .array(preparation.steps.map { .object(report($0)) })
  }

  /// The steps with what they learnt.
  static func resolved(_ steps: [StepParameters]) -> JSONReport.Value {
    .array(
      steps.map { step in
        var report = JSONReport()
        report.add("step", name(step.step))
        for parameter in step.parameters {
          report.add(parameter.name, .array(parameter.values.map { .number($0) }))
        }
        return .object(report)
      })
  }

  private static func report(_ step: Preparation.Step) -> JSONReport {
    var report = JSONReport()
    report.add("step", name(step))
    switch step {
    case .fillMissing, .standardize:
      break
    case .minMax(let known):
      if !known.isEmpty { report.add("known", .array(known.map(Self.range))) }
    case .randomProjection(let count):
      report.add("dimensions", count)
    case .principalComponents(let count, let isWhitened):
      report.add("dimensions", count)
      report.add("whiten", isWhitened)
    }
    return report
  }

  private static func range(_ range: ClosedRange<Double>?) -> JSONReport.Value {
    range.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null
  }

  private static func name(_ step: Preparation.Step) -> String {
    switch step {
    case .fillMissing: "fill-missing"
    case .standardize: "standard"
    case .minMax: "minmax"
    case .randomProjection: "project"
    case .principalComponents: "pca"
    }
  }

  /// For people: `missing values filled, columns standardised, 10 principal components`.
  static func phrase(_ preparation: Preparation) -> String {
    preparation.steps.map { step in
      switch step {
      case .fillMissing: "missing values filled"
      case .standardize: "columns standardised"
      case .minMax(let known): known.isEmpty ? "columns scaled to 0 and 1" : "columns scaled by known limits"
      case .randomProjection(let count): "projected onto \(Phrase.count(count, "random sum"))"
      case .principalComponents(let count, let isWhitened):
        Phrase.count(count, "principal component") + (isWhitened ? ", whitened" : "")
      }
    }.joined(separator: ", ")
  }
}
