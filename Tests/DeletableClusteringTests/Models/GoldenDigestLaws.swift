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
    var preparation: Preparation = []
    let digest: String
    let afterDeletion: String
  }

  private static let goldens = [
    Golden(
      method: .quantized, isWeighted: false,
      digest: "d7a50c3ddc7808b771fd4eeb2f6f8502155fbe46cb30faed8bc1d2809c870b11",
      afterDeletion: "a9de273e256052825ad191a13cb07373ad76c17bf8d55c77ef380fb64ef3c766"),
    Golden(
      method: .quantized, isWeighted: true,
      digest: "ae419d617670e02bb0a1eca45a77cdd2f1518fe64ca14034655ae144b2e7cdd9",
      afterDeletion: "177f9cd7dc9fd8115364aba5c746494c0120a6efc650b7903705c6d3abd12739"),
    Golden(
      method: .lloyd, isWeighted: false,
      digest: "0c56a45fbad06921a040b77b5361ac073c7b2f646826f0b717e8a1c893cf89a8",
      afterDeletion: "8be2b5bb64bad3bbefb4da4e8e6510e67e62f0704eab37c24d8b945153a9825d"),
    Golden(
      method: .lloyd, isWeighted: true,
      digest: "b192c151e95f3abb1dedd1ac66cb9771b591fec457d23cd7e3b52eb5a076f13c",
      afterDeletion: "2634275faab915968b981722b9c52a0f8d6da89f79a0ec7c3a62840044d07dd1"),
    Golden(
      method: .divideAndConquer, isWeighted: false,
      digest: "6c800aea7258b634642cb696edba2aacda7e67cfce3bb2e78d821a66db58fe25",
      afterDeletion: "6a4e171ea50542b2ae91105aff747d3740fa2dab1eeec192f41cd1dd12d163f9"),
    Golden(
      method: .divideAndConquer, isWeighted: true,
      digest: "382c557b0dd9dc9316a6f9a2c7c554d085a6cea9364819afc1382e08aeb866b4",
      afterDeletion: "2354e18f9226506bf71b3891bef6ab1e28cf45f05bcefb2d178c4bfafc490f64"),
    Golden(
      method: .quantized, isWeighted: true,
      preparation: [.fillMissing, .standardize, .randomProjection(6), .principalComponents(4, whiten: true)],
      digest: "427b13728b6667e89a53d99d8a46a25a2ac9f08f7f377dcad6e1e9c74adece8a",
      afterDeletion: "ad52698cca48bff38d1f143e14ccf5ec64603889b1a2375c15ee0b880e47f688"),
    Golden(
      method: .lloyd, isWeighted: false, preparation: [.minMax(), .principalComponents(3)],
      digest: "5653d1e5aa85f845ed62a5a6079bf3e10e82024b06c59e54b548a9210874f168",
      afterDeletion: "64e873504e791ff7360c4f0aa0d7cefa0353a5cb796f667d360b23caafc04f4e"),
    Golden(
      method: .divideAndConquer, isWeighted: false,
      preparation: [.fillMissing, .minMax(known: [-60...60]), .randomProjection(12)],
      digest: "90c1d1b30abce60e9571f8fe2364e98e0baa1c6180a0095042001786079f2974",
      afterDeletion: "e5a341f0b51e57dc947410521c35efc8433aee4555705da3108c2bcfdd97a806"),
  ]

  /// 500 records of small whole numbers, several for an id; some are missing where they are filled.
  private func data(_ golden: Golden) -> Dataset {
    let rows = (0..<500).map { row -> [Double] in
      (0..<7).map { column -> Double in
        let number = row * row * (column + 3) + 11 * column
        return golden.preparation.fillsMissing && number % 7 == 3 ? .nan : Double(number % 101 - 50)
      }
    }
    return GeneratedCase.dataset(
      rows, rows.indices.map { RecordID("p\($0 / 2)") },
      weights: golden.isWeighted ? rows.indices.map { UInt32(1 + $0 * $0 % 7) } : nil)
  }

  private func settings(_ golden: Golden) -> ModelSettings {
    var settings = ModelSettings(golden.method, clusters: 8)
    settings.seed = 42
    if golden.isWeighted { settings.restarts = 3 }
    settings.preparation = golden.preparation
    return settings
  }

  @Test(
    "The digest of a fit, for 1 to 3 threads, before and after a deletion", arguments: goldens, 1...3)
  func digest(golden: Golden, threads: Int) throws {
    let (data, settings) = (data(golden), settings(golden))
    var model = try settings.fit(data, threads: threads)
    #expect(model.digest.description == golden.digest)
    let gone = (0..<40).map { RecordID("p\(6 * $0)") }
    try model.delete(gone)
    #expect(model.digest.description == golden.afterDeletion)
  }

  @Test("The digests are those of the plain fit", arguments: goldens)
  func twin(golden: Golden) {
    #expect(Twin.digest(of: data(golden), settings(golden)) == golden.digest)
  }
}
