import CLinearAlgebra
import Foundation

/// The instruction sets that the C target has its kernels for, and the choice of a lesser one for a while.
///
/// The choice holds for the whole process, while suites run beside each other. Some of what they compare to the bit
/// differs between levels: gaps are products in single precision, whose additions are fused on some. So there is one
/// choice at a time.
enum VectorLevel {
  static let all: [Int32] = [0, 1, 2]

  private static let choice = NSLock()

  /// Runs `body`, which must not choose itself, with the kernels of a level.
  static func limited<Result>(to level: Int32, _ body: () throws -> Result) rethrows -> Result {
    try choice.withLock {
      la_limit_vectors(level)
      defer { la_limit_vectors(2) }
      return try body()
    }
  }
}
