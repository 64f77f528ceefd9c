// Eigenvectors of a tridiagonal matrix by inverse iteration.
//
// Each vector is held orthogonal to all before it, at every step. So where eigenvalues are equal, or closer
// than the arithmetic tells apart, any orthonormal basis of their space comes out, which is all that can
// be asked.
//
// Source     Jessup and Ipsen, "Improving the Accuracy of Inverse Iteration", SIAM Journal on Scientific
//            and Statistical Computing 13, 1992, for starting and stopping.

extension Tridiagonal {
  /// Orthonormal eigenvectors of some eigenvalues, each filled up with zeros to groups of eight.
  ///
  /// - Parameter values: Descending, as `eigenvalues` gave them.
  /// - Complexity: O(d·count²).
  func eigenvectors(of values: ArraySlice<Double>) -> [[Lanes]] {
    var found = OrthonormalRows()
    // A matrix of zeros has pivots too.
    let leastPivot = max(norm, 1) * 0x1p-53
    for (index, value) in values.enumerated() {
      let factors = ShiftedFactors(self, shift: value, leastPivot: leastPivot)
      // To a vector of length 1, a solution so long says that the eigenvalue is as accurate as can be.
      let enough = 1 / (16 * Double(dimension) * leastPivot)
      found.append(eigenvector(factors, start: startVector(index), apartFrom: found, enough))
    }
    return found.rows
  }

  /// Two long solutions one after the other make the vector accurate; a bound holds where none is long.
  private func eigenvector(
    _ factors: ShiftedFactors, start: [Double], apartFrom others: OrthonormalRows, _ enough: Double
  ) -> [Lanes] {
    var vector = others.unit(LaneRows.lanes(start), dimension: dimension).vector
    var longCount = 0
    for _ in 0..<8 where longCount < 2 {
      var x = LaneRows.numbers(vector, count: dimension)
      let isWhole = factors.solve(&x)
      let (next, length) = others.unit(LaneRows.lanes(x), dimension: dimension)
      vector = next
      if !isWhole || length >= enough { longCount += 1 }
    }
    return vector
  }

  /// Numbers from −1 to 1 in no pattern, others for each index: equal eigenvalues must not start alike.
  private func startVector(_ index: Int) -> [Double] {
    (0..<dimension).map { place in
      var word = UInt64(index * dimension + place + 1) &* 0x9E37_79B9_7F4A_7C15
      word = (word ^ word >> 32) &* 0xBF58_476D_1CE4_E5B9
      return Double(Int64(bitPattern: word ^ word >> 29) >> 11) * 0x1p-52
    }
  }
}
