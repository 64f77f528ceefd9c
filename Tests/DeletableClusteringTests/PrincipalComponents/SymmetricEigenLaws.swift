import Foundation
import TestSupport
import Testing

@testable import DeletableClustering

/// Eigenvalues and eigenvectors are accurate for every matrix, and their bits depend on nothing else.
struct SymmetricEigenLaws {
  private static let seeds = TestLevel.seeds(quick: 17, standard: 850, long: 8500)

  @Test("Finite, descending, orthonormal, and A·v is λ·v", arguments: seeds)
  func accurate(seed: UInt64) {
    let sample = SymmetricCase(seed: seed)
    let d = sample.dimension
    let count = [0, 1, d / 2, d][Int(seed / 17 % 4)]
    let eigen = SymmetricEigen(of: sample.matrix, dimension: d, count: count, threads: 1)
    let values = eigen.values.map { sample.unscale($0) }
    #expect(
      eigen.values.allSatisfy { $0.isFinite } && zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
    EigenCheck(sample.unscaled.flatMap { $0 }, dimension: d).check(values, eigen.vectors, count: count)
  }

  @Test("Jacobi's rotations find the same", arguments: seeds)
  func jacobi(seed: UInt64) {
    let sample = SymmetricCase(seed: seed)
    let d = sample.dimension
    let eigen = SymmetricEigen(of: sample.matrix, dimension: d, count: d, threads: 2)
    let twin = TwinJacobi(sample.unscaled)
    let norm = twin.values.reduce(0) { max($0, abs($1)) }
    for index in 0..<d {
      let difference = abs(sample.unscale(eigen.values[index]) - twin.values[index])
      // The rotations err too, and more: there are some d² of them a sweep.
      #expect(difference <= 8 * EigenCheck.error(d) * norm)
      let gaps = [index - 1, index + 1].filter { 0..<d ~= $0 }
        .map { abs(twin.values[$0] - twin.values[index]) }
      // Alone among the eigenvalues, a vector is known but for its sign.
      guard gaps.allSatisfy({ $0 > norm / 512 }) else { continue }
      let vector = eigen.vectors[index * d..<(index + 1) * d]
      #expect(abs(abs(zip(vector, twin.vectors[index]).reduce(0) { $0 + $1.0 * $1.1 }) - 1) <= 0x1p-46)
    }
  }

  @Test("The same bits for 1 to 4 threads")
  func threads() {
    var random = SplitMix(1)
    let d = 501
    var matrix = Array(repeating: 0.0, count: d * d)
    for row in 0..<d {
      for column in 0...row {
        matrix[row * d + column] = random.bell()
        matrix[column * d + row] = matrix[row * d + column]
      }
    }
    let alone = SymmetricEigen(of: matrix, dimension: d, count: 20, threads: 1)
    EigenCheck(matrix, dimension: d).check(alone.values, alone.vectors, count: 20)
    for threads in 2...4 {
      let together = SymmetricEigen(of: matrix, dimension: d, count: 20, threads: threads)
      #expect(together.values.map(\.bitPattern) == alone.values.map(\.bitPattern))
      #expect(together.vectors.map(\.bitPattern) == alone.vectors.map(\.bitPattern))
    }
  }

  @Test(
    "Covariances of real data", .enabled(if: RealSet.folder != nil, "UNLEARN_TEST_DATA is not set"),
    arguments: RealSet.inForce)
  func real(set: RealSet) throws {
    let data = try set.read(from: #require(RealSet.folder))
    let summary = RecordSummary(of: data, threads: 2)
    let matrix = ProductSums(of: data, unit: summary.unit, threads: 2).covariance()
    let count = min(data.dimension, 50)
    let eigen = SymmetricEigen(of: matrix, dimension: data.dimension, count: count, threads: 2)
    EigenCheck(matrix, dimension: data.dimension).check(eigen.values, eigen.vectors, count: count)
  }
}

/// How exact eigenvalues and eigenvectors are.
struct EigenCheck {
  private let matrix: [Double]
  private let dimension: Int

  init(_ matrix: [Double], dimension: Int) {
    self.matrix = matrix
    self.dimension = dimension
  }

  /// What rounding may do, relative to the largest eigenvalue.
  static func error(_ dimension: Int) -> Double { 8 * Double(dimension).squareRoot() * 0x1p-52 }

  func check(_ values: [Double], _ vectors: [Double], count: Int) {
    let d = dimension
    #expect(values.count == d && vectors.count == count * d)
    let norm = values.reduce(0) { max($0, abs($1)) }
    let trace = (0..<d).reduce(0) { $0 + matrix[$1 * d + $1] }
    #expect(abs(values.reduce(0, +) - trace) <= Double(d) * Self.error(d) * norm)
    for index in 0..<count {
      let vector = Array(vectors[index * d..<(index + 1) * d])
      let residual = (0..<d).map {
        dot(matrix[$0 * d..<($0 + 1) * d], vector[...]) - values[index] * vector[$0]
      }
      #expect(dot(residual[...], residual[...]).squareRoot() <= Self.error(d) * norm)
      for other in 0...index {
        let product = dot(vectors[other * d..<(other + 1) * d], vector[...])
        #expect(abs(product - (other == index ? 1 : 0)) <= Self.error(d))
      }
    }
  }

  private func dot(_ left: ArraySlice<Double>, _ right: ArraySlice<Double>) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
