// Data sets made anew from the original rows, by none of the library's removals.

import DeletableClustering

extension Dataset {
  /// The rows whose id is wanted, in their order, from the coordinates as they were given.
  package func keeping(_ isWanted: (RecordID) -> Bool) -> Dataset {
    selecting((0..<count).filter { isWanted(ids[$0]) })
  }

  /// The rows of all other ids.
  package func without(_ withdrawn: [RecordID]) -> Dataset {
    let gone = Set(withdrawn)
    return keeping { !gone.contains($0) }
  }

  /// The given rows, in the given order.
  package func selecting(_ rows: [Int]) -> Dataset {
    let places = rows.flatMap { row in row * dimension..<(row + 1) * dimension }
    let values: Coordinates =
      switch coordinates {
      case .float(let values): .float(places.map { values[$0] })
      case .double(let values): .double(places.map { values[$0] })
      }
    do {
      return try Dataset(
        ids: RecordIDs(rows.map { ids[$0] }), coordinates: values, dimension: dimension,
        weights: weights.map { weights in rows.map { weights[$0] } }, featureNames: featureNames)
    } catch {
      preconditionFailure("Rows of a sound data set are sound: \(error)")
    }
  }

  package func shuffled(_ random: inout SplitMix) -> Dataset {
    selecting((0..<count).shuffled(using: &random))
  }
}
