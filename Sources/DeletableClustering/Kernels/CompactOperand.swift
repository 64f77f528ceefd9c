// Centroids as an operand of products with compact points, and how far a score of these can be from the true one.
//
// What all scores have in common decides nothing. So with m a point amid the centroids, the score of a point x for a
// centroid c is here ‖c‖² − ‖m‖² − x·e with e = 2(c − m), which is shorter than 2c. Of x there is x′ = low·1 + step·b,
// of −e the factor s times whole numbers of 16 bits, ê. The product b·ê does not round; what low contributes is the same
// for all points, and part of the norm. So with E the largest ‖e‖, r the largest ‖e + s·ê‖, ρ the most by which x′ is
// from x, and N the largest norm, the difference of two scores is within
//
//     2Eρ + 2r(‖x‖ + ρ) + 2γ₄(E + r)(‖x‖ + ρ + |low|·√d) + 2γ₂N
//
// of the true one: the first term is for x − x′ times the difference of two e, the others for two scores each.

struct CompactOperand: Sendable {
  let count: Int
  /// ê, ⌈d/2⌉ × k: two coordinates in one number, the first in the lower half.
  let pairs: [Int32]
  /// s·step.
  let factor: Float
  /// ‖c‖² − ‖m‖² + s·low·Σê.
  let norms: [Float]
  /// E, r, |low|·√d and N, rounded up.
  private let longest: Double
  private let misfit: Double
  private let base: Double
  private let largestNorm: Double

  /// The largest ê, and the largest sum of products.
  private static let largest = Double(Int16.max)
  private static let largestSum = Double(Int32.max)
  /// More than the roundings of a bound of so many columns as compact points have can take away. No term of e + s·ê is
  /// rounded: s·ê has 39 bits at most, and is about as large as e.
  private static let up = 1 + 0x1p-30
  /// All that norms are computed from is less than 2⁵⁵, so that the roundings of two of them are together within this.
  private static let roundedNorms = 16.0

  /// - Complexity: O(k·d).
  init(_ operand: CentroidOperand, _ shape: CompactShape) {
    let (centroids, dimension) = (operand.centroids, operand.dimension)
    precondition(shape.dimension == dimension)
    let middle = Self.middle(of: centroids)
    let squaredMiddle = middle.reduce(0.0) { $0 + Double($1 * $1) }
    let offsets = (0..<centroids.count).map { centroid in
      centroids.range(of: centroid).enumerated().map { 2 * Double(Int(centroids.steps[$1]) - middle[$0]) }
    }
    let scale = Self.scale(offsets)
    var pairs = Array(repeating: Int32(0), count: (dimension + 1) / 2 * centroids.count)
    var norms: [Double] = []
    var misfit = 0.0
    for (centroid, offset) in offsets.enumerated() {
      let rounded = offset.map { min(max((-$0 / scale).rounded(), -Self.largest), Self.largest) }
      misfit = max(misfit, Self.norm(zip(offset, rounded).map { $0 + scale * $1 }))
      for (column, value) in rounded.enumerated() {
        let half = Int32(truncatingIfNeeded: UInt16(bitPattern: Int16(value)))
        pairs[column / 2 * centroids.count + centroid] |= column % 2 == 0 ? half : half << 16
      }
      norms.append(operand.squaredNorms[centroid] - squaredMiddle + scale * shape.low * rounded.reduce(0, +))
    }
    count = centroids.count
    self.pairs = pairs
    self.norms = norms.map { Float($0) }
    factor = Float(scale * shape.step)
    longest = offsets.map(Self.norm).max() ?? 0
    self.misfit = misfit
    base = shape.low.magnitude * Double(dimension).squareRoot() * Self.up
    largestNorm = norms.reduce(0) { max($0, $1.magnitude) } * Self.up
  }

  /// The bound on a difference of two scores, where points are displaced by so much at most.
  func error(displacement: Double) -> ScoreError {
    let rounding = ScoreError.gamma(4) * (longest + misfit)
    let slope = 2 * (misfit + rounding) * Self.up
    let offset =
      displacement * (2 * longest + slope) + 2 * (rounding * base + ScoreError.gamma(2) * largestNorm)
    return ScoreError(slope: slope, offset: (offset + Self.roundedNorms) * Self.up)
  }

  /// An upper bound.
  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot() * up
  }

  /// Whole numbers amid the centroids.
  private static func middle(of centroids: Centroids) -> [Int] {
    var sums = Array(repeating: 0, count: centroids.dimension)
    for centroid in 0..<centroids.count {
      for (column, index) in centroids.range(of: centroid).enumerated() {
        sums[column] += Int(centroids.steps[index])
      }
    }
    return sums.map { $0 / max(1, centroids.count) }
  }

  /// s: with few significant bits, so that its products with ê are exact; and so large that sums of products with bytes,
  /// of whichever columns, fit 32 bits, where rounding adds ½ to each ê at most.
  private static func scale(_ offsets: [[Double]]) -> Double {
    let columns = Double(offsets.first?.count ?? 0)
    let room = largestSum / 255 - columns
    var least = 0.0
    for offset in offsets {
      let (peak, total) = offset.reduce((0.0, 0.0)) { (max($0.0, $1.magnitude), $0.1 + $1.magnitude) }
      least = max(least, peak / largest, total / room)
    }
    return least > 0 ? Double(Float(least * up).nextUp) : 1
  }
}
