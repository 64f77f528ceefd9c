// The sums of the records' coordinates and of the products of any two: what a covariance is made from.
//
// Promise    Every number is exact, so records come and go in any order, and what a record left
//            behind is nothing: the sums without it are those of the other records.
// Method     Whole numbers. With |v| ≤ 2²³, the lattice's limit, and weights of at most 2³⁰ together, a sum is
//            at most 2⁵³ and a sum of products at most 2⁷⁶.

struct ProductSums: Equatable, Sendable {
  /// d.
  let dimension: Int
  /// The sum of the records' weights, at most 2³⁰.
  private(set) var weight = 0
  /// Sᵢ = Σ w·vᵢ.
  private(set) var sums: [Int64]
  /// Gᵢⱼ = Σ w·vᵢ·vⱼ for i ≤ j, row after row of the upper triangle: d(d + 1)/2.
  private(set) var products: [Int128]

  /// The sums of no records.
  init(dimension: Int) {
    precondition(dimension > 0)
    self.dimension = dimension
    sums = Array(repeating: 0, count: dimension)
    products = Array(repeating: 0, count: PackedTriangle.count(dimension: dimension))
  }

  /// Adds one record.
  ///
  /// - Parameters:
  ///   - steps: d whole numbers within the lattice's range.
  ///   - weight: At least 1.
  /// - Complexity: O(d²).
  mutating func add(steps: [Double], weight: Int) {
    change(by: weight)
    RowProducts.add(steps, weight: weight, sums: &sums, products: &products)
  }

  /// Adds records whose sums the body adds by itself, through windows on `sums` and `products`.
  mutating func add(
    weight: Int, _ body: (DisjointWindow<Int64>, DisjointWindow<Int128>) -> Void
  ) {
    change(by: weight)
    sums.withDisjointWindow { sums in products.withDisjointWindow { body(sums, $0) } }
  }

  static func += (left: inout ProductSums, right: ProductSums) {
    precondition(left.dimension == right.dimension)
    left.change(by: right.weight)
    RowProducts.merge(right.sums, into: &left.sums) { $0 + $1 }
    RowProducts.merge(right.products, into: &left.products) { $0 + $1 }
  }

  /// Takes away records that are in the sums.
  static func -= (left: inout ProductSums, right: ProductSums) {
    precondition(left.dimension == right.dimension)
    left.change(by: -right.weight)
    RowProducts.merge(right.sums, into: &left.sums) { $0 - $1 }
    RowProducts.merge(right.products, into: &left.products) { $0 - $1 }
  }

  private mutating func change(by change: Int) {
    weight += change
    precondition(weight >= 0, "More weight leaves the sums than is in them.")
    precondition(weight <= Dataset.maximumCount, "The weights add up to more than fits.")
  }
}

extension ProductSums {
  /// The sums that were stored.
  ///
  /// - Returns: Nil if no records have such sums.
  init?(dimension: Int, weight: Int, sums: [Int64], products: [Int128]) {
    guard sums.count == dimension, products.count == PackedTriangle.count(dimension: dimension),
      (0...Dataset.maximumCount).contains(weight)
    else { return nil }
    let limit = Int128(LatticePrecision(dimension: dimension).limit)
    guard sums.allSatisfy({ Int128($0).magnitude <= (limit * Int128(weight)).magnitude }),
      products.allSatisfy({ $0.magnitude <= (limit * limit * Int128(weight)).magnitude })
    else { return nil }
    self.dimension = dimension
    self.weight = weight
    self.sums = sums
    self.products = products
  }
}
