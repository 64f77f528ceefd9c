// A linear map with an entry for every pair of coordinates.
//
// Promise    Each sum is taken in the order of the features, one product at a time: the same bits everywhere.
//            So it does without the BLAS; the sums of different outputs fill the vector registers.

struct DenseMap: Equatable, Sendable {
  let inputDimension: Int
  let outputDimension: Int
  /// d × D, a row for each coordinate that comes in.
  let entries: [Double]
  /// Larger coordinates are clamped, so that no sum overflows.
  private let inputBound: Double

  init(_ entries: [Double], inputDimension: Int, outputDimension: Int) {
    precondition(entries.count == inputDimension * outputDimension)
    let clamped = entries.map { ClampedNumber.clamped($0) }
    let largest = clamped.reduce(1.0) { max($0, abs($1)) }
    self.entries = clamped
    inputBound = min(ClampedNumber.bound, ClampedNumber.bound / largest)
    self.inputDimension = inputDimension
    self.outputDimension = outputDimension
  }

  /// Writes the image of a vector.
  ///
  /// - Complexity: O(d·D), less for coordinates that are 0.
  func apply(to input: Span<Double>, into output: inout MutableSpan<Double>) {
    precondition(input.count == inputDimension && output.count == outputDimension)
    let width = outputDimension
    unsafe output.withUnsafeMutableBufferPointer { output in
      unsafe output.update(repeating: 0)
      unsafe entries.withUnsafeBufferPointer { entries in
        unsafe input.withUnsafeBufferPointer { input in
          for column in 0..<inputDimension {
            let value = unsafe ClampedNumber.clamped(input[column], to: inputBound)
            if value == 0 { continue }
            let row = column * width
            for place in 0..<width { unsafe output[place] += value * entries[row + place] }
          }
        }
      }
    }
  }
}
