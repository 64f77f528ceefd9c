import TestSupport
import Testing

@testable import DeletableClustering

struct LatticeTests {
  @Test(
    "B for some dimensions",
    arguments: [
      (1, 24), (32, 24), (33, 23), (128, 23), (129, 22), (512, 22), (784, 21), (2048, 21), (4096, 20),
    ])
  func precision(dimension: Int, bits: Int) {
    let precision = LatticePrecision(dimension: dimension)
    #expect(precision.bits == bits)
    #expect(Int128(precision.limit) == TwinLattice.limit(dimension: dimension))
  }

  @Test(
    "Octaves end at powers of two, ends included",
    arguments: [
      (1.0, 0), (1.0.nextUp, 1), (2, 1), (0.5, -1), (0.75, 0), (Double.leastNonzeroMagnitude, -1074),
      (0x1p-1022, -1022), (Double.greatestFiniteMagnitude, 1024), (0x1p1023, 1023),
    ])
  func octaves(magnitude: Double, exponent: Int) {
    #expect(OctaveCounts.octave(ofMagnitude: magnitude) == exponent)
    #expect(TwinLattice.octave(magnitude) == exponent)
    var histogram = OctaveHistogram()
    histogram.add(magnitude: magnitude)
    #expect(histogram.counts.counts == [.init(exponent: exponent, count: 1)])
  }

  @Test("Octaves that are counted by place are those that are counted one by one", arguments: UInt64(0)..<20)
  func octaveHistogram(seed: UInt64) {
    var random = SplitMix(seed)
    var (histogram, counts) = (OctaveHistogram(), OctaveCounts())
    for _ in 0..<2000 {
      let bits = random.next() >> UInt64(random.int(1...63))
      let magnitude = Double(bitPattern: bits)
      guard magnitude.isFinite else { continue }
      histogram.add(magnitude: magnitude)
      counts.add(1, magnitude: magnitude)
    }
    #expect(histogram.counts == counts)
  }

  @Test("Counts of octaves are those of the records that are left")
  func octaveCounts() {
    var random = SplitMix(1)
    var counts = OctaveCounts()
    var magnitudes: [Double] = []
    for _ in 0..<2000 {
      if magnitudes.isEmpty || random.int(0...2) > 0 {
        let magnitude =
          random.int(0...9) == 0
          ? 0 : Double(sign: .plus, exponent: random.int(-1074...1023), significand: 1)
        magnitudes.append(magnitude)
        counts.add(1, magnitude: magnitude)
      } else {
        counts.add(-1, magnitude: magnitudes.remove(at: random.int(0...magnitudes.count - 1)))
      }
    }
    var fresh = OctaveCounts()
    var half = OctaveCounts()
    for (index, magnitude) in magnitudes.enumerated() {
      if index % 2 == 0 { fresh.add(1, magnitude: magnitude) } else { half.add(1, magnitude: magnitude) }
    }
    fresh.merge(half)
    #expect(fresh == counts)
    #expect(counts.counts.map(\.exponent) == counts.counts.map(\.exponent).sorted())
  }

  @Test("A summary loses records of its own, and is left as it was where they are others")
  func recordSummary() throws {
    let data = try Dataset(rows: [[1.0], [3], [3], [100]], weights: [1, 2, 1, 5])
    var summary = RecordSummary(of: data, threads: 1)
    let before = summary
    let others = try Dataset(rows: [[3.0], [1], [50]])
    let losesOthers = summary.remove(rows: [2, 1, 0].reversed(), of: others)
    #expect(!losesOthers && summary == before)
    let losesTooMuch = summary.remove(rows: 0..<1, of: try Dataset(rows: [[3.0]], weights: [9]))
    #expect(!losesTooMuch && summary == before)
    let losesOwn = summary.remove(rows: [3, 1], of: data)
    #expect(losesOwn)
    #expect(summary == RecordSummary(of: try Dataset(rows: [[1.0], [3]]), threads: 1))
  }

  @Test("Coordinates beyond 2¹⁰²³ are fitted, on several threads too")
  func largestNumbers() throws {
    let rows = (0..<9000).map { row in
      [row % 2 == 0 ? Double.greatestFiniteMagnitude : -Double.greatestFiniteMagnitude / 3, 0]
    }
    let model = try QuantizedKMeans.fit(Dataset(rows: rows), .init(clusters: 2), threads: 3)
    #expect(model.core.summary.octaves.highest == 1024)
    #expect(model.clusterSizes.sorted() == [4500, 4500])
  }

  @Test("Points of the lattice are the nearest whole numbers, ties to even")
  func rounding() throws {
    let data = try Dataset(rows: [[0.5, 1.5, 2.5, -0.5, -1.5, 0.49, -0.0, -0.2]])
    let points = LatticePoints(data, unit: LatticeUnit(exponent: 0), threads: 1)
    let steps = points.coordinates(ofPoint: 0)
    #expect(steps == [0, 2, 2, 0, -2, 0, 0, 0])
    #expect(steps.allSatisfy { $0 != 0 || $0.sign == .plus })
    #expect(points.squaredNorms[0] == 12)
  }

  /// Those to the origin are the squared norms.
  private func distancesAreExact(_ points: LatticePoints) -> Bool {
    let origin = Centroids(dimension: points.dimension, steps: Array(repeating: 0, count: points.dimension))
    let shifted = Centroids(dimension: points.dimension, steps: Array(repeating: 1, count: points.dimension))
    let kernels = [origin, shifted].map { ExactDistances(CentroidOperand($0)) }
    var reader = TileReader(points)
    return (0..<points.tileCount).allSatisfy { tile in
      reader.open(tile)
      let distances = kernels.map { kernel in
        var distances = kernel.room
        kernel.compute(&reader, into: &distances)
        return distances
      }
      return reader.range.enumerated().allSatisfy { lane, point in
        let steps = points.coordinates(ofPoint: point).map(Double.init)
        return distances[0][lane] == steps.reduce(0) { $0 + $1 * $1 }
          && distances[1][lane] == steps.reduce(0) { $0 + ($1 - 1) * ($1 - 1) }
      }
    }
  }

  @Test("Columns of zeros are found, and found again where points have left", arguments: UInt64(0)..<12)
  func occupiedColumns(seed: UInt64) {
    var random = SplitMix(seed)
    let sample = WholeNumbers(
      count: random.int(130...400), clusters: 1, dimension: random.element([3, 64, 65, 130]), nearTies: false,
      zeros: 0.5, &random)
    var points = sample.points
    #expect(!points.occupied.sets.isEmpty && points.hasSoundColumns(mayHaveLeft: false))
    for _ in 0..<4 {
      let leaving = Set((0..<random.int(1...40)).map { _ in random.int(0...points.count - 1) })
      points.removeSwapping(points: leaving.sorted(by: >))
      #expect(points.hasSoundColumns() && distancesAreExact(points))
      points.refreshOccupiedColumns()
      #expect(points.hasSoundColumns(mayHaveLeft: false) && distancesAreExact(points))
    }
    points.append(steps: Array(repeating: 1, count: points.dimension), weight: 1)
    #expect(points.occupied.sets.isEmpty)
  }

  @Test("Of a group with all columns nothing stays of the point that alone had one")
  func fullGroup() throws {
    // 64 columns: one word, all of whose bits stand for a column.
    var rows: [[Double]] = (0..<160).map { row in
      Array(repeating: Double(row + 1), count: 20) + Array(repeating: 0, count: 44)
    }
    rows[40] = Array(repeating: 1, count: 64)
    var points = LatticePoints(try Dataset(rows: rows), unit: LatticeUnit(exponent: 0), threads: 1)
    #expect(points.occupied.sets[1] == .max && points.occupied.sets[0] != .max)
    points.removeSwapping(points: CollectionOfOne(40))
    points.refreshOccupiedColumns()
    #expect(points.hasSoundColumns(mayHaveLeft: false))
    #expect(points.occupied.sets[1] == 1 << 20 - 1)
  }

  @Test("Removed points leave their place to the last and nothing behind")
  func removal() throws {
    var random = SplitMix(4)
    let sample = GeneratedCase(.tileEdges, seed: 5)
    var rows = sample.rows.map { $0.map { ($0 * 1000).rounded() } }
    var points = LatticePoints(try Dataset(rows: rows), unit: LatticeUnit(exponent: 0), threads: 1)
    while rows.count > 1 {
      let row = random.int(0...rows.count - 1)
      points.removeSwapping(points: CollectionOfOne(row))
      rows.swapRemove(row)
      let fresh = LatticePoints(try Dataset(rows: rows), unit: LatticeUnit(exponent: 0), threads: 1)
      #expect(points.tiles == fresh.tiles && points.squaredNorms == fresh.squaredNorms)
    }
  }
}
