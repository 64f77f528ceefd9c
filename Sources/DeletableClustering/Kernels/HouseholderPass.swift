// One pass over the rows of a symmetric matrix: the update of one reflection, the product of the next.
//
// Each row is updated and multiplied by itself, so its bits do not depend on which rows go together or
// which thread they are on. Two at a time share the loads of the vectors.

/// The vectors of one pass; made by `run` alone, which checks the sizes.
@safe
struct HouseholderPass {
  private let u: UnsafeBufferPointer<Lanes>
  private let q: UnsafeBufferPointer<Lanes>
  private let v: UnsafeBufferPointer<Lanes>
  /// The groups of a row that count; the others stay.
  private let width: Int

  /// A ← A − u·qᵀ − q·uᵀ, and then A·v, for some rows of A.
  ///
  /// - Parameters:
  ///   - rows: Whole rows of A, of as many groups as the vectors.
  ///   - first: The number of the first of the rows.
  ///   - width: The groups of a row that count; the others stay.
  ///   - product: One number for each of the rows, overwritten.
  /// - Precondition: The counts agree; checked in release builds too.
  /// - Complexity: O(rows·width); no allocation.
  static func run(
    _ rows: inout MutableSpan<Lanes>, first: Int, width: Int,
    u: Span<Lanes>, q: Span<Lanes>, v: Span<Lanes>, into product: inout MutableSpan<Double>
  ) {
    let (stride, count) = (u.count, product.count)
    precondition(q.count == stride && v.count == stride && width <= stride)
    precondition(rows.count == count * stride && first >= 0 && first + count <= stride * 8)
    unsafe u.withUnsafeBufferPointer { u in
      unsafe q.withUnsafeBufferPointer { q in
        unsafe v.withUnsafeBufferPointer { v in
          let pass = unsafe HouseholderPass(u: u, q: q, v: v, width: width)
          unsafe rows.withUnsafeMutableBufferPointer { rows in
            for place in Swift.stride(from: 0, to: count - 1, by: 2) {
              let both = unsafe pass.twoRows(rows, at: place * stride, number: first + place)
              product[place] = both.0
              product[place + 1] = both.1
            }
            if count % 2 == 1 {
              let last = count - 1
              product[last] = unsafe pass.oneRow(rows, at: last * stride, number: first + last)
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func oneRow(_ rows: UnsafeMutableBufferPointer<Lanes>, at start: Int, number: Int) -> Double {
    let (uOfRow, qOfRow) = factors(number)
    var sum = Lanes()
    for group in 0..<width {
      let updated = unsafe rows[start + group] - (uOfRow * q[group] + qOfRow * u[group])
      unsafe rows[start + group] = updated
      unsafe sum += updated * v[group]
    }
    return sum.total
  }

  /// As above, for a row and the next.
  @inline(__always)
  private func twoRows(
    _ rows: UnsafeMutableBufferPointer<Lanes>, at start: Int, number: Int
  ) -> (Double, Double) {
    let ((uOfRow, qOfRow), (uOfNext, qOfNext)) = (factors(number), factors(number + 1))
    let next = unsafe start + u.count
    var sum = Lanes()
    var sumOfNext = Lanes()
    for group in 0..<width {
      let (left, right, factor) = unsafe (u[group], q[group], v[group])
      let updated = unsafe rows[start + group] - (uOfRow * right + qOfRow * left)
      unsafe rows[start + group] = updated
      sum += updated * factor
      let updatedNext = unsafe rows[next + group] - (uOfNext * right + qOfNext * left)
      unsafe rows[next + group] = updatedNext
      sumOfNext += updatedNext * factor
    }
    return (sum.total, sumOfNext.total)
  }

  private func factors(_ row: Int) -> (u: Double, q: Double) {
    unsafe (u[row / 8][row % 8], q[row / 8][row % 8])
  }
}
