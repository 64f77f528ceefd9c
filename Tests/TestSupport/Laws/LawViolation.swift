// How a law that does not hold says so.

import DeletableClustering

/// A law that was broken, and where.
package struct LawViolation: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Throws unless the two models are one in every respect: state, encoding and digest.
func expectEqual(
  _ model: any DeletableModel, _ refit: any DeletableModel, _ context: @autoclosure () -> String
) throws {
  guard model == refit else { throw LawViolation("The states differ: \(context())") }
  guard model.encoded == refit.encoded else { throw LawViolation("The encodings differ: \(context())") }
  guard model.digest == refit.digest else { throw LawViolation("The digests differ: \(context())") }
  guard model.recordCount == refit.recordCount, model.participantCount == refit.participantCount
  else { throw LawViolation("The counts differ: \(context())") }
}

func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  guard condition else { throw LawViolation(message()) }
}
