import DeletableClustering
import TestSupport
import Testing

/// The library's fit and the plain one agree on every byte, for every method.
struct TwinLaws {
  private static let methods = ClusteringMethod.allCases

  @Test(
    "A fit is the plain fit", arguments: methods, TestLevel.seeds(quick: 22, standard: 440, long: 8800))
  func fitEqualsTwin(method: ClusteringMethod, seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    let settings = sample.settings(method)
    let model = try settings.fit(sample.data, threads: 2)
    #expect(model.encoded == Twin.encoding(of: sample.data, settings))
    #expect(model.digest.description == Twin.digest(of: sample.data, settings))
  }

  @Test(
    "Single and double precision of the same numbers give one model", arguments: methods,
    GeneratedCase.Shape.allCases)
  func precisionsAgree(method: ClusteringMethod, shape: GeneratedCase.Shape) throws {
    let sample = GeneratedCase(shape, seed: 11)
    let settings = sample.settings(method)
    let (single, double) = sample.singleAndDouble
    let model = try settings.fit(single)
    #expect(try model.core == settings.fit(double).core)
    #expect(model.encoded == Twin.encoding(of: double, settings))
  }

  @Test(
    "A deletion gives the plain fit of the survivors", arguments: methods,
    TestLevel.seeds(quick: 22, standard: 220, long: 4400))
  func deletionEqualsTwin(method: ClusteringMethod, seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed &+ 5000)
    let settings = sample.settings(method)
    var random = SplitMix(seed)
    var model = try settings.fit(sample.data)
    let ids = (0..<random.int(1...3)).map { _ in random.element(sample.ids) }
    try model.delete(ids)
    #expect(model.encoded == Twin.encoding(of: sample.data.without(ids), settings))
    #expect(model.digest.description == Twin.digest(of: sample.data.without(ids), settings))
  }
}
