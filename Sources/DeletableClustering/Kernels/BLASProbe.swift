// Whether the process's BLAS multiplies as the exact arithmetic needs it.
//
// Products of extreme whole numbers are compared with the same products by plain loops. In double
// precision every bit must agree; in single precision the error must keep the bound of conventional
// summation. Strassen's algorithm and emulated modes fail one of the two. The shapes are those of the
// kernels, and one large enough that a recursive algorithm would recurse.

enum BLASProbe {
  private static let shapes = [(m: 3, n: 64, k: 5), (m: 10, n: 64, k: 33), (m: 96, n: 64, k: 96)]

  static func passes() -> Bool {
    shapes.allSatisfy { m, n, k in
      doubleIsExact(m: m, n: n, k: k) && columnsAreExact(m: m, n: n, k: k)
        && floatKeepsBound(m: m, n: n, k: k)
    }
  }

  /// Numbers that fill the lattice's whole range, the extremes among them.
  private static func numbers(_ count: Int, dimension: Int, salt: UInt64) -> [Double] {
    let limit = Double(LatticePrecision(dimension: dimension).limit)
    return (0..<count).map { index in
      let bits = Philox.block(counter: Word128(low: UInt64(index), high: salt), key: 0)
      if bits.high % 8 == 0 { return bits.low % 2 == 0 ? limit : -limit }
      return Double(Int64(bits.low % UInt64(2 * limit + 1))) - limit
    }
  }

  private static func plainProduct(
    _ a: [Double], _ b: [Double], m: Int, n: Int, k: Int, term: (Double) -> Double = { $0 }
  ) -> [Double] {
    var c = [Double](repeating: 0, count: m * n)
    for row in 0..<m {
      for inner in 0..<k {
        for column in 0..<n {
          c[row * n + column] += term(a[row * k + inner] * b[inner * n + column])
        }
      }
    }
    return c
  }

  private static func doubleIsExact(m: Int, n: Int, k: Int) -> Bool {
    let a = numbers(m * k, dimension: k, salt: 1).map { -2 * $0 }
    let b = numbers(k * n, dimension: k, salt: 2)
    let transposed = (0..<n * k).map { b[$0 % k * n + $0 / k] }
    var product = [Double](repeating: 0, count: m * n)
    var span = product.mutableSpan
    MatrixProduct.multiplyTransposed(a.span, transposed.span, into: &span, m: m, n: n, k: k)
    return product == plainProduct(a, b, m: m, n: n, k: k)
  }

  /// Products of columns, k rows of them: of two matrices, and of one with itself.
  private static func columnsAreExact(m: Int, n: Int, k: Int) -> Bool {
    let stride = max(m, n)
    let a = numbers(k * stride, dimension: k, salt: 5)
    let b = numbers(k * stride, dimension: k, salt: 6)
    func transposed(_ matrix: [Double], count: Int) -> [Double] {
      (0..<count * k).map { matrix[$0 % k * stride + $0 / k] }
    }
    func columns(_ matrix: [Double], count: Int) -> [Double] {
      (0..<k * count).map { matrix[$0 / count * stride + $0 % count] }
    }
    var product = [Double](repeating: 0, count: m * n)
    var span = product.mutableSpan
    MatrixProduct.multiplyColumns(a.span, b.span, into: &span, m: m, n: n, k: k, stride: stride)
    var square = [Double](repeating: 0, count: n * n)
    var squareSpan = square.mutableSpan
    MatrixProduct.multiplyColumnsBySelf(b.span, into: &squareSpan, n: n, k: k, stride: stride)
    let (left, right) = (transposed(a, count: m), columns(b, count: n))
    let exactSquare = plainProduct(transposed(b, count: n), right, m: n, n: n, k: k)
    return product == plainProduct(left, right, m: m, n: n, k: k)
      && square.indices.allSatisfy { $0 % n < $0 / n || square[$0] == exactSquare[$0] }
  }

  /// |computed − exact| ≤ γ_k·Σ|a·b|, γ_k = k·2⁻²⁴ / (1 − k·2⁻²⁴).
  private static func floatKeepsBound(m: Int, n: Int, k: Int) -> Bool {
    let pairs = zip(numbers(m * k, dimension: k, salt: 3), numbers(m * k, dimension: k, salt: 7))
    let a = pairs.map { -2 * ($0 - $1) }
    let b = numbers(k * n, dimension: k, salt: 4)
    var product = [Float](repeating: 0, count: m * n)
    var span = product.mutableSpan
    let (left, right) = (a.map { Float($0) }, b.map { Float($0) })
    MatrixProduct.multiply(
      left.span, right.span, into: &span,
      m: m, n: n, k: k, stride: n)
    let exact = plainProduct(a, b, m: m, n: n, k: k)
    let magnitudes = plainProduct(a, b, m: m, n: n, k: k, term: abs)
    let relative = ScoreError.gamma(k)
    return product.indices.allSatisfy {
      abs(Double(product[$0]) - exact[$0]) <= relative * magnitudes[$0]
    }
  }
}
