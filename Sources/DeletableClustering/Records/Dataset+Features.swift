// Features by name, since tables come with their columns in any order.

extension Dataset {
  /// The same records with their features in a given order.
  ///
  /// A coordinate that meets another feature's centroid coordinate gives a wrong cluster and no error, so
  /// whoever reads a table for a model brings its columns into the model's order first.
  ///
  /// - Parameter names: The data set's feature names, each once.
  /// - Throws: ``DatasetError/otherFeatures``; nothing is kept.
  /// - Complexity: O(n·d), or O(d) if they are in that order already.
  public func arranged(byFeatures names: [String]) throws(DatasetError) -> Dataset {
    if names == featureNames { return self }
    let columns = Dictionary(zip(featureNames, 0...), uniquingKeysWith: { first, _ in first })
    let order = names.compactMap { columns[$0] }
    guard Set(order).count == dimension, names.count == dimension else { throw .otherFeatures }
    return try Dataset(
      ids: ids, coordinates: coordinates.arranged(columns: order), dimension: dimension,
      weights: weights, featureNames: names)
  }
}

extension Coordinates {
  /// The same rows with their columns in another order.
  fileprivate func arranged(columns: [Int]) -> Coordinates {
    switch self {
    case .float(let values): .float(values.arranged(columns: columns))
    case .double(let values): .double(values.arranged(columns: columns))
    }
  }
}

extension Array {
  fileprivate func arranged(columns: [Int]) -> [Element] {
    stride(from: 0, to: count, by: columns.count).flatMap { start in columns.map { self[start + $0] } }
  }
}
