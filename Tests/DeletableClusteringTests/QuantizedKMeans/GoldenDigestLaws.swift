import TestSupport
import Testing

@testable import DeletableClustering

/// One fit whose digest is written down: every platform, BLAS and build must give it.
///
/// A change of the encoding or of the state's definition changes it, and takes a new version.
struct GoldenDigestLaws {
  private static let digest =
    "723a2434141f7850d26580811706c6ecc10f7d5ec915e77d3b9a4b7222ea4057"
  private static let digestAfterDeletion =
    "460654cdc96cd859fcb6ce04b226a5970dc6454b59b694f50ee5cedb00fe97dd"

  /// 500 records of small whole numbers, several for an id.
  private var data: Dataset {
    let rows = (0..<500).map { row -> [Double] in
      (0..<7).map { column -> Double in
        let number = row * row * (column + 3) + 11 * column
        return Double(number % 101 - 50)
      }
    }
    return GeneratedCase.dataset(rows, rows.indices.map { RecordID("p\($0 / 2)") })
  }

  @Test("The digest of one fit, for 1 to 3 threads, before and after a deletion", arguments: 1...3)
  func digest(threads: Int) throws {
    var model = try QuantizedKMeans.fit(data, .init(clusters: 8, seed: 42), threads: threads)
    #expect(model.digest.description == Self.digest)
    #expect(model.encoded == Twin.encoding(of: data, model.configuration))
    try model.delete((0..<40).map { RecordID("p\(6 * $0)") })
    #expect(model.digest.description == Self.digestAfterDeletion)
  }
}
