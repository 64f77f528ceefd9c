// Sums of products of one record, in whole numbers of 128 bits.

enum RowProducts {
  /// Adds w·v to the sums and w·v·vᵀ to the upper triangle.
  ///
  /// - Parameters:
  ///   - steps: v, d whole numbers of at most 2²³ in absolute value.
  ///   - weight: w, from 1 to 2³⁰.
  ///   - sums: d.
  ///   - products: d(d + 1)/2.
  /// - Precondition: The counts agree; checked in release builds too.
  /// - Complexity: d²/2 multiplications and additions; one allocation.
  static func add(_ steps: [Double], weight: Int, sums: inout [Int64], products: inout [Int128]) {
    let dimension = steps.count
    precondition(sums.count == dimension && products.count == PackedTriangle.count(dimension: dimension))
    let steps = steps.map { Int64($0) }
    unsafe steps.withUnsafeBufferPointer { steps in
      unsafe products.withUnsafeMutableBufferPointer { products in
        var place = 0
        for row in 0..<dimension {
          let weighted = unsafe Int64(weight) * steps[row]
          sums[row] += weighted
          for column in row..<dimension {
            // At most 2⁵³·2²³.
            let product = unsafe weighted.multipliedFullWidth(by: steps[column])
            unsafe products[place] += Int128(_low: product.low, _high: product.high)
            place += 1
          }
        }
      }
    }
  }

  /// Merges numbers into as many others, place by place.
  ///
  /// - Precondition: The counts agree; checked in release builds too.
  @inline(__always)
  static func merge<Value>(
    _ source: [Value], into target: inout [Value], _ combine: (Value, Value) -> Value
  ) {
    precondition(source.count == target.count)
    unsafe source.withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        for place in target.indices { unsafe target[place] = combine(target[place], source[place]) }
      }
    }
  }
}
