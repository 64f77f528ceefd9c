import TestSupport
import Testing

@testable import DeletableClustering

/// Encodings of version 1 are opened as what they are now: models whose seeding looked at every record.
struct Version1Tests {
  @Test("A quantized model of version 1 is the same model", arguments: UInt64(0)..<42)
  func opens(seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    var configuration = sample.configuration.settings
    configuration.restarts = 1
    configuration.seedingSample = ModelSettings.everyRecord
    let data = GeneratedCase.dataset(sample.rows, sample.ids)
    let model = try QuantizedKMeans.fit(data, .init(configuration))
    let opened = try open(model.encodedAsVersion1, like: model)
    #expect(opened.core == model.core && opened.digest == model.digest)
  }

  @Test("So is one that all records left; and every cut of either is refused")
  func emptyAndCut() throws {
    let full = try QuantizedKMeans.fit(
      try Dataset(rows: [[1, 2], [3, 5]]),
      .init(clusters: 2, iterations: 1, seedingSample: ModelSettings.everyRecord))
    var empty = full
    try empty.delete(["0", "1"])
    for model in [full, empty] {
      let bytes = model.encodedAsVersion1
      #expect(try open(bytes, like: model).core == model.core)
      for count in bytes.indices {
        #expect(throws: DecodingFailure.self) { try open(Array(bytes.prefix(count)), like: model) }
      }
    }
  }

  private func open(_ bytes: [UInt8], like model: QuantizedKMeans) throws -> any DeletableModel {
    try ModelCore.model(
      encoded: bytes, featureNames: model.featureNames, records: StoredRecords(try model.records()),
      threads: 1)
  }
}

extension QuantizedKMeans {
  /// The bytes that version 1 wrote of a model with one run and without weights.
  fileprivate var encodedAsVersion1: [UInt8] {
    var encoder = CanonicalEncoder()
    encoder.append(UInt32(1))
    encoder.append(UInt32(settings.clusters))
    encoder.append(UInt32(settings.iterations))
    encoder.append(UInt8(settings.epsilon == nil ? 0 : 1))
    encoder.append(settings.epsilon ?? 0)
    encoder.append(UInt32(settings.balance.numerator))
    encoder.append(UInt32(settings.balance.denominator))
    encoder.append(settings.seed)
    encoder.append(UInt64(dimension))
    encoder.append(UInt64(recordCount))
    encoder.append(all: core.summary.octaves.counts.map { Int32($0.exponent) })
    encoder.append(all: core.summary.octaves.counts.map { UInt64($0.count) })
    encoder.append(Int32(core.summary.unit.exponent))
    if let run = (core.structure as? FlatFit)?.solution.runs.first {
      run.encode(to: &encoder)
    } else {
      encoder.append(UInt64(0))
      encoder.append(UInt64(1))
      encoder.append(UInt64(0))
      encoder.append(Int32(-1))
    }
    return encoder.bytes
  }
}
