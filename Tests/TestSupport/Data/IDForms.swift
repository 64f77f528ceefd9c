// Data sets whose ids are row numbers, in both forms that the library has for them.

import DeletableClustering

extension GeneratedCase {
  /// The same records with their row numbers for ids, which take no memory.
  package var rowNumbered: Dataset {
    Self.dataset(
      .double(rows.flatMap { $0 }), rows.indices.map { RecordID(rowNumber: $0) }, rows[0].count, weights)
  }
}

extension Dataset {
  /// The same rows with the same ids, but these kept as any other ids are: one more record came with an id that is no
  /// number, and left.
  package var keepingIDs: Dataset {
    let stranger: RecordID = "no number"
    let row = (0..<dimension).map { _ in 0.0 }
    let values: Coordinates =
      switch coordinates {
      case .float(let values): .float(values + row.map { Float($0) })
      case .double(let values): .double(values + row)
      }
    do {
      return try Dataset(
        ids: RecordIDs(Array(ids) + [stranger]), coordinates: values, dimension: dimension,
        weights: weights.map { $0 + [1] }, featureNames: featureNames
      ).removing([stranger])
    } catch {
      preconditionFailure("One more row of zeros is sound: \(error)")
    }
  }
}
