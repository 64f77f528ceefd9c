import TestSupport
import Testing

@testable import DeletableClustering

/// What steps do to records, against plain arithmetic.
struct StepTests {
  private func prepared(_ data: Dataset, _ preparation: Preparation, seed: UInt64 = 5) -> Dataset {
    FittedPreparation.fit(preparation, to: data, random: KeyedRandom(seed: seed), threads: 2).prepared
  }

  private func column(_ data: Dataset, _ column: Int) -> [Double] {
    (0..<data.count).map { data.vector(ofRow: $0)[column] }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private func deviation(_ values: [Double]) -> Double {
    let mean = mean(values)
    return self.mean(values.map { ($0 - mean) * ($0 - mean) }).squareRoot()
  }

  private func clouds(_ count: Int, seed: UInt64) -> Dataset {
    var random = SplitMix(seed)
    let rows = (0..<count).map { _ -> [Double] in
      [1000 + 3 * random.bell(), 1e-6 * random.bell(), 7, random.uniform()]
    }
    return GeneratedCase.dataset(rows, rows.indices.map { RecordID(rowNumber: $0) })
  }

  @Test("Standardised features have a deviation of nearly 1 and a middle near 0", arguments: UInt64(0)..<40)
  func standardize(seed: UInt64) {
    let data = prepared(clouds(400, seed: seed), [.standardize], seed: seed)
    for feature in [0, 1, 3] {
      let values = column(data, feature)
      #expect((0.96...1.04).contains(deviation(values)))
      #expect(abs(mean(values)) < 1.1)
    }
    #expect(column(data, 2).allSatisfy { $0 == 0 })
  }

  @Test("Features between limits lie in 0 to 1, and use most of it", arguments: UInt64(0)..<40)
  func minMax(seed: UInt64) {
    let data = prepared(clouds(400, seed: seed), [.minMax()], seed: seed)
    for feature in [0, 1, 3] {
      let values = column(data, feature)
      #expect(values.allSatisfy { (0...1).contains($0) })
      #expect((values.max() ?? 0) - (values.min() ?? 0) > 0.93)
    }
    #expect(column(data, 2).allSatisfy { $0 == 0 })
  }

  @Test("Missing values become nearly the mean of the others, weights counted")
  func fill() throws {
    let data = try Dataset(
      rows: [[1, .nan], [.nan, .nan], [5, .nan], [.nan, .nan]], weights: [3, 1, 1, 2])
    let filled = prepared(data, [.fillMissing])
    let values = column(filled, 0)
    #expect(values[0] == 1 && values[2] == 5 && values[1] == values[3])
    // The mean is 2 and the deviation 1.6.
    #expect(abs(values[1] - 2) <= 1.6 / 8)
    #expect(column(filled, 1) == [0, 0, 0, 0])
  }

  @Test("A random projection keeps squared distances on average", arguments: [1, 5, 8, 64])
  func projection(count: Int) {
    var random = SplitMix(9)
    let rows = (0..<40).map { _ in (0..<300).map { _ in random.bell() } }
    let data = GeneratedCase.dataset(rows, rows.indices.map { RecordID(rowNumber: $0) })
    var ratios: [Double] = []
    for seed in UInt64(0)..<50 {
      let projected = prepared(data, [.randomProjection(count)], seed: seed)
      #expect(projected.dimension == count)
      for row in 1..<40 {
        ratios.append(squaredDistance(projected, 0, row) / squaredDistance(data, 0, row))
      }
    }
    // All pairs share a record, so their ratios vary together: by √(2/50) for one sum.
    #expect(abs(mean(ratios) - 1) < 0.4 / Double(count).squareRoot())
    #expect(deviation(ratios) < 1.8 / Double(count).squareRoot())
  }

  private func squaredDistance(_ data: Dataset, _ left: Int, _ right: Int) -> Double {
    let differences = zip(data.vector(ofRow: left), data.vector(ofRow: right)).map { $0 - $1 }
    return differences.map { $0 * $0 }.reduce(0, +)
  }

  @Test("Scores have the variances of the axes, nearly uncorrelated; whitened ones have variance 1")
  func components() {
    var random = SplitMix(4)
    let rows = (0..<3000).map { _ -> [Double] in
      let (a, b, c) = (9 * random.bell(), 3 * random.bell(), random.bell())
      return [a + b, a - b, 2 * a + c, b + 3 * c, 5]
    }
    let data = GeneratedCase.dataset(rows, rows.indices.map { RecordID(rowNumber: $0) })
    let scores = prepared(data, [.principalComponents(3)])
    let deviations = (0..<3).map { deviation(column(scores, $0)) }
    #expect(deviations[0] > deviations[1] && deviations[1] > deviations[2])
    let total = (0..<5).map { deviation(column(data, $0)) }.map { $0 * $0 }.reduce(0, +)
    let kept = deviations.map { $0 * $0 }.reduce(0, +)
    #expect((0.97...1.03).contains(kept / total))
    let whitened = prepared(data, [.principalComponents(3, whiten: true)])
    for axis in 0..<3 { #expect((0.95...1.05).contains(deviation(column(whitened, axis)))) }
  }

  @Test("More axes than the records have are no scores, and no trap")
  func rankDeficient() throws {
    for rows in [[[1.0, 2, 3]], [[1, 1, 1], [2, 2, 2], [5, 5, 5]], [[0, 0, 0], [0, 0, 0]]] {
      let scores = prepared(try Dataset(rows: rows), [.principalComponents(3, whiten: true)])
      #expect(column(scores, 2).allSatisfy { $0 == 0 })
    }
    let none = prepared(
      try Dataset(coordinates: .double([]), dimension: 3),
      [.fillMissing, .standardize, .principalComponents(2)])
    #expect(none.count == 0 && none.dimension == 2)
  }

  @Test("A preparation does the same to single precision, and leaves ids, weights and order alone")
  func carriesOver() throws {
    let (single, double) = GeneratedCase(.weighted, seed: 8).singleAndDouble
    let steps: Preparation = [.standardize, .principalComponents(1), .randomProjection(3)]
    let (first, second) = (prepared(single, steps), prepared(double, steps))
    #expect(first.ids.elementsEqual(double.ids) && first.weights == double.weights)
    for row in 0..<first.count { #expect(first.vector(ofRow: row) == second.vector(ofRow: row)) }
  }
}
