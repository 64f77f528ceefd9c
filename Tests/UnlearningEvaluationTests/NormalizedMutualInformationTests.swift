import Testing

@testable import UnlearningEvaluation

struct NormalizedMutualInformationTests {
  private func between(_ labels: [Int], _ reference: [Int], weights: [UInt32]? = nil) -> Double {
    NormalizedMutualInformation.between(labels, reference, weights: weights)
  }

  @Test("By hand: ln 2 of information, entropies of ln 2 and 1.5 ln 2")
  func byHand() {
    #expect(abs(between([0, 0, 1, 1], [0, 0, 1, 2]) - 0.8) < 1e-15)
  }

  @Test("1 where names alone differ, 0 where nothing is told, 1 for one label each")
  func ends() {
    #expect(abs(between([0, 0, 1, 1, 2], [7, 7, 3, 3, 5]) - 1) < 1e-15)
    #expect(between([0, 0, 1, 1], [0, 1, 0, 1]) < 1e-15)
    #expect(between([0, 0, 1, 1], [4, 4, 4, 4]) == 0)
    #expect(between([2, 2], [9, 9]) == 1)
  }

  @Test("The value of scikit-learn 1.9")
  func peer() {
    // sklearn.metrics.normalized_mutual_info_score of the same lists.
    let labels = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1]
    let reference = [0, 0, 1, 1, 1, 2, 2, 2, 0, 2, 0, 1]
    #expect(abs(between(labels, reference) - 0.4881404928570852) < 1e-12)
  }

  @Test("A record of weight w counts as w records, and the two sides may be exchanged")
  func weights() {
    let (labels, reference, weights): ([Int], [Int], [UInt32]) = ([0, 0, 1, 1], [0, 1, 1, 1], [3, 1, 2, 1])
    func repeated(_ values: [Int]) -> [Int] {
      zip(values, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    }
    let weighted = between(labels, reference, weights: weights)
    #expect(abs(weighted - between(repeated(labels), repeated(reference))) < 1e-15)
    #expect(abs(weighted - between(reference, labels, weights: weights)) < 1e-15)
  }
}
