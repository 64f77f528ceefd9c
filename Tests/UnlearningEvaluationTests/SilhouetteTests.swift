import DeletableClustering
import TestSupport
import Testing

@testable import UnlearningEvaluation

struct SilhouetteTests {
  @Test("Four points on a line, by hand")
  func byHand() throws {
    let data = try Dataset(rows: [[0], [1], [10], [11]])
    // a is 1 everywhere; b is 10.5 for the outer points and 9.5 for the inner ones.
    let expected = ((1 - 1 / 10.5) + (1 - 1 / 9.5)) / 2
    let mean = try #require(Silhouette(of: data).mean(labels: [0, 0, 1, 1]))
    #expect(abs(mean - expected) < 1e-15)
  }

  @Test("A record that is alone in its cluster counts 0; a badly placed one is negative")
  func corners() throws {
    let data = try Dataset(rows: [[0], [1], [10]])
    // 0: a 1, b 10. 1: a 1, b 9. 10: alone.
    let alone = try #require(Silhouette(of: data).mean(labels: [0, 0, 1]))
    #expect(abs(alone - (0.9 + (1 - 1 / 9.0)) / 3) < 1e-15)
    // 0: alone. 1: a 9, b 1. 10: a 9, b 10.
    let wrong = try #require(Silhouette(of: data).mean(labels: [0, 1, 1]))
    #expect(abs(wrong - ((1.0 / 9 - 1) + 0.1) / 3) < 1e-15)
  }

  @Test("One cluster has no silhouette; equal points have 0")
  func undefined() throws {
    let data = try Dataset(rows: [[2, 2], [2, 2], [2, 2], [2, 2]])
    #expect(Silhouette(of: data).mean(labels: [0, 0, 0, 0]) == nil)
    #expect(Silhouette(of: data).mean(labels: [0, 0, 3, 3]) == 0)
  }

  @Test("A record of weight w counts as w records")
  func weights() throws {
    let rows: [[Double]] = [[0], [2], [3], [9], [11]]
    let weights: [UInt32] = [2, 1, 3, 1, 2]
    let repeated = zip(rows, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    let labels = [0, 0, 0, 1, 1]
    let repeatedLabels = zip(labels, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    let weighted = try #require(
      Silhouette(of: try Dataset(rows: rows, weights: weights)).mean(labels: labels))
    let plain = try #require(Silhouette(of: try Dataset(rows: repeated)).mean(labels: repeatedLabels))
    #expect(abs(weighted - plain) < 1e-12)
  }

  @Test("The sample is of the records, not of their rows")
  func sample() throws {
    let data = try Mixture.dataset(200)
    let reversed = try Dataset(
      rows: (0..<200).reversed().map { data.vector(ofRow: $0) },
      ids: (0..<200).reversed().map { data.ids[$0] })
    let some = Silhouette(of: data, limit: 40, seed: 3)
    let others = Silhouette(of: reversed, limit: 40, seed: 3)
    #expect(some.rows.count == 40)
    #expect(Set(some.rows.map { data.ids[$0] }) == Set(others.rows.map { reversed.ids[$0] }))
    #expect(Silhouette(of: data, limit: 40, seed: 4).rows != some.rows)
    let labels = (0..<200).map { $0 % 3 }
    let whole = try #require(Silhouette(of: data).mean(labels: labels))
    let sampled = try #require(some.mean(labels: labels))
    #expect(abs(whole - sampled) < 0.2)
  }
}
