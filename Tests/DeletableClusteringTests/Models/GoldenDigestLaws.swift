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
      digest: "bc2539323e7b4013c46ef8f28c0aa1f6538978662799e99701df671e35992637",
      afterDeletion: "78fff78cec667115983077fe6900f9ea8ca98bf798581a3d9b8777626af451e5"),
    Golden(
      method: .lloyd, isWeighted: true, seedingSample: 30,
      digest: "124a253f178b4846a90c0261d27ddb8b9ad9f820a7e881c81999e93d8d4341c9",
      afterDeletion: "61438d0d5b50fbbc4d1b53c1fe4e05cfb2bcdc28b9f4813628d566aebbc98ed9"),
    Golden(
      method: .quantized, isWeighted: false,
      digest: "87a6674632b4d5c756caf65cfdb4f896b7fade95831b0e5a7aa096b1e0d7b3bf",
      afterDeletion: "110a96f713f8c9263726f57b2009c1ae8e8cd63a15b0e7b94aa08b2fd5e2d60c"),
    Golden(
      method: .quantized, isWeighted: true,
      digest: "d9912d055a1581178204f3343f4eb80016a627564743fbbea3de66cb7dbe04ce",
      afterDeletion: "27df34db457e9cf78bc6d1b47e232a04713292031cfd882b417a7ba13c8e14e6"),
    Golden(
      method: .lloyd, isWeighted: false,
      digest: "e1ffb63a36bc5db793f994df8e6fb4bee4d540c74820da39e9043e0bd72bb379",
      afterDeletion: "c7546e8d0e1a61599962ced8594a8cf8c71400c0bec31ca03a6b481fd489afb0"),
    Golden(
      method: .lloyd, isWeighted: true,
      digest: "3f0e96eb092ca300bcba84c7961ee62d1ef9e8c1857ea13a256f90f540a75c14",
      afterDeletion: "12a8ae5ee16607d5a13d73b09ef9a5d2327461a4bb6581cae8bede71da5905d2"),
    Golden(
      method: .divideAndConquer, isWeighted: false,
      digest: "d65fef0cc4484d4875f6daab8cd73746780f480513845ea61b1938f132a63ca8",
      afterDeletion: "d9e77a899bf10e35a43616c98139ed1fcc0b26b29198ef54375012b73734628e"),
    Golden(
      method: .divideAndConquer, isWeighted: true,
      digest: "ade1f7b483c3458022bba004e787b049a48658ed0d30984e1655b450dddf4721",
      afterDeletion: "464e99a7180538a289fee40a36eafbcf8f020a6ec106a9ca632ed75f43ad7743"),
    Golden(
      method: .quantized, isWeighted: true,
      preparation: [.fillMissing, .standardize, .randomProjection(6), .principalComponents(4, whiten: true)],
      digest: "433f7458880e39cfffab5ec4571995011f745fde0c6be6e7d05998a16794e35f",
      afterDeletion: "cfb0f70f719e7788f9b01d4b4bebaf85dd952cf545ee2f9a9dcb891f50be411d"),
    Golden(
      method: .lloyd, isWeighted: false, preparation: [.minMax(), .principalComponents(3)],
      digest: "76905d5f81a554ddd109bf59671cdab867d4a21004c3f1a47f304033e2960cdf",
      afterDeletion: "aa1fa746074b44ecf0b410896642b0b8b509409ed182529e0ff12e4f1bd4f811"),
    Golden(
      method: .divideAndConquer, isWeighted: false,
      preparation: [.fillMissing, .minMax(known: [-60...60]), .randomProjection(12)],
      digest: "01a9c1d189e3235e861bc2d5636ae80bb85958639f948af6db4147aeb9593626",
      afterDeletion: "0a216832c1239a636210dacebf97d06c9957ba82efcda7e438cab9543358634c"),
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
