import TestSupport
import Testing

@testable import DeletableClustering

/// Points whose rows lie anywhere are scored as exactly as those of a tile, on every instruction set.
struct LooseFilterLaws {
  private static let seeds = TestLevel.seeds(quick: 12, standard: 150, long: 1500)

  /// Some points of a sample in any order, and the rows that they were made of, in yet another.
  private func sample(_ seed: UInt64) throws -> (WholeNumbers, tags: [Int], RecordRows, SplitMix) {
    var random = SplitMix(seed)
    let sample = WholeNumbers(
      count: random.element([1, 7, 64, 200]), clusters: random.element([1, 2, 3, 5, 8, 13, 64]),
      dimension: random.element([1, 2, 7, 8, 9, 15, 16, 17, 130, 300]), nearTies: seed % 3 == 0, &random)
    let places = Array(0..<sample.points.count).shuffled(using: &random)
    let isDisplaced = seed % 2 == 1
    let data = isDisplaced ? sample.data.displaced(&random) : sample.data.inSinglePrecision
    let ordered = try Dataset(
      coordinates: .float(places.flatMap { data.vector(ofRow: $0).map { Float($0) } }),
      dimension: data.dimension)
    var rows = Array(repeating: Int32(0), count: places.count)
    for (row, point) in places.enumerated() { rows[point] = Int32(row) }
    let records = RecordRows(
      PointRecords(data: ordered, rows: rows),
      LatticeRounding(
        isDisplaced ? WholeNumbers.displacedUnit : WholeNumbers.unit, dimension: data.dimension))
    let tags = places.shuffled(using: &random).prefix(random.int(1...64))
    return (sample, Array(tags), records, random)
  }

  @Test("Labels are exact where they are proved, and gaps no more than true", arguments: seeds)
  func assignment(seed: UInt64) throws {
    let (sample, tags, records, _) = try sample(seed)
    let centroids = CentroidOperand(sample.centroids)
    let truth = tags.map { plainNearest(sample.steps(ofPoint: $0), sample.centroids) }
    for level in VectorLevel.all {
      guard var filter = LooseFilter(centroids, of: records) else { continue }
      let open = VectorLevel.limited(to: level) { filter.assign(tags, of: sample.points) }
      #expect(tags.count == 64 || open >> UInt64(tags.count) == 0)
      var provedCount = 0
      for (place, (label, gap)) in truth.enumerated() {
        if let gap { #expect(Double(filter.gaps[place]) <= Double(gap)) }
        guard open >> UInt64(place) & 1 == 0 else { continue }
        provedCount += 1
        #expect(Int(filter.labels[place]) == label)
        #expect(filter.gaps[place] > 0)
      }
      // Near ties it proves little; elsewhere nearly all.
      if seed % 3 != 0, sample.centroids.dimension > 8 { #expect(provedCount * 10 >= tags.count * 9) }
    }
  }

  @Test("Points that move change the statistics by what they are", arguments: seeds)
  func moves(seed: UInt64) throws {
    var (sample, tags, records, random) = try sample(seed)
    let (clusters, dimension) = (sample.centroids.count, sample.centroids.dimension)
    for level in VectorLevel.all {
      guard var filter = LooseFilter(CentroidOperand(sample.centroids), of: records) else { continue }
      let old = (0..<LooseFilter.capacity).map { _ in UInt16(random.int(0...clusters - 1)) }
      let lanes = random.next() & (tags.count == 64 ? ~0 : 1 << UInt64(tags.count) - 1)
      var expected = StatisticsChange(clusterCount: clusters, dimension: dimension)
      var change = expected
      VectorLevel.limited(to: level) {
        _ = filter.assign(tags, of: sample.points)
        change.move(filter, lanes, from: old)
      }
      for (place, tag) in tags.enumerated() where lanes >> UInt64(place) & 1 != 0 {
        let (from, to) = (Int(old[place]), Int(filter.labels[place]))
        guard from != to else { continue }
        let steps = sample.steps(ofPoint: tag).map { Double($0) }
        expected.move(steps[...], point: tag, of: sample.points, from: from, to: to)
      }
      #expect(change.counts == expected.counts && change.sums == expected.sums)
      #expect(change.squares == expected.squares)
    }
  }

  @Test("It does not serve double precision, powers of two near the ends of single precision, or no records")
  func serves() throws {
    let centroids = CentroidOperand(Centroids(dimension: 2, steps: [1, 2, 3, 4]))
    func rows(_ coordinates: Coordinates, exponent: Int) throws -> RecordRows {
      RecordRows(
        coordinates, dimension: 2, rows: nil,
        LatticeRounding(LatticeUnit(exponent: exponent), dimension: 2))
    }
    let hasKernels = LooseFilter.serves(centroids, try rows(.float([1, 2]), exponent: 0))
    #expect(hasKernels == LooseFilter.serves(centroids, try rows(.float([1, 2]), exponent: -100)))
    #expect(!LooseFilter.serves(centroids, try rows(.float([1, 2]), exponent: -110)))
    #expect(!LooseFilter.serves(centroids, try rows(.double([1, 2]), exponent: 0)))
    #expect(LooseFilter(centroids, of: RecordRows()) == nil)
  }
}
