import TestSupport
import Testing

@testable import DeletableClustering

struct ConfigurationTests {
  private let data = GeneratedCase(.mixture, seed: 1).data

  @Test("Settings out of range are errors that name the setting")
  func ranges() {
    let wrong: [(QuantizedKMeans.Configuration, String)] = [
      (.init(clusters: 0), "clusters"), (.init(clusters: -1), "clusters"),
      (.init(clusters: 65_536), "clusters"), (.init(clusters: 2, iterations: 0), "iterations"),
      (.init(clusters: 2, epsilon: 0), "epsilon"), (.init(clusters: 2, epsilon: .nan), "epsilon"),
      (.init(clusters: 2, epsilon: -1), "epsilon"), (.init(clusters: 2, epsilon: .infinity), "epsilon"),
    ]
    for (configuration, name) in wrong {
      #expect {
        try QuantizedKMeans.fit(data, configuration)
      } throws: { error in
        guard case .configuration(.outOfRange(let setting, _)) = error as? FitError else { return false }
        return setting == name
      }
    }
  }

  @Test("No records give an empty model, which predicts nothing and deletes nothing")
  func noRecords() throws {
    let empty = try Dataset(coordinates: .double([]), dimension: 3)
    var model = try QuantizedKMeans.fit(empty, .init(clusters: 4))
    #expect(model.centroids.isEmpty && model.clusterSizes.isEmpty && model.inertia == 0)
    #expect(try model.labels().isEmpty)
    #expect(model.predict(try Dataset(rows: [[1, 2, 3]])).isEmpty)
    #expect(try model.delete(["0"]).unknownIDs == ["0"])
    #expect(model.encoded == Twin.encoding(of: empty, .init(clusters: 4)))
  }

  @Test("A fit on no threads traps")
  func noThreadsTraps() async {
    await #expect(processExitsWith: .failure) {
      let data = try Dataset(rows: [[1]])
      _ = try QuantizedKMeans.fit(data, .init(clusters: 1), threads: 0)
    }
  }

  @Test("Labels, sizes, inertia and predictions agree with each other", arguments: UInt64(0)..<42)
  func predictions(seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    let model = try QuantizedKMeans.fit(sample.data, sample.configuration)
    let labels = try model.labels()
    #expect(model.predict(sample.data) == labels)
    #expect(model.clusterSizes == model.centroids.indices.map { cluster in labels.count { $0 == cluster } })
    let twin = Twin(sample.data, sample.configuration)
    let best = try #require(twin.bestRound)
    #expect(labels == twin.rounds[best].labels)
    #expect(model.resolved.bestRound == best)
  }
}
