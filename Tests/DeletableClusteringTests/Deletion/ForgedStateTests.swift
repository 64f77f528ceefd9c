import Foundation
import TestSupport
import Testing

@testable import DeletableClustering

/// Models that were read from a state that is not that of the records beside it.
@Suite("Forged states")
struct ForgedStateTests {
  /// The model with some bytes of its state replaced, which are there once.
  private func forged(
    _ model: any DeletableModel, _ data: Dataset, _ bytes: [UInt8], by others: [UInt8]
  ) throws -> any DeletableModel {
    var state = Data(model.encoded)
    state.replaceSubrange(try #require(state.range(of: Data(bytes))), with: others)
    return try ModelCore.model(
      encoded: Array(state), featureNames: model.featureNames, records: StoredRecords(data), threads: 2)
  }

  private func bytes(_ write: (inout CanonicalEncoder) -> Void) -> [UInt8] {
    var encoder = CanonicalEncoder()
    write(&encoder)
    return encoder.bytes
  }

  /// Records about a few centres, every second one in an octave so far below the others'.
  private func twoOctaves(apart octaves: Int, seed: UInt64) throws -> Dataset {
    var random = SplitMix(seed)
    var values: [Float] = []
    for row in 0..<80 {
      let factor = Float(sign: .plus, exponent: row % 2 == 0 ? 0 : -octaves, significand: 1)
      let center = Double(random.int(0...3)) - 1.5
      values.append(factor * Float(random.int(0...1) * 2 - 1) * Float(8.5 + 2 * abs(random.bell())))
      values.append(factor * Float(4 * center + random.bell()))
      values.append(factor * Float(2 * random.bell()))
    }
    let ids = RecordIDs((0..<80).map { RecordID(rowNumber: $0) })
    return try Dataset(ids: ids, coordinates: .float(values), dimension: 3)
  }

  /// A model whose unit is too small for every second record: its state forgets their octave.
  private func tooSmallUnit(
    _ method: ClusteringMethod, _ data: Dataset, octaves: Int, seed: UInt64
  ) throws -> any DeletableModel {
    var settings = ModelSettings(method, clusters: 4)
    settings.seed = seed
    if method == .divideAndConquer { settings.tree.leaves = 2 }
    let model = try settings.fit(data)
    let all = OctaveCounts(of: data, threads: 1)
    var fewer = all
    for octave in all.counts where octave.exponent > all.highest - octaves {
      fewer.add(-octave.count, exponent: octave.exponent)
    }
    return try forged(
      model, data, bytes { RecordSummary(of: data, all).encode(to: &$0) },
      by: bytes { RecordSummary(of: data, fewer).encode(to: &$0) })
  }

  @Test(
    "Where records are beyond the lattice's range, labels and sums are those of points held within it",
    arguments: ClusteringMethod.allCases, UInt64(0)..<4)
  func heldPoints(method: ClusteringMethod, seed: UInt64) throws {
    for (octaves, policy) in [(6, TilePolicy.made), (40, .kept)] {
      let data = try twoOctaves(apart: octaves, seed: seed)
      try TilePolicy.$current.withValue(policy) {
        var model = try tooSmallUnit(method, data, octaves: octaves - 2, seed: seed)
        for row in stride(from: 1, to: 21, by: 2) {
          _ = try? model.delete([RecordID(rowNumber: row)])
          if model.core.resident == nil { try model.core.readRecords() }
          try model.checkCaches()
          try (model.core.structure as? FlatFit)?.checkSums()
        }
        #expect(model.recordCount < 80)
      }
    }
  }

  @Test("Moments from which more leaves than is in them are learnt again", arguments: [1, 3])
  func moments(count: Int) throws {
    let data = try Dataset(rows: (0..<20).map { [8.5 + 0.3 * Double($0)] })
    var settings = ModelSettings(.quantized, clusters: 3)
    settings.preparation = [.standardize]
    let moments = FeatureMoments(of: data, threads: 1)
    let tooLittle = FeatureMoments([.init(octaves: moments.features[0].octaves, weight: 1)])
    var model = try forged(
      try settings.fit(data), data, bytes { moments.encode(to: &$0) }, by: bytes { tooLittle.encode(to: &$0) }
    )
    let gone = (3..<3 + count).map { RecordID(rowNumber: $0) }
    #expect(tooLittle.removing(data.keeping { gone.contains($0) }) == nil)
    try model.delete(gone)
    #expect(try model.core == settings.fit(data.without(gone)).core)
  }
}

extension FlatFit {
  /// Throws unless the sums of every round whose labels are known are those of the points.
  fileprivate func checkSums() throws {
    guard let points else { throw CacheFault(what: "no points") }
    for (run, cache) in zip(solution.runs, points.caches) {
      guard let known = cache.assignments else { continue }
      for (index, round) in run.rounds.enumerated() where known.isKnown[index] {
        var sums = Array(repeating: Int64(0), count: round.statistics.sums.count)
        let labels = known.labels(ofRound: index)
        for point in 0..<points.count {
          let first = Int(labels[point]) * points.points.dimension
          for (column, step) in points.points.coordinates(ofPoint: point).enumerated() {
            sums[first + column] += Int64(step)
          }
        }
        guard sums == round.statistics.sums else { throw CacheFault(what: "sums of round \(index)") }
      }
    }
  }
}
