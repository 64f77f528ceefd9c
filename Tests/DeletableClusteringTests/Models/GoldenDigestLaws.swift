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
    var seedingSample: Int?
    let digest: String
    let afterDeletion: String
  }

  private static let goldens = [
    Golden(
      method: .quantized, isWeighted: false, seedingSample: 20,
      digest: "8c91f4f86626183684c32ee38393b640502bc097ce9c4dc3a89f6b68c03d53c2",
      afterDeletion: "a529f80191cb927db58952930d6997bee6d9e5fba15ddf34642a6b6670e55f3b"),
    Golden(
      method: .lloyd, isWeighted: true, seedingSample: 30,
      digest: "092c3baae85c280c420ddc3c7b03d7527240b3308f81714adb0e38ca2e8fe437",
      afterDeletion: "c17bbdf74be7cd32a93214b05863c89760873eff35b4a7f94f37f9ac28e8a34c"),
    Golden(
      method: .quantized, isWeighted: false,
      digest: "439061f64d4707e927f508a674241d6ea2040ca19022c912d4ced062f5ed02a8",
      afterDeletion: "0718df26a304ca2b097f4d0f37e44e1afaf1172ac04d9ccd403d89049b520370"),
    Golden(
      method: .quantized, isWeighted: true,
      digest: "82adec971d376b5a626cfa836acf50c4dba17b0bb864f00392759ee677774bf6",
      afterDeletion: "f0eca0fa5ef1cf9e718c89a630a6e79374b071db43a115746d71def6be6fa6a7"),
    Golden(
      method: .lloyd, isWeighted: false,
      digest: "fccf158d5358d939ac73e978c4af3105b2ee65ccfb66a081dd077f82dc611ff6",
      afterDeletion: "ba77780eb53667ca97e5168fe30458a3015682d264b4f05032e483bb12c220f2"),
    Golden(
      method: .lloyd, isWeighted: true,
      digest: "1201ed9a773f05cf5250b8ca8443e209ce5920d5ed69abf6a2b116f5e03272c0",
      afterDeletion: "a8da16ecbd8a76fb2660334c7787a4abd3e870b4f6a8ce4dcd9b504af3378e4c"),
    Golden(
      method: .divideAndConquer, isWeighted: false,
      digest: "50ba89d512b4b9ac7f03ee70c68e079483b72b2ba6c5079e7c638642f8f6d4a4",
      afterDeletion: "0c5b1c4e67ea6086992d7c0515d57fdec1dbfb6f27ab65600603917e017eeb79"),
    Golden(
      method: .divideAndConquer, isWeighted: true,
      digest: "b002b7c788918d6add6e1905c6d449e7496fc8d7a24b460de1f00ac9709a4857",
      afterDeletion: "04d5aece8be52c5576adee01647563d4791a908b20f83cbbfa9d66c58be32c1b"),
    Golden(
      method: .quantized, isWeighted: true,
      preparation: [.fillMissing, .standardize, .randomProjection(6), .principalComponents(4, whiten: true)],
      digest: "b55340a58b64ba8f5b3a2b805b2ee3a69e07237fcbbbc5fff6b960f2de5c42e7",
      afterDeletion: "faf5bfc527fcf60b84797329cbb932a966da667a0556159374fa78ec772482f6"),
    Golden(
      method: .lloyd, isWeighted: false, preparation: [.minMax(), .principalComponents(3)],
      digest: "6af909ff2cc7353acbff07bbe27ee87164d4742cac6b66763eb76fe9c76b9e41",
      afterDeletion: "4f7b79f7e9a41135bec629db11f84975ef959aaac9649ce80950b4453bf19909"),
    Golden(
      method: .divideAndConquer, isWeighted: false,
      preparation: [.fillMissing, .minMax(known: [-60...60]), .randomProjection(12)],
      digest: "5d382cb332824b6340bd8f875051aa0db4fea7400f2f9fbc6eb4cf0b728677d1",
      afterDeletion: "ea5be7a7311b882aef9d99df1d46b21001a155ab1cbaa5dc64d8feba358bc601"),
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
    settings.seedingSample = golden.seedingSample
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
