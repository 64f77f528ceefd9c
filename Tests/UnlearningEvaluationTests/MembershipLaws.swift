import DeletableClustering
import TestSupport
import Testing

@testable import UnlearningEvaluation

/// What attackers tell, and what they cannot.
struct MembershipLaws {
  private static func test(_ method: ClusteringMethod) throws -> MembershipTest {
    let draws = EvaluationDraws(seed: 1)
    let data = try Mixture.dataset(300, dimension: 4)
    let pool = try Pool(sampling: data, limit: 300, .game, draws, threads: 1)
    return try MembershipTest(
      of: ModelSettings(method, clusters: 3), pool,
      gameCount: TestLevel.count(quick: 40, standard: 200, long: 1_000), recordLimit: 60, draws,
      progress: { _ in })
  }

  private static func area(
    _ view: MembershipTest.View, _ attacker: Attacker, _ test: MembershipTest
  ) throws -> AreaUnderROC {
    try #require(test.arms.first { $0.view == view && $0.attacker == attacker }).area
  }

  @Test("After an exact deletion nothing is told", arguments: ClusteringMethod.allCases)
  func exact(method: ClusteringMethod) throws {
    let test = try Self.test(method)
    #expect(test.isExact)
    #expect(test.deletedCount == test.gameCount / 2)
    #expect(try Self.area(.afterDeletion, .refit, test).area == 0.5)
    #expect(try Self.area(.afterDeletion, .influence, test).includesChance)
    #expect(try Self.area(.afterDeletion, .distance, test).includesChance)
  }

  @Test("A row that was only dropped is told, and so is the record between two models")
  func leaks() throws {
    let lloyd = try Self.test(.lloyd)
    #expect(try Self.area(.rowDropped, .influence, lloyd).lower > 0.7)
    #expect(try Self.area(.rowDropped, .refit, lloyd).area == 1)
    #expect(try Self.area(.beforeAndAfter, .difference, lloyd).lower > 0.6)
    #expect(try Self.area(.beforeAndAfter, .sums, lloyd).area == 1)
    let quantized = try Self.test(.quantized)
    #expect(try Self.area(.rowDropped, .refit, quantized).area == 1)
    #expect(try Self.area(.beforeAndAfter, .difference, quantized).lower > 0.6)
    #expect(try Self.area(.beforeAndAfter, .sums, quantized).area == 1)
  }

  @Test("The influence of a record on a mean, by hand")
  func influence() {
    let points = Points([[0], [2], [7], [100]], dimension: 1)
    let attack = Attack(points: points, others: [0, 1, 3])
    // The others' mean is 1; with the record it is 3, without it 1.
    #expect(attack.influence(of: 2, on: Points([[3], [100]], dimension: 1)) == 1)
    #expect(attack.influence(of: 2, on: Points([[1], [100]], dimension: 1)) == 0)
    // A centroid that none of the others needs.
    #expect(attack.influence(of: 2, on: Points([[1], [7], [100]], dimension: 1)) == 1)
    #expect(attack.distance(of: 2, to: Points([[3], [100]], dimension: 1)) == -16)
  }
}
