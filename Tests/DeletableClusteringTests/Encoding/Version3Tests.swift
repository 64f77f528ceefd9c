import TestSupport
import Testing

@testable import DeletableClustering

/// Encodings of version 3 are opened as what they are now: models whose seeding looked at every record.
struct Version3Tests {
  @Test(
    "A model of version 3 is the same model, and its digest of that time is known",
    arguments: ClusteringMethod.allCases,
    UInt64(0)..<22)
  func opens(method: ClusteringMethod, seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    var settings = sample.settings(method)
    settings.seedingSample = ModelSettings.everyRecord
    let model = try settings.fit(sample.data)
    var opened = try open(encodedAsVersion3(model), like: model)
    #expect(opened.settings == settings)
    #expect(opened.core == model.core && opened.digest == model.digest)
    #expect(opened.core.digest(version: 3) == model.core.digest(version: 3))
    #expect(opened.core.digest(version: 3) != model.digest)
    var other = model
    let gone = Array(sample.distinctIDs.prefix(3))
    try opened.delete(gone)
    try other.delete(gone)
    #expect(opened.core == other.core && opened.digest == other.digest)
  }

  /// The bytes that version 3 wrote: all but the sample, which it did not know.
  private func encodedAsVersion3(_ model: any DeletableModel) -> [UInt8] {
    var head = CanonicalEncoder()
    head.append(UInt32(3))
    model.settings.encode(to: &head, version: 3)
    return head.bytes + model.encoded.dropFirst(head.bytes.count + 4)
  }

  private func open(_ bytes: [UInt8], like model: any DeletableModel) throws -> any DeletableModel {
    try ModelCore.model(
      encoded: bytes, featureNames: model.featureNames, records: StoredRecords(try model.records()),
      threads: 1)
  }
}
