// One pass over the rows of a symmetric matrix: the update of one reflection, the product of the next.
//
// Only the lower triangle is there. A number left of the diagonal serves twice in the product: in the sum of
// its row, and in that of its column, which a run of rows gathers for itself. Runs are of fixed rows
// and their sums meet in order, so the bits do not depend on which thread a run is on. Two rows at a
// time share the loads of the vectors.

/// The vectors of one pass; made by `run` alone, which checks the sizes.
@safe
struct HouseholderPass {
  private let u: UnsafeBufferPointer<Lanes>
  private let q: UnsafeBufferPointer<Lanes>
  private let v: UnsafeBufferPointer<Lanes>

  /// A ← A − u·qᵀ − q·uᵀ, and then A·v, as far as some rows of the lower triangle go.
  ///
  /// - Parameters:
  ///   - rows: Whole rows of A, of as many groups as the vectors, zero right of the diagonal.
  ///   - first: The number of the first of the rows, even.
  ///   - rowSums: One number for each of the rows, overwritten: the product up to the diagonal.
  ///   - columnSums: As long as the vectors; what is left of the diagonal is added for its column.
  /// - Precondition: The counts agree; checked in release builds too.
  /// - Complexity: O(rows·width); no allocation.
  static func run(
    _ rows: inout MutableSpan<Lanes>, first: Int, u: Span<Lanes>, q: Span<Lanes>, v: Span<Lanes>,
    rowSums: inout MutableSpan<Double>, columnSums: inout MutableSpan<Lanes>
  ) {
    let (stride, count) = (u.count, rowSums.count)
    precondition(q.count == stride && v.count == stride && columnSums.count == stride)
    precondition(rows.count == count * stride && first >= 0 && first + count <= stride * 8)
    precondition(first % 2 == 0)
    unsafe u.withUnsafeBufferPointer { u in
      unsafe q.withUnsafeBufferPointer { q in
        unsafe v.withUnsafeBufferPointer { v in
          let pass = unsafe HouseholderPass(u: u, q: q, v: v)
          unsafe rows.withUnsafeMutableBufferPointer { rows in
            unsafe columnSums.withUnsafeMutableBufferPointer { sums in
              for place in Swift.stride(from: 0, to: count - 1, by: 2) {
                let both = unsafe pass.twoRows(rows, at: place * stride, number: first + place, sums)
                rowSums[place] = both.0
                rowSums[place + 1] = both.1
              }
              if count % 2 == 1 {
                let last = count - 1
                rowSums[last] = unsafe pass.oneRow(rows, at: last * stride, number: first + last, sums)
              }
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func oneRow(
    _ rows: UnsafeMutableBufferPointer<Lanes>, at start: Int, number: Int,
    _ columnSums: UnsafeMutableBufferPointer<Lanes>
  ) -> Double {
    let row = factors(number)
    let last = number / 8
    var sum = Lanes()
    for group in 0..<last {
      let updated = unsafe rows[start + group] - (row.u * q[group] + row.q * u[group])
      unsafe rows[start + group] = updated
      unsafe sum += updated * v[group]
      unsafe columnSums[group] += row.v * updated
    }
    unsafe finish(rows, at: start, number: number, &sum, columnSums)
    return sum.total
  }

  /// As above, for a row of an even number and the next, which end in the same group.
  @inline(__always)
  private func twoRows(
    _ rows: UnsafeMutableBufferPointer<Lanes>, at start: Int, number: Int,
    _ columnSums: UnsafeMutableBufferPointer<Lanes>
  ) -> (Double, Double) {
    let (one, two) = (factors(number), factors(number + 1))
    let next = unsafe start + u.count
    var sum = Lanes()
    var sumOfNext = Lanes()
    for group in 0..<number / 8 {
      let (left, right, factor) = unsafe (u[group], q[group], v[group])
      let updated = unsafe rows[start + group] - (one.u * right + one.q * left)
      unsafe rows[start + group] = updated
      sum += updated * factor
      let updatedNext = unsafe rows[next + group] - (two.u * right + two.q * left)
      unsafe rows[next + group] = updatedNext
      sumOfNext += updatedNext * factor
      unsafe columnSums[group] = (columnSums[group] + one.v * updated) + two.v * updatedNext
    }
    unsafe finish(rows, at: start, number: number, &sum, columnSums)
    unsafe finish(rows, at: next, number: number + 1, &sumOfNext, columnSums)
    return (sum.total, sumOfNext.total)
  }

  /// The group with the diagonal: nothing right of it, and the diagonal in no column's sum.
  @inline(__always)
  private func finish(
    _ rows: UnsafeMutableBufferPointer<Lanes>, at start: Int, number: Int, _ sum: inout Lanes,
    _ columnSums: UnsafeMutableBufferPointer<Lanes>
  ) {
    let row = factors(number)
    let (group, lane) = (number / 8, Double(number % 8))
    let lanes = Lanes(0, 1, 2, 3, 4, 5, 6, 7)
    let updated = unsafe (rows[start + group] - (row.u * q[group] + row.q * u[group]))
      .replacing(with: 0, where: lanes .> lane)
    unsafe rows[start + group] = updated
    unsafe sum += updated * v[group]
    unsafe columnSums[group] += row.v * updated.replacing(with: 0, where: lanes .>= lane)
  }

  private func factors(_ row: Int) -> (u: Double, q: Double, v: Double) {
    unsafe (u[row / 8][row % 8], q[row / 8][row % 8], v[row / 8][row % 8])
  }
}
