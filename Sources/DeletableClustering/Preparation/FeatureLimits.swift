// The least and the greatest value of each feature, and how many records have them.
//
// As long as another record has the same value, one that leaves changes no limit. When the last one leaves, the
// next limit is looked up in all records. Of n records, about two a feature are such, so that a deletion pays for
// a share of 2d/n of a pass over the data: 2d² values on average, however many records there are.

struct FeatureLimits: Equatable, Sendable {
  struct Feature: Equatable, Sendable {
    var least: Double
    var leastCount: Int
    var greatest: Double
    var greatestCount: Int
  }

  /// Nil for features whose limits are not learnt, or that no record has.
  private(set) var features: [Feature?]

  /// - Complexity: O(n·d).
  init(of data: Dataset, threads: Int, learning isLearnt: (Int) -> Bool) {
    let learnt = (0..<data.dimension).map(isLearnt)
    let parts = Parallel.reduce(
      count: data.count, grain: 4096, threads: threads,
      worker: [Feature?](repeating: nil, count: data.dimension)
    ) { part, rows in
      for row in rows {
        for column in learnt.indices where learnt[column] {
          part[column].include(data.value(row: row, column: column))
        }
      }
    }
    features = Array(repeating: nil, count: data.dimension)
    for part in parts {
      for column in features.indices { features[column].merge(part[column]) }
    }
  }

  init(_ features: [Feature?]) {
    self.features = features
  }

  /// The limits without some records; nil if that takes a look at the others.
  func removing(_ leaving: Dataset) -> FeatureLimits? {
    var copy = self
    for row in 0..<leaving.count {
      for column in features.indices {
        guard var feature = copy.features[column] else { continue }
        let value = leaving.value(row: row, column: column)
        if value == feature.least { feature.leastCount -= 1 }
        if value == feature.greatest { feature.greatestCount -= 1 }
        guard feature.leastCount > 0, feature.greatestCount > 0 else { return nil }
        copy.features[column] = feature
      }
    }
    return copy
  }
}

extension FeatureLimits.Feature? {
  fileprivate mutating func include(_ value: Double) {
    merge(.init(least: value, leastCount: 1, greatest: value, greatestCount: 1))
  }

  fileprivate mutating func merge(_ other: FeatureLimits.Feature?) {
    guard let other else { return }
    guard var own = self else {
      self = other
      return
    }
    if other.least < own.least {
      (own.least, own.leastCount) = (other.least, other.leastCount)
    } else if other.least == own.least {
      own.leastCount += other.leastCount
    }
    if other.greatest > own.greatest {
      (own.greatest, own.greatestCount) = (other.greatest, other.greatestCount)
    } else if other.greatest == own.greatest {
      own.greatestCount += other.greatestCount
    }
    self = own
  }
}
