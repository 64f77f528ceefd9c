// A step of the preparation, with what it learnt from the records.
//
// Promise    What is learnt is a function of the records as a set, of the seed and of the step's place.
// Method     Statistics are exact whole numbers, from which a leaving record is subtracted. Parameters are
//            made of them by a fixed sequence of operations that IEEE 754 rounds exactly, and are rounded to
//            lattices of keyed phase, so that they seldom change.

protocol FittedStep: Sendable {
  /// What it does with a record, by name.
  var parameters: [StepParameters.Parameter] { get }

  /// The count of coordinates that come out.
  var outputDimension: Int { get }

  /// The records after this step: as many, in the same order, with the same ids and weights.
  ///
  /// - Complexity: O(n·d), or O(n·d·D) for projections.
  func apply(to data: Dataset, threads: Int) -> Dataset

  /// The step without some of its records; nil where that takes a look at the others.
  ///
  /// - Parameter leaving: Records as they come into this step.
  func removing(_ leaving: Dataset, _ context: StepContext) -> Self?

  /// Whether both do the same to any record.
  func hasParameters(of other: any FittedStep) -> Bool

  /// Whether both learnt the same, caches aside.
  func hasState(of other: any FittedStep) -> Bool

  /// Writes the state.
  func encode(to encoder: inout CanonicalEncoder)
}

extension FittedStep where Self: Equatable {
  func hasState(of other: any FittedStep) -> Bool { other as? Self == self }
}
