// The kernels that read rows in the place of tiles.

import CLinearAlgebra
import TestSupport
import Testing

@testable import DeletableClustering

extension VectorLevelLaws {
  @Test(
    "Rows without tiles: tiles and columns of them, distances and sums", arguments: VectorLevel.all,
    UInt64(0)..<80)
  func rows(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    // At the ends of the lattice's range, sums of 64 are the largest there are.
    let isFar = seed % 4 == 0
    let dimension = isFar ? random.int(1...32) : random.element([random.int(1...40), random.int(60...150)])
    let (count, clusters) = (isFar ? 64 : random.int(1...64), random.int(2...5))
    let scale = random.element([1, 0.5, 2, 0.125])
    let rows = (0..<dimension * count).map { _ in
      isFar
        ? Float((0x1p23 - Double(random.int(0...3))) * random.element([1, 1, 1, -1]) / scale)
        : Float(random.int(-9000...9000)) / 8
    }
    let steps = rows.map { (Double($0) * scale).rounded(.toNearestOrEven) + 0 }
    let point = (0..<dimension).map { _ in Double(random.int(-900...900)) }
    let columns = (0..<random.int(1...5)).map { _ in Int64(random.int(0...dimension - 1)) }
    let weights = random.int(0...1) == 0 ? nil : (0..<64).map { _ in Double(random.int(1...9)) }
    let from = (0..<64).map { _ in isFar ? 1 : UInt16(random.int(0...clusters - 1)) }
    let to = from.map { UInt16((Int($0) + random.int(1...clusters - 1)) % clusters) }
    let lanes = random.next() & (.max >> UInt64(64 - count))
    var plainTile = Array(repeating: Float(0), count: dimension * 64)
    var plainColumns = Array(repeating: Float(0), count: columns.count * 64)
    var plainNorms = Array(repeating: 0.0, count: count)
    var plainDistances = plainNorms
    for lane in 0..<count {
      for column in 0..<dimension {
        let step = steps[lane * dimension + column]
        plainTile[column * 64 + lane] = Float(step)
        plainNorms[lane] += step * step
        plainDistances[lane] += (step - point[column]) * (step - point[column])
      }
      for (place, column) in columns.enumerated() {
        plainColumns[place * 64 + lane] = plainTile[Int(column) * 64 + lane]
      }
    }
    var tile = Array(repeating: Float(7), count: dimension * 64)
    var someColumns = Array(repeating: Float(7), count: columns.count * 64)
    var (norms, distances) = (plainNorms.map { _ in -1.0 }, plainNorms.map { _ in -1.0 })
    var sums = TileTotals(clusters, dimension)
    var plainSums = sums
    VectorLevel.limited(to: level) {
      unsafe la_fill_tile(rows, dimension, count, Float(scale), &tile)
      unsafe la_fill_columns(rows, dimension, count, scale, columns, columns.count, &someColumns)
      unsafe la_measure_rows(rows, dimension, count, scale, nil, &norms)
      unsafe la_measure_rows(rows, dimension, count, scale, point, &distances)
      unsafe weights.withPointer { weights in
        unsafe sums.squares.withUnsafeMutableBytes { squares in
          unsafe la_add_rows_by_label(
            rows, dimension, scale, from, count, plainNorms, weights, &sums.counts,
            squares.baseAddress, &sums.sums)
          unsafe la_move_rows_by_label(
            rows, dimension, scale, from, to, lanes, plainNorms, weights, &sums.counts,
            squares.baseAddress, &sums.sums)
        }
        unsafe plainSums.squares.withUnsafeMutableBytes { squares in
          unsafe la_add_by_label(
            plainTile, dimension, from, count, plainNorms, weights, &plainSums.counts,
            squares.baseAddress, &plainSums.sums)
          unsafe la_move_by_label(
            plainTile, dimension, from, to, lanes, plainNorms, weights, &plainSums.counts,
            squares.baseAddress, &plainSums.sums)
        }
      }
    }
    #expect(tile == plainTile && someColumns == plainColumns)
    #expect(norms == plainNorms && distances == plainDistances)
    #expect(sums == plainSums)
  }

  /// What the kernels of sums add up.
  private struct TileTotals: Equatable {
    var counts: [Int]
    var squares: [Int128]
    var sums: [Double]

    init(_ clusters: Int, _ dimension: Int) {
      counts = Array(repeating: 0, count: clusters)
      squares = Array(repeating: 0, count: clusters)
      sums = Array(repeating: 0, count: clusters * dimension)
    }
  }
}
