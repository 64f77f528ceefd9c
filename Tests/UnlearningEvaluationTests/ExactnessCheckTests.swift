import DeletableClustering
import TestSupport
import Testing

@testable import UnlearningEvaluation

struct ExactnessCheckTests {
  private let draws = EvaluationDraws(seed: 0)

  @Test(
    "Sets of every kind are deleted, given lists with unknown ids among them",
    arguments: ClusteringMethod.allCases)
  func kinds(method: ClusteringMethod) throws {
    let plain = try Mixture.dataset(90)
    let data = try Dataset(
      rows: (0..<90).map { plain.vector(ofRow: $0) }, ids: (0..<90).map { RecordID("p\($0 % 40)") })
    let check = try ExactnessCheck(
      of: ModelSettings(method, clusters: 3), data, participants: draws.participants(of: data),
      lists: [DeletionSet(.list, name: "w.csv", ["p3", "nobody", "p39"])], threads: 1, progress: { _ in })
    #expect(check.isExact)
    #expect(Set(check.outcomes.map(\.kind)) == Set(DeletionSet.Kind.allCases))
    let list = try #require(check.outcomes.last)
    #expect((list.participants, list.records, list.unknown) == (2, 5, 1))
    let everybody = try #require(check.outcomes.first { $0.kind == .everybody })
    #expect((everybody.participants, everybody.records) == (40, 90))
  }

  @Test("A model that learnt from one record more is not found exact")
  func sees() throws {
    let data = try Mixture.dataset(60)
    let settings = ModelSettings(.quantized, clusters: 3)
    let set = DeletionSet(.single, ["p5"])
    let right = try ExactnessCheck.outcome(of: set, try settings.fit(data), data, threads: 1)
    #expect(right.isExact)
    let more = try Dataset(
      rows: (0..<60).map { data.vector(ofRow: $0) } + [[1, 2, 3]], ids: Array(data.ids) + ["x"])
    let wrong = try ExactnessCheck.outcome(of: set, try settings.fit(more), data, threads: 1)
    #expect(!wrong.isExact)
  }

  @Test("Deletions one by one end at the refit, and are held to the participants there are")
  func online() throws {
    let data = try Mixture.dataset(30)
    let order = draws.participants(of: data)
    let result = try OnlineDeletion(
      of: ModelSettings(.quantized, clusters: 3), data, participants: order, asked: 1_000, run: 10,
      baselineFitSeconds: 2, threads: 1, progress: { _ in })
    #expect(result.isExact)
    #expect((result.askedCount, result.callCount) == (29, 10))
    #expect(result.medianSeconds <= result.percentile99Seconds)
    #expect(result.amortizedSeconds == result.fitSeconds / 29 + result.meanSeconds)
    #expect(abs(result.amortizedSpeedup * result.amortizedSeconds - 2 * 30.0 / 29) < 1e-9)
  }
}
