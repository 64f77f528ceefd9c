import DeletableClustering
import TestSupport
import Testing

/// Fits whose digests are written down: every platform, BLAS and build must give them.
///
/// A change of the encoding or of the state's definition changes them, and takes a new version.
struct GoldenDigestLaws {
  struct Golden: Sendable {
    let method: ClusteringMethod
    let isWeighted: Bool
    let digest: String
    let afterDeletion: String
  }

  private static let goldens = [
    Golden(
      method: .quantized, isWeighted: false,
      digest: "21cecd575249df5b8ca4d00e62ea75bc4287549fcd4dc7bbb52f76dcf07c0458",
      afterDeletion: "36e7696eb0781940de7c661df43934f96a489e05cd22e0a28ef79705af02c07c"),
    Golden(
      method: .quantized, isWeighted: true,
      digest: "38a9e8f24bad06aa61524e66c1c90212b2366ba2c6ffa6394c9da1d3504daa8b",
      afterDeletion: "b1b211dc05a92f55eaafa349d818f5ce62b8d6f66ada00c301447887b1788798"),
    Golden(
      method: .lloyd, isWeighted: false,
      digest: "64d9d8c776a4b7ea454a35ad04f1d944df5fb267978f4b4c3b017507544105e9",
      afterDeletion: "66d6cc5b59797554e5c9133d016c7c51e67265171389be3fb44377dc926f238e"),
    Golden(
      method: .lloyd, isWeighted: true,
      digest: "990339b1a0840f051e547f3428c0102fff9ef2070c032b68c53aefabc69e5037",
      afterDeletion: "767692276ce2b0a1e1925547002ec9a77c95a0b0191af200e145a6943a261834"),
    Golden(
      method: .divideAndConquer, isWeighted: false,
      digest: "1456ca8596da2cd6d63be85085400713286ac522268adcf80bc40ef1cd0ec7ca",
      afterDeletion: "9cc929da4cbbcd4284718e5c8c22b04d834028941f345d16bf92e2f38c743b46"),
    Golden(
      method: .divideAndConquer, isWeighted: true,
      digest: "834f3cc3206ea813621a0c4144896a97f738e86cfba0318f17744e84c776fe1a",
      afterDeletion: "9f8568ae3cbba189a51d326d73b90972ce5dd982aceb5319e44fb687bf705f90"),
  ]

  /// 500 records of small whole numbers, several for an id.
  private func data(isWeighted: Bool) -> Dataset {
    let rows = (0..<500).map { row -> [Double] in
      (0..<7).map { column -> Double in
        let number = row * row * (column + 3) + 11 * column
        return Double(number % 101 - 50)
      }
    }
    return GeneratedCase.dataset(
      rows, rows.indices.map { RecordID("p\($0 / 2)") },
      weights: isWeighted ? rows.indices.map { UInt32(1 + $0 * $0 % 7) } : nil)
  }

  private func settings(_ golden: Golden) -> ModelSettings {
    var settings = ModelSettings(golden.method, clusters: 8)
    settings.seed = 42
    if golden.isWeighted { settings.restarts = 3 }
    return settings
  }

  @Test(
    "The digest of a fit, for 1 to 3 threads, before and after a deletion", arguments: goldens, 1...3)
  func digest(golden: Golden, threads: Int) throws {
    let (data, settings) = (data(isWeighted: golden.isWeighted), settings(golden))
    var model = try settings.fit(data, threads: threads)
    #expect(model.digest.description == golden.digest)
    let gone = (0..<40).map { RecordID("p\(6 * $0)") }
    try model.delete(gone)
    #expect(model.digest.description == golden.afterDeletion)
  }

  @Test("The digests are those of the plain fit", arguments: goldens)
  func twin(golden: Golden) {
    let data = data(isWeighted: golden.isWeighted)
    #expect(Twin.digest(of: data, settings(golden)) == golden.digest)
  }
}
