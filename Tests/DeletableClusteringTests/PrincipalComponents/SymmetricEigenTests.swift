import Testing

@testable import DeletableClustering

struct SymmetricEigenTests {
  /// 1/(i + j + 1), as Hilbert's matrix.
  private static let hilbert = (0..<10).flatMap { row in
    (0..<10).map { column in 1 / Double(row + column + 1) }
  }

  @Test("The bits are those written here, on every platform and by every compiler")
  func goldenBits() {
    let eigen = SymmetricEigen(of: Self.hilbert, dimension: 10, count: 2, threads: 1)
    #expect(eigen.values.map(\.bitPattern) == Self.goldenValues)
    #expect(eigen.vectors.map(\.bitPattern) == Self.goldenVectors)
  }

  private static let goldenValues: [UInt64] = [
    0x3ffc_07dc_eb90_20f2, 0x3fd5_f28e_c6e4_65da, 0x3fa2_4cc0_57f9_006e, 0x3f64_bba9_a299_139d,
    0x3f20_e01e_c3ef_e473, 0x3ed3_d677_17e9_c846, 0x3e80_7eb3_7462_946b, 0x3e22_7244_920c_2727,
    0x3db8_ec4f_470c_c7a0, 0x3d3e_c1dd_44d7_2f5c,
  ]
  private static let goldenVectors: [UInt64] = [
    0xbfe6_626d_0d9f_118c, 0xbfdb_4390_f199_4d76, 0xbfd4_4959_d92b_e369, 0xbfd0_5a7d_2a78_9153,
    0xbfcb_8e39_6822_7ed4, 0xbfc7_e1cb_b3c9_6290, 0xbfc5_1cf7_c00b_26a2, 0xbfc2_f168_13a1_60c1,
    0xbfc1_3115_af51_6430, 0xbfbf_7e05_f67a_de90, 0xbfe4_678d_c440_ae32, 0x3fb2_082a_86e7_2a73,
    0x3fcd_e52e_cde0_8394, 0x3fd2_0e12_3698_900d, 0x3fd2_cb47_6c66_c31e, 0x3fd2_9f72_39da_9159,
    0x3fd2_1472_7447_f5a9, 0x3fd1_6441_f06d_b4d8, 0x3fd0_a925_0292_3ae7, 0x3fcf_deda_2c0e_799a,
  ]

  @Test("By hand: 1 × 1, 2 × 2, the least numbers, and a value beyond the largest finite one")
  func byHand() {
    let one = SymmetricEigen(of: [-4], dimension: 1, count: 1, threads: 1)
    #expect(one.values == [-4] && abs(one.vectors[0]) == 1)
    let two = SymmetricEigen(of: [1, 2, 2, 1], dimension: 2, count: 1, threads: 1)
    #expect(abs(two.values[0] - 3) <= 0x1p-50 && abs(two.values[1] + 1) <= 0x1p-50)
    #expect(abs(two.vectors[0] - two.vectors[1]) <= 0x1p-51)
    let least = Double.leastNonzeroMagnitude
    let small = SymmetricEigen(
      of: [2 * least, least, least, 2 * least], dimension: 2, count: 2, threads: 1)
    #expect(small.values == [3 * least, least] && abs(small.vectors[0] - small.vectors[1]) <= 0x1p-51)
    let largest = Double.greatestFiniteMagnitude
    let over = SymmetricEigen(of: Array(repeating: largest, count: 4), dimension: 2, count: 2, threads: 1)
    #expect(over.values[0] == largest && abs(over.values[1]) <= largest * 0x1p-50)
  }

  @Test("A vector that the rows already have gives way to the axis they have least of")
  func coveredVector() {
    var rows = OrthonormalRows()
    rows.append(LaneRows.lanes([1, 0, 0]))
    rows.append(LaneRows.lanes([0, 0, 1]))
    let (vector, length) = rows.unit(LaneRows.lanes([2, 0, 0]), dimension: 3)
    #expect(length == 0)
    #expect(LaneRows.numbers(vector, count: 3) == [0, 1, 0])
  }

  @Test("A solution too long to be written keeps its direction")
  func longSolution() {
    let factors = ShiftedFactors(Tridiagonal(dimension: 3), shift: 0, leastPivot: 0x1p-700)
    var x = [1.0, 3, -2]
    #expect(!factors.solve(&x))
    #expect(x[0] > 0 && x[1] == 3 * x[0] && x[2] == -2 * x[0])
  }
}
