import TestSupport
import Testing

@testable import DeletableClustering

struct DeferredRecordsTests {
  private struct Unreadable: Error {}

  /// A store that gives the records asked for, and fails where all are needed.
  private struct HalfReadable: DeferredRecords {
    let data: Dataset

    var count: Int { data.count }
    var participantCount: Int { data.participantCount }

    func records(of ids: [RecordID]) -> Dataset { data.keeping { ids.contains($0) } }
    func load() throws -> Dataset { throw Unreadable() }
    func removing(_ ids: [RecordID]) -> any DeferredRecords { HalfReadable(data: data.without(ids)) }
  }

  private func opened(_ model: QuantizedKMeans, _ records: any DeferredRecords) throws -> QuantizedKMeans {
    try QuantizedKMeans(
      encoded: model.encoded, featureNames: model.featureNames, records: records, threads: 1)
  }

  @Test("A deletion that moves nothing reads only the records that leave")
  func readsLittle() throws {
    var unread = 0
    for seed in 0..<UInt64(21) {
      let sample = GeneratedCase(seed: seed)
      let fitted = try QuantizedKMeans.fit(sample.data, sample.configuration)
      for id in sample.distinctIDs {
        let view = try DeletionView(
          DeletionLaw<QuantizedKMeans>(sample.data, sample.configuration)
            .checkDeletion(of: [id], from: fitted), ids: [id])
        let store = StoredRecords(sample.data)
        var model = try opened(fitted, store)
        try model.delete([id])
        #expect(model == view.after)
        let races = try view.shows(.seedDeleted) || view.shows(.candidateDeleted)
        guard view.outcome.isCertified, !races else { continue }
        #expect(store.loadCount == 0)
        unread += 1
      }
    }
    #expect(unread > 50)
  }

  @Test("Where the records cannot be read, the deletion throws and the model is as it was")
  func unreadable() throws {
    var failures = 0
    for seed in 0..<UInt64(21) {
      let sample = GeneratedCase(seed: seed)
      let fitted = try QuantizedKMeans.fit(sample.data, sample.configuration)
      for id in sample.distinctIDs {
        var model = try opened(fitted, HalfReadable(data: sample.data))
        do {
          try model.delete([id])
          #expect(model.recordCount < sample.rows.count)
        } catch {
          failures += 1
          #expect(model == fitted && model.encoded == fitted.encoded)
          #expect(model.participantCount == fitted.participantCount)
        }
      }
    }
    #expect(failures > 50)
  }
}
