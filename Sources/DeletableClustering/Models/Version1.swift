// Reading encodings of version 1, from before there were other methods, restarts and weights.
//
// Such a model is the same model: quantized k-means, one run, weights of 1, seeds from all records. Its digest is another
// once it is open, since a digest covers the encoding.

enum Version1 {
  static let number: UInt32 = 1
}

extension ModelSettings {
  init(fromVersion1 decoder: inout CanonicalDecoder) throws(DecodingFailure) {
    self.init(.quantized, clusters: Int(try decoder.number(UInt32.self)))
    iterations = Int(try decoder.number(UInt32.self))
    seedingSample = Self.everyRecord
    try readCells(from: &decoder)
    do { try validate() } catch { throw .invalid("settings") }
  }
}

extension RecordSummary {
  init(fromVersion1 decoder: inout CanonicalDecoder, dimension: Int) throws(DecodingFailure) {
    let count = Int(clamping: try decoder.number(UInt64.self))
    try self.init(from: &decoder, dimension: dimension, recordCount: count, totalWeight: count)
  }
}

extension Solution {
  init(
    fromVersion1 decoder: inout CanonicalDecoder, dimension: Int, _ settings: SolverSettings, count: Int
  ) throws(DecodingFailure) {
    self.init()
    guard count > 0 else {
      let (steps, cell) = (try decoder.number(UInt64.self), try decoder.number(UInt64.self))
      let (rounds, best) = (try decoder.number(UInt64.self), try decoder.number(Int32.self))
      guard steps == 0, cell == 1, rounds == 0, best == -1 else { throw .invalid("rounds") }
      return
    }
    runs = [try Run(from: &decoder, dimension: dimension, settings, count: count, weight: count)]
  }
}
