import TestSupport
import Testing

@testable import DeletableClustering

/// The products of few centroids give what plain loops give, on every instruction set, as do those of the BLAS.
struct ProductLaws {
  private static let seeds = TestLevel.seeds(quick: 8, standard: 120, long: 1500)

  /// More centroids than fit the registers at once, some of them more than our own loop takes.
  private func sample(_ seed: UInt64) -> WholeNumbers {
    var random = SplitMix(seed)
    return WholeNumbers(
      count: random.element([1, 63, 64, 65, 130]),
      clusters: random.element([1, 2, 3, 4, 5, 7, 11, 12, 13, 25, 63, 64, 65, 70]),
      dimension: random.element([1, 2, 40, 127, 128, 129, 300]), nearTies: seed % 3 == 0,
      zeros: random.element([0, 0.3, 0.9]), &random)
  }

  @Test("The nearest centroid: labels exact, gaps no more than true, changes noted", arguments: seeds)
  func nearest(seed: UInt64) {
    let sample = sample(seed)
    let truth = (0..<sample.points.count).map {
      plainNearest(sample.steps(ofPoint: $0), sample.centroids)
    }
    for level in VectorLevel.all {
      for limit in [0, 64] {
        for points in [sample.points, sample.madePoints, sample.displacedPoints] {
          var kernel = NearestCentroid(CentroidOperand(sample.centroids), productLimit: limit)
          var reader = TileReader(points)
          for tile in 0..<points.tileCount {
            reader.open(tile)
            VectorLevel.limited(to: level) { check(&kernel, &reader, sample, truth, seed) }
          }
        }
      }
    }
  }

  private func check(
    _ kernel: inout NearestCentroid, _ tile: inout TileReader, _ sample: WholeNumbers,
    _ truth: [(label: Int, gap: Int64?)], _ seed: UInt64
  ) {
    var random = SplitMix(seed)
    let points = tile.range
    let before = points.map { _ in UInt16(random.int(0...sample.centroids.count - 1)) }
    var labels = before
    var gaps = Array(repeating: Float.nan, count: points.count)
    var labelSpan = labels.mutableSpan
    var gapSpan = gaps.mutableSpan
    let changed = kernel.assign(&tile, labels: &labelSpan, gaps: &gapSpan)
    for (lane, point) in points.enumerated() {
      #expect(Int(labels[lane]) == truth[point].label)
      if labels[lane] != before[lane] { #expect(changed >> UInt64(lane) & 1 == 1) }
      if let gap = truth[point].gap {
        #expect(Double(gaps[lane]) <= Double(gap) && gaps[lane] >= 0)
      } else {
        #expect(gaps[lane] == .infinity)
      }
    }
    #expect(points.count == 64 || changed >> UInt64(points.count) == 0)
  }

  @Test("Distances are exact", arguments: seeds)
  func distances(seed: UInt64) {
    let sample = sample(seed)
    let kernel = ExactDistances(CentroidOperand(sample.centroids))
    var distances = kernel.room
    for (level, points) in VectorLevel.all.flatMap({ [($0, sample.points), ($0, sample.madePoints)] }) {
      var reader = TileReader(points)
      for tile in 0..<points.tileCount {
        reader.open(tile)
        VectorLevel.limited(to: level) { kernel.compute(&reader, into: &distances) }
        for (lane, point) in reader.range.enumerated() {
          let steps = sample.steps(ofPoint: point)
          for cluster in 0..<sample.centroids.count {
            let centroid = sample.centroids.steps[sample.centroids.range(of: cluster)]
            let plain = zip(steps, centroid).reduce(Int64(0)) {
              $0 + ($1.0 - Int64($1.1)) * ($1.0 - Int64($1.1))
            }
            #expect(distances[cluster * LatticePoints.tileWidth + lane] == Double(plain))
          }
        }
      }
    }
  }

  /// Rows are read whole, and tiles without their columns of zeros.
  @Test("Whole numbers without tiles: gaps and labels are those of tiles, to the bit", arguments: seeds)
  func rows(seed: UInt64) {
    let sample = sample(seed)
    for level in VectorLevel.all {
      let results = [sample.points, sample.madePoints].map { points in
        var assignments = Assignments(rounds: 1, count: points.count, clusters: sample.centroids.count)
        let statistics = VectorLevel.limited(to: level) {
          assignments.assign(points, to: sample.centroids, round: 0, threads: 1)
        }
        return (assignments.labels(ofRound: 0), assignments.gaps(ofRound: 0), statistics)
      }
      #expect(results[0].0 == results[1].0 && results[0].1 == results[1].1)
      #expect(results[0].2 == results[1].2)
    }
  }
}
