import DeletableClustering
import TestSupport
import Testing

@testable import UnlearningEvaluation

struct EvaluationTests {
  private static func evaluation(_ labels: [Int]?) -> Evaluation {
    var evaluation = Evaluation([ModelSettings(.quantized, clusters: 3)])
    evaluation.seedCount = 2
    evaluation.deletions = 0
    evaluation.labels = labels
    evaluation.threads = 2
    evaluation.budget.silhouetteRecords = 60
    evaluation.budget.testModels = 4
    evaluation.budget.permutations = 19
    evaluation.budget.controlSeedings = 50
    evaluation.budget.games = 8
    evaluation.budget.gameRecords = 30
    return evaluation
  }

  @Test("The order of the rows decides nothing")
  func order() throws {
    let data = try Mixture.dataset(100)
    let labels = (0..<100).map { $0 % 3 }
    let backwards = Array((0..<100).reversed())
    let reversed = try Dataset(
      rows: backwards.map { data.vector(ofRow: $0) }, ids: backwards.map { data.ids[$0] })
    let card = try Self.evaluation(labels).run(data)
    let other = try Self.evaluation(backwards.map { labels[$0] }).run(reversed)
    #expect(card.isExact)
    #expect(card.methods[0].exactness == other.methods[0].exactness)
    #expect(card.methods[0].twoSample == other.methods[0].twoSample)
    #expect(card.methods[0].membership == other.methods[0].membership)
    #expect(card.control == other.control)
    #expect(card.baseline.loss == other.baseline.loss)
    let (information, otherInformation) = (
      try #require(card.baseline.mutualInformation), try #require(other.baseline.mutualInformation)
    )
    #expect(information == otherInformation)
    // Sums over pairs run in the order of the rows.
    let (silhouette, otherSilhouette) = (
      try #require(card.baseline.silhouette), try #require(other.baseline.silhouette)
    )
    #expect(abs(silhouette.mean - otherSilhouette.mean) < 1e-12)
  }

  @Test("Without labels and deletions, and with few records, what cannot be told is left out")
  func absent() throws {
    let card = try Self.evaluation(nil).run(try Mixture.dataset(15))
    let method = card.methods[0]
    #expect(method.fidelity.figures.mutualInformation == nil)
    #expect(method.efficiency == nil && method.twoSample == nil && method.membership == nil)
    #expect(card.isExact)
  }

  @Test("A preparation goes through all experiments")
  func prepared() throws {
    var evaluation = Self.evaluation(nil)
    evaluation.methods[0].preparation = [.standardize]
    evaluation.deletions = 5
    let card = try evaluation.run(try Mixture.dataset(60))
    #expect(card.isExact)
    #expect(card.methods[0].efficiency?.callCount == 5)
    #expect(card.methods[0].fidelity.figures.silhouette != nil)
  }

  @Test("Methods that one baseline does not serve trap, and so does what is out of its range")
  func rangesTrap() async {
    await #expect(processExitsWith: .failure) { try Self.validate { $0.methods[1].clusters = 4 } }
    await #expect(processExitsWith: .failure) { try Self.validate { $0.methods[1].iterations = 3 } }
    await #expect(processExitsWith: .failure) { try Self.validate { $0.methods[1].seed = 1 } }
    await #expect(processExitsWith: .failure) {
      try Self.validate { $0.methods[1].preparation = [.standardize] }
    }
    await #expect(processExitsWith: .failure) { try Self.validate { $0.methods = [] } }
    await #expect(processExitsWith: .failure) { try Self.validate { $0.seedCount = 0 } }
    await #expect(processExitsWith: .failure) { try Self.validate { $0.labels = [0] } }
    await #expect(processExitsWith: .failure) { try Self.validate { $0.budget.gamePool = 3 } }
    await #expect(processExitsWith: .failure) { try Self.validate { $0.budget.games = 7 } }
  }

  /// Checks an evaluation of two methods that was changed.
  private static func validate(_ change: (inout Evaluation) -> Void) throws {
    var evaluation = evaluation(nil)
    evaluation.methods.append(ModelSettings(.lloyd, clusters: 3))
    evaluation.validate(for: try Mixture.dataset(20))
    change(&evaluation)
    evaluation.validate(for: try Mixture.dataset(20))
  }

  @Test("The least sizes that may be asked for are enough")
  func leastBudget() throws {
    var evaluation = Self.evaluation(nil)
    evaluation.seedCount = 1
    evaluation.deletions = 1
    evaluation.budget.silhouetteRecords = 1
    evaluation.budget.deletionProducts = 0
    evaluation.budget.leastDeletions = 1
    evaluation.budget.testRecords = 2
    evaluation.budget.testModels = 2
    evaluation.budget.permutations = 1
    evaluation.budget.controlSeedings = 1
    evaluation.budget.gamePool = 4
    evaluation.budget.gameRecords = 1
    evaluation.budget.games = 2
    let card = try evaluation.run(try Mixture.dataset(Evaluation.leastTestRecords))
    #expect(card.isExact && card.methods[0].membership?.recordCount == 1)
  }

  @Test("Deletions by Lloyd's algorithm are held to a count of products, others are not")
  func budget() throws {
    var budget = EvaluationBudget()
    let data = try Mixture.dataset(100)  // 100·3·3·10 products a deletion
    budget.deletionProducts = 9_000 * 50
    #expect(budget.deletions(1_000, of: ModelSettings(.lloyd, clusters: 3), data) == 50)
    #expect(budget.deletions(1_000, of: ModelSettings(.quantized, clusters: 3), data) == 1_000)
    budget.deletionProducts = 0
    #expect(budget.deletions(1_000, of: ModelSettings(.lloyd, clusters: 3), data) == 20)
    #expect(budget.deletions(7, of: ModelSettings(.lloyd, clusters: 3), data) == 7)
  }

  @Test("Mean and deviation, by hand")
  func spread() {
    let spread = Spread([2, 4, 9])
    #expect(spread.mean == 5)
    #expect(spread.deviation == 13.0.squareRoot())
    #expect((spread.least, spread.greatest) == (2, 9))
    #expect(Spread([3]).deviation == 0)
    #expect(Percentile.median([5, 1, 2, 4]) == 3)
    #expect(Percentile.percentile(99, (1...200).map(Double.init)) == 198)
  }
}
