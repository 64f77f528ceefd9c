import TestSupport
import Testing

@testable import UnlearningEvaluation

struct PermutationTestTests {
  private let draws = EvaluationDraws(seed: 5)

  @Test("Kolmogorov and Smirnov's distance, by hand, ties included")
  func kolmogorovSmirnov() {
    func distance(_ first: [Double], _ second: [Double]) -> Double {
      PermutationTest.kolmogorovSmirnov(first, second, permutations: 9, draws).statistic
    }
    #expect(distance([1, 2, 3], [4, 5, 6]) == 1)
    #expect(distance([1, 2, 2, 3], [2, 2, 3, 4]) == 0.25)
    #expect(distance([1, 1], [1, 1, 1]) == 0)
  }

  @Test("The energy distance, by hand")
  func energy() {
    func distance(_ first: [[Double]], _ second: [[Double]]) -> Double {
      PermutationTest.energy(first, second, permutations: 9, draws).statistic
    }
    // 2·1 − (0 + 2 + 2 + 0)/4 − 0.
    #expect(distance([[0], [2]], [[1], [1]]) == 1)
    // 2·5 − 0 − 0 in the plane.
    #expect(distance([[0, 0]], [[3, 4]]) == 10)
    #expect(distance([[1, 2], [3, 4]], [[3, 4], [1, 2]]) == 0)
  }

  @Test("p is the share of splits that are as extreme")
  func share() {
    let permutations = TestLevel.count(quick: 1_999, standard: 9_999, long: 99_999)
    // Of the 20 splits of six numbers, two are as extreme as the one that was seen.
    let test = PermutationTest.kolmogorovSmirnov([1, 2, 3], [4, 5, 6], permutations: permutations, draws)
    #expect(abs(test.pValue - 0.1) < 0.03)
    let energy = PermutationTest.energy(
      [[1], [2], [3]], [[4], [5], [6]], permutations: permutations, draws)
    #expect(abs(energy.pValue - 0.1) < 0.03)
  }

  @Test("Where the distributions are one, p is about uniform")
  func uniform() {
    var random = SplitMix(11)
    let count = TestLevel.count(quick: 40, standard: 200, long: 2_000)
    let values = (0..<count).map { index in
      let first = (0..<12).map { _ in random.bell() }
      let second = (0..<12).map { _ in random.bell() }
      return PermutationTest.kolmogorovSmirnov(
        first, second, permutations: 99, EvaluationDraws(seed: UInt64(index))
      ).pValue
    }
    // Within four standard deviations of what uniform values give; discreteness can only lower it.
    func isNotMore(than level: Double) -> Bool {
      let bound = Double(count) * level + 4 * (Double(count) * level * (1 - level)).squareRoot()
      return Double(values.count { $0 <= level }) <= bound
    }
    #expect(isNotMore(than: 0.05))
    #expect(isNotMore(than: 0.5))
    #expect(values.count { $0 <= 0.5 } > count / 5)
  }

  @Test("A shift is seen by both")
  func shift() {
    var random = SplitMix(2)
    let first = (0..<60).map { _ in random.bell() }
    let second = (0..<60).map { _ in random.bell() + 1.5 }
    #expect(
      PermutationTest.kolmogorovSmirnov(first, second, permutations: 199, draws).pValue == 0.005)
    #expect(
      PermutationTest.energy(first.map { [$0, 0] }, second.map { [$0, 0] }, permutations: 199, draws)
        .pValue == 0.005)
  }
}
