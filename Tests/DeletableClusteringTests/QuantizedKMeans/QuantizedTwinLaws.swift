import DeletableClustering
import TestSupport
import Testing

/// The library's fit and the plain one agree on every byte.
struct QuantizedTwinLaws {
  @Test("A fit is the plain fit", arguments: TestLevel.seeds(quick: 21, standard: 1260, long: 8400))
  func fitEqualsTwin(seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    let model = try QuantizedKMeans.fit(sample.data, sample.configuration, threads: 2)
    #expect(model.encoded == Twin.encoding(of: sample.data, sample.configuration))
  }

  @Test(
    "Single and double precision of the same numbers give one model",
    arguments: GeneratedCase.Shape.allCases)
  func precisionsAgree(shape: GeneratedCase.Shape) throws {
    let sample = GeneratedCase(shape, seed: 11)
    let (single, double) = sample.singleAndDouble
    let model = try QuantizedKMeans.fit(single, sample.configuration)
    #expect(try model == QuantizedKMeans.fit(double, sample.configuration))
    #expect(model.encoded == Twin.encoding(of: double, sample.configuration))
  }

  @Test(
    "A deletion gives the plain fit of the survivors",
    arguments: TestLevel.seeds(quick: 21, standard: 630, long: 4200))
  func deletionEqualsTwin(seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    var random = SplitMix(seed)
    var model = try QuantizedKMeans.fit(sample.data, sample.configuration)
    let ids = (0..<random.int(1...3)).map { _ in random.element(sample.ids) }
    try model.delete(ids)
    #expect(model.encoded == Twin.encoding(of: sample.data.without(ids), sample.configuration))
  }
}
