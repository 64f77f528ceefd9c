// A fit of records with the settings of a model, to see whether the model is what they give.

import DeletableClustering

struct Refit {
  let model: any DeletableModel
  /// What the fit alone took.
  let seconds: Double
  /// Whether it is the other model, the whole state and the digest compared.
  let isExact: Bool

  init(_ records: Dataset, like other: any DeletableModel, _ progress: Progress) throws {
    let request = FitSettings.Request(
      selection: .init(), settings: other.settings, threads: other.threads)
    (model, seconds) = try Fitting.fit(records, request, keepingAssignments: false, progress)
    isExact = Self.isExact(model, other)
  }

  static func isExact(_ refit: any DeletableModel, _ model: any DeletableModel) -> Bool {
    refit.core == model.core && refit.digest == model.digest
  }
}
