// A model as it is when opened again, for the laws.

import DeletableClustering

extension DeletableModel {
  /// The model made again from its encoding, the records still where they are stored.
  package func reopened() throws -> Self {
    let model = try ModelCore.model(
      encoded: encoded, featureNames: featureNames, records: StoredRecords(try records()),
      threads: threads)
    guard let model = model as? Self else { throw LawViolation("Another method was opened.") }
    return model
  }
}
