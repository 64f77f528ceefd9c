import TestSupport
import Testing

@testable import DeletableClustering

/// Points whose tiles are made when they are read: the same models, whatever is deleted.
struct MadeTilesLaws {
  private static let methods = [ClusteringMethod.quantized, .lloyd]
  private static let seeds = TestLevel.seeds(quick: 6, standard: 66, long: 2200)

  /// A case in single precision, where need be with its columns again and again, each time smaller.
  private func law(
    _ method: ClusteringMethod, _ seed: UInt64
  ) throws -> (DeletionLaw, [RecordID], SplitMix)? {
    let sample = GeneratedCase(seed: seed &+ 5000)
    // Beyond the range of single precision.
    if [.huge, .largest].contains(sample.shape) { return nil }
    var random = SplitMix(seed)
    let width = random.element([sample.rows[0].count, 8, 9, 17, 40])
    let rows = sample.rows.map { row in
      (0..<width).map { row[$0 % row.count] / Double(1 << ($0 / row.count)) }
    }
    let data = try Dataset(rows: rows, ids: sample.ids, weights: sample.weights)
    let law = DeletionLaw(data.inSinglePrecision, sample.settings(method), threads: 2)
    return (law, sample.distinctIDs, random)
  }

  private func makesTiles(_ model: any DeletableModel) -> Bool {
    (model.core.structure as? FlatFit)?.points?.points.keepsTiles == false
  }

  @Test("A stream: every state is that of a refit with tiles that are kept", arguments: methods, seeds)
  func streams(method: ClusteringMethod, seed: UInt64) throws {
    guard let (law, ids, generator) = try law(method, seed) else { return }
    var random = generator
    var left = ids.shuffled(using: &random)
    var gone: [RecordID] = []
    try TilePolicy.$current.withValue(.made) {
      var model = try law.fit()
      #expect(makesTiles(model))
      while !left.isEmpty {
        let batch = Array(left.prefix(random.int(1...TestLevel.count(quick: 16, standard: 8, long: 4))))
        left.removeFirst(batch.count)
        gone += batch
        try model.delete(batch)
        let refit = try TilePolicy.$current.withValue(.kept) { try law.refit(without: gone) }
        #expect(!makesTiles(refit))
        #expect(model.core == refit.core, "\(gone)")
        try model.checkCaches()
      }
    }
  }

  @Test("Opened again, without labels, and from copies", arguments: methods, seeds)
  func others(method: ClusteringMethod, seed: UInt64) throws {
    guard let (law, ids, generator) = try law(method, seed) else { return }
    var random = generator
    let batches = ids.shuffled(using: &random).prefix(6).map { [$0] }
    let refit = try TilePolicy.$current.withValue(.kept) { try law.refit(without: batches.flatMap { $0 }) }
    try TilePolicy.$current.withValue(.made) {
      try law.checkReopening(Array(batches.prefix(2)))
      var model = try law.fit()
      let copy = model
      for batch in batches {
        try model.delete(batch)
        if seed % 2 == 0 { model.keepsAssignments = random.int(0...2) > 0 }
      }
      #expect(model.core == refit.core)
      try model.checkCaches()
      try copy.checkCaches()
    }
  }

  @Test("Where many centroids moved, tiles are kept from then on")
  func keptLater() throws {
    var random = SplitMix(3)
    let rows = (0..<900).map { _ in (0..<9).map { _ in Float(random.bell()) } }
    let data = try Dataset(coordinates: .float(rows.flatMap { $0 }), dimension: 9)
    let law = DeletionLaw(data, quantized: .init(clusters: 6, epsilon: 1e-3))
    try TilePolicy.$current.withValue(.made) {
      var model = try law.fit()
      for number in 0..<40 where makesTiles(model) {
        try model.delete([RecordID(rowNumber: number)])
        try model.checkCaches()
      }
      #expect(!makesTiles(model))
      try model.delete([RecordID(rowNumber: 50)])
      try model.checkCaches()
    }
  }
}
