// Symmetric matrices of every kind that could trouble an eigenvalue method.

import TestSupport

struct SymmetricCase {
  let kind: Kind
  let dimension: Int
  /// d × d, with numbers of about 1 at most.
  let unscaled: [[Double]]
  /// The matrix is `unscaled` times 2 to this power.
  let exponent: Int

  enum Kind: CaseIterable {
    case random, semidefinite, diagonal, zero, identity, rankOne, rankDeficient, clustered, multiple, graded
    case wilkinson, blocks, sparse, almostDiagonal, underflowing, huge, tiny
  }

  init(seed: UInt64) {
    self.init(Kind.allCases[Int(seed % UInt64(Kind.allCases.count))], seed: seed)
  }

  init(_ kind: Kind, seed: UInt64) {
    var random = SplitMix(seed)
    let d = random.element([1, 2, 3, 4, 7, 8, 9, 16, 18, 25, 33, 40, 65])
    self.kind = kind
    dimension = d
    unscaled = Self.matrix(kind, d, &random)
    exponent =
      switch kind {
      case .huge: 1020
      // Smaller ones lose their last bits.
      case .tiny: -1015
      default: random.element([0, 0, 300, -300])
      }
  }

  /// Row after row, scaled.
  var matrix: [Double] {
    unscaled.joined().map { $0 * power(exponent / 2) * power(exponent - exponent / 2) }
  }

  /// What the library says of the scaled matrix, for the unscaled one.
  func unscale(_ value: Double) -> Double {
    value / power(exponent / 2) / power(exponent - exponent / 2)
  }

  private func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  private static func matrix(_ kind: Kind, _ d: Int, _ random: inout SplitMix) -> [[Double]] {
    switch kind {
    case .zero: return build(d) { _, _ in 0 }
    case .identity: return build(d) { $0 == $1 ? 1 : 0 }
    case .diagonal: return diagonal((0..<d).map { _ in Double(random.int(-3...3)) / 4 })
    case .wilkinson:
      // Pairs of eigenvalues closer than the arithmetic tells apart.
      return build(d) { $0 == $1 ? abs(Double($0 - d / 2)) / 32 : abs($0 - $1) == 1 ? 0x1p-5 : 0 }
    case .almostDiagonal: return build(d) { $0 == $1 ? 1 : random.bell() * 0x1p-52 }
    case .underflowing: return build(d) { $0 == $1 ? Double($0 % 3) : random.bell() * 0x1p-530 }
    case .sparse: return build(d) { _, _ in random.int(0...9) == 0 ? random.bell() / 8 : 0 }
    case .blocks: return build(d) { $0 / 3 == $1 / 3 ? 0.5 : 0 }
    case .random, .huge, .tiny: return build(d) { _, _ in random.bell() / 8 }
    case .semidefinite: return withValues((0..<d).map { _ in random.uniform() }, &random)
    case .rankOne: return withValues((0..<d).map { $0 == 0 ? 1 : 0 }, &random)
    case .rankDeficient: return withValues((0..<d).map { $0 < d / 2 ? random.uniform() : 0 }, &random)
    case .clustered: return withValues((0..<d).map { Double($0 % 3) / 4 + Double($0) * 0x1p-46 }, &random)
    case .multiple: return withValues((0..<d).map { Double($0 % 3) / 4 }, &random)
    case .graded:
      return withValues((0..<d).map { Double(sign: .plus, exponent: -3 * $0, significand: 1) }, &random)
    }
  }

  private static func diagonal(_ values: [Double]) -> [[Double]] {
    build(values.count) { row, column in row == column ? values[row] : 0 }
  }

  private static func build(_ d: Int, _ entry: (Int, Int) -> Double) -> [[Double]] {
    var matrix = Array(repeating: Array(repeating: 0.0, count: d), count: d)
    for row in 0..<d {
      for column in 0...row {
        let value = entry(row, column)
        (matrix[row][column], matrix[column][row]) = (value, value)
      }
    }
    return matrix
  }

  /// A matrix with about these eigenvalues: the diagonal one, reflected at random a few times.
  private static func withValues(_ values: [Double], _ random: inout SplitMix) -> [[Double]] {
    let d = values.count
    var matrix = diagonal(values)
    for _ in 0..<3 {
      let u = (0..<d).map { _ in random.bell() }
      let square = u.reduce(0) { $0 + $1 * $1 }
      let product = matrix.map { row in zip(row, u).reduce(0) { $0 + $1.0 * $1.1 } * 2 / square }
      let half = zip(product, u).reduce(0) { $0 + $1.0 * $1.1 } / square
      let q = zip(product, u).map { $0 - half * $1 }
      matrix = build(d) { matrix[$0][$1] - u[$0] * q[$1] - q[$0] * u[$1] }
    }
    return matrix
  }
}
