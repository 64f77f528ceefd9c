// The records that the experiments with many small models draw from.
//
// These experiments ask for hundreds of models, so they run on a keyed sample of the table, as its preparation
// left it. Every record of it counts once, with an id of its own.

import DeletableClustering

/// Records under ids that are their places, in an order that the seed and the records decide.
struct Pool: Sendable {
  let data: Dataset
  let points: Points

  /// - Parameters:
  ///   - prepared: The records as they are clustered.
  ///   - limit: At most so many are taken.
  init(
    sampling prepared: Dataset, limit: Int, _ purpose: EvaluationPurpose, _ draws: EvaluationDraws,
    threads: Int
  ) throws {
    let rows = Array(draws.rows(of: prepared, purpose, threads: threads).prefix(limit))
    data = try Dataset(
      coordinates: prepared.selecting(rows: rows).coordinates, dimension: prepared.dimension)
    points = Points(data, rows: 0..<data.count)
  }

  var count: Int { data.count }

  /// The records at some places.
  func records(at places: [Int]) throws -> Dataset {
    try Dataset(
      ids: RecordIDs(places.map { RecordID(rowNumber: $0) }),
      coordinates: data.selecting(rows: places).coordinates, dimension: data.dimension)
  }
}

extension ModelSettings {
  /// The same for records that are prepared already, with another seed.
  func withoutPreparation(seed: UInt64) -> ModelSettings {
    var settings = self
    settings.preparation = []
    settings.seed = seed
    return settings
  }
}
