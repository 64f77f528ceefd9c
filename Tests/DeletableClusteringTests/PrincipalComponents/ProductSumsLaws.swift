import TestSupport
import Testing

@testable import DeletableClustering

/// Sums of products equal those of plain loops, whole number for whole number.
struct ProductSumsLaws {
  private static let seeds = TestLevel.seeds(quick: 15, standard: 300, long: 3000)

  @Test(
    "The sums are exact for 1, 2 and 3 threads, and so is the covariance up to one rounding", arguments: seeds
  )
  func exact(seed: UInt64) {
    let sample = ProductSumsCase(seed: seed)
    let twin = sample.twin(Array(0..<sample.data.count))
    for threads in 1...3 {
      let sums = ProductSums(of: sample.data, unit: ProductSumsCase.unit, threads: threads)
      #expect(twin == TwinProductSums(sums))
      #expect(sums.covariance() == twin.covariance)
    }
  }

  @Test("What is taken away leaves the sums of the rest", arguments: seeds)
  func removal(seed: UInt64) {
    let sample = ProductSumsCase(seed: seed)
    var random = SplitMix(seed)
    let isGone = (0..<sample.data.count).map { _ in random.int(0...3) == 0 }
    let rest = sums(of: sample, isGone.indices.filter { !isGone[$0] })
    let gone = sums(of: sample, isGone.indices.filter { isGone[$0] })
    let whole = ProductSums(of: sample.data, unit: ProductSumsCase.unit, threads: 2)

    var left = whole
    left -= gone
    #expect(left == rest)
    left += gone
    #expect(left == whole)
    for row in isGone.indices where isGone[row] {
      left.remove(steps: sample.data.vector(ofRow: row), weight: sample.data.weight(ofRow: row))
    }
    #expect(left == rest)
    left -= rest
    #expect(left == ProductSums(dimension: sample.data.dimension))
  }

  private func sums(of sample: ProductSumsCase, _ rows: [Int]) -> ProductSums {
    ProductSums(of: sample.data.selecting(rows), unit: ProductSumsCase.unit, threads: 1)
  }

  @Test("Records round to the lattice as they do elsewhere", arguments: seeds)
  func generated(seed: UInt64) {
    let sample = GeneratedCase(seed: seed)
    let (single, double) = sample.singleAndDouble
    for data in [sample.data, single, double] {
      let lattice = TwinLattice(data)
      let weights = (0..<data.count).map { Int128(data.weight(ofRow: $0)) }
      let twin = TwinProductSums(lattice.points, weights: weights, dimension: data.dimension)
      let unit = LatticeUnit(exponent: lattice.unitExponent)
      #expect(TwinProductSums(ProductSums(of: data, unit: unit, threads: 2)) == twin)
    }
  }

  @Test("Coordinates beyond the lattice's range are held at its ends")
  func held() throws {
    let limit = LatticePrecision(dimension: 2).limit
    let rows = (0..<20).map { [$0 % 2 == 0 ? 1e300 : -1e300, Double($0)] }
    for count in [1, 20] {
      let sums = ProductSums(
        of: try Dataset(rows: Array(rows.prefix(count))), unit: ProductSumsCase.unit, threads: 1)
      #expect(sums.products[0] == Int128(count) * Int128(limit * limit))
    }
  }

  @Test("The most weight at the ends of the range fits", arguments: [1, 3, 32, 33, 200])
  func bitBudget(dimension: Int) {
    let limit = Int128(LatticePrecision(dimension: dimension).limit)
    let half = Int128(Dataset.maximumCount / 2)
    let ends =
      Array(repeating: Double(limit), count: dimension) + Array(repeating: -Double(limit), count: dimension)
    let data = ProductSumsCase.dataset(.double(ends), dimension, [half, half])
    let sums = ProductSums(of: data, unit: ProductSumsCase.unit, threads: 1)
    #expect(sums.sums.allSatisfy { $0 == 0 })
    #expect(sums.products.allSatisfy { $0 == 2 * half * limit * limit })
    #expect(sums.covariance().allSatisfy { $0 == Double(4 * half * half * limit * limit) })

    let one = ProductSumsCase.dataset(.double(Array(ends.prefix(dimension))), dimension, [2 * half])
    let same = ProductSums(of: one, unit: ProductSumsCase.unit, threads: 1)
    #expect(same.sums.allSatisfy { $0 == Int64(2 * half * limit) })
    #expect(same.covariance().allSatisfy { $0 == 0 })
  }

  @Test("More than the most weight, and less than none, trap")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      var sums = ProductSums(dimension: 1)
      sums.add(steps: [1], weight: Dataset.maximumCount)
      sums.add(steps: [1], weight: 1)
    }
    await #expect(processExitsWith: .failure) {
      var sums = ProductSums(dimension: 1)
      sums.add(steps: [1], weight: 1)
      sums.remove(steps: [1], weight: 2)
    }
  }

  @Test("A whole number of 128 bits becomes the nearest Double, ties to even")
  func rounding() {
    var random = SplitMix(1)
    for _ in 0..<20_000 {
      let whole = Int128(random.next() >> 2) << 64 | Int128(random.next())
      let number = whole >> Int128(random.int(0...127))
      // Halves of the last place, and their neighbours.
      let tie = (Int128(random.next() >> 11) << 1 | 1) << Int128(random.int(0...60))
      for exact in [number, -number, tie, -tie, tie + 1, tie - 1] {
        #expect(Double(rounding: exact) == Double(exact))
      }
    }
  }
}

extension ProductSums {
  /// Takes away one record that is in the sums.
  fileprivate mutating func remove(steps: [Double], weight: Int) {
    var gone = ProductSums(dimension: dimension)
    gone.add(steps: steps, weight: weight)
    self -= gone
  }
}

extension TwinProductSums {
  /// The library's sums as a twin, to compare.
  fileprivate init(_ sums: ProductSums) {
    let dimension = sums.dimension
    let products = (0..<dimension).map { row in
      (0..<dimension).map { column in
        let (first, second) = (min(row, column), max(row, column))
        return sums.products[PackedTriangle.position(first, second, dimension: dimension)]
      }
    }
    self.init(weight: Int128(sums.weight), sums: sums.sums.map { Int128($0) }, products: products)
  }
}
