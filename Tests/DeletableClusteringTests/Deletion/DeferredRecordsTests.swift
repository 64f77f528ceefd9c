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

  private func opened(
    _ model: any DeletableModel, _ records: any DeferredRecords
  ) throws -> any DeletableModel {
    try ModelCore.model(
      encoded: model.encoded, featureNames: model.featureNames, records: records, threads: 1)
  }

  @Test("A deletion that moves nothing reads only the records that leave")
  func readsLittle() throws {
    var unread = 0
    for seed in 0..<UInt64(22) {
      let sample = GeneratedCase(seed: seed)
      let law = DeletionLaw(sample.data, quantized: sample.configuration)
      let fitted = try law.fit()
      for id in sample.distinctIDs {
        let view = try DeletionView(law.checkDeletion(of: [id], from: fitted), ids: [id])
        let store = StoredRecords(sample.data)
        var model = try opened(fitted, store)
        try model.delete([id])
        #expect(model.core == view.after.core)
        let races = try [.seedDeleted, .candidateDeleted, .sampleDrawnOtherwise, .sampleHalved]
          .contains(where: view.shows)
        guard view.outcome.isCertified, !races else { continue }
        #expect(store.loadCount == 0, "seed \(seed), \(id)")
        unread += 1
      }
    }
    #expect(unread > 50)
  }

  @Test("Each run of an opened model asks for the ends of its own lattices")
  func endsOfRuns() throws {
    var unread = 0
    for seed in 0..<UInt64(TestLevel.count(quick: 60, standard: 150, long: 1500)) {
      var random = SplitMix(seed)
      // Cells as large as a good part of the range, and clusters near its ends: most means are rounded beyond it.
      let rows = (0..<random.int(20...40)).map { _ in
        [Double(random.int(600...1024)) * random.element([-1, 1]) / 1024]
      }
      var settings = ModelSettings(.quantized, clusters: random.int(2...3))
      settings.restarts = 4
      settings.seed = seed
      settings.epsilon = random.element([0.25, 0.5, 1])
      let law = DeletionLaw(
        try Dataset(rows: rows, ids: rows.indices.map { RecordID("p\($0)") }), settings)
      let fitted = try law.fit()
      for id in law.data.ids {
        let store = StoredRecords(law.data)
        var model = try opened(fitted, store)
        try model.delete([id])
        #expect(try model == law.refit(without: [id]), "seed \(seed), \(id)")
        if store.loadCount == 0 { unread += 1 }
      }
    }
    #expect(unread > 100)
  }

  @Test(
    "Where the records cannot be read, the deletion throws and the model is as it was",
    arguments: ClusteringMethod.allCases)
  func unreadable(method: ClusteringMethod) throws {
    var failures = 0
    for seed in 0..<UInt64(22) {
      let sample = GeneratedCase(seed: seed)
      let fitted = try sample.settings(method).fit(sample.data)
      for id in sample.distinctIDs.prefix(20) {
        var model = try opened(fitted, HalfReadable(data: sample.data))
        do {
          try model.delete([id])
          #expect(model.recordCount < sample.rows.count)
        } catch {
          failures += 1
          #expect(model.core == fitted.core && model.encoded == fitted.encoded)
          #expect(model.participantCount == fitted.participantCount)
        }
      }
    }
    #expect(failures > 50)
  }
}
