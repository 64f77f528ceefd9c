// A linear map with a few entries for each feature that comes in.
//
// Promise    Each sum is taken in the order of the features, one product at a time: the same bits everywhere.

struct SparseMap: Equatable, Sendable {
  struct Entry: Equatable, Sendable {
    /// The coordinate that comes out.
    let target: Int
    let factor: Double
  }

  let inputDimension: Int
  let outputDimension: Int
  private let entries: [Entry]
  private let perColumn: Int

  /// - Precondition: There are so many entries for each column, one column after another, and each target is
  ///   in range.
  init(_ entries: [Entry], perColumn: Int, inputDimension: Int, outputDimension: Int) {
    precondition(entries.count == perColumn * inputDimension)
    precondition(entries.allSatisfy { (0..<outputDimension).contains($0.target) })
    self.entries = entries
    self.perColumn = perColumn
    self.inputDimension = inputDimension
    self.outputDimension = outputDimension
  }

  /// Writes the image of a vector.
  ///
  /// - Complexity: O(entries of the coordinates that are not 0).
  func apply(to input: Span<Double>, into output: inout MutableSpan<Double>) {
    precondition(input.count == inputDimension && output.count == outputDimension)
    unsafe output.withUnsafeMutableBufferPointer { output in
      unsafe output.update(repeating: 0)
      unsafe entries.withUnsafeBufferPointer { entries in
        unsafe input.withUnsafeBufferPointer { input in
          for column in 0..<inputDimension {
            // Adding 0 changes nothing.
            let value = unsafe ClampedNumber.clamped(input[column])
            if value == 0 { continue }
            for place in column * perColumn..<(column + 1) * perColumn {
              let entry = unsafe entries[place]
              unsafe output[entry.target] += value * entry.factor
            }
          }
        }
      }
    }
  }
}
