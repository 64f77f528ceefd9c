// What a picture of a model's records is drawn from. It is computed when asked for, and no part of a state.
//
// Method     Means, deviations and axes come from exact sums, so they are a function of the records as a set; scores
//            are computed row by row in plain double precision, each sum in the order of the features.

/// Figures of the surviving records that a model does not keep.
package struct RecordOverview: Sendable {
  /// The mean of each feature as it was given, missing values left out; d numbers.
  package let means: [Double]
  /// The standard deviation of each, likewise.
  package let deviations: [Double]
  /// The records on their first two principal axes, as they are clustered; nil where there are none.
  package let plane: PrincipalPlane?
  /// A uniform number for each record, a function of the seed and the record: to choose some of many without regard
  /// to their order.
  package let priorities: [UInt64]
}

extension DeletableModel {
  /// Looks at the surviving records as a whole.
  ///
  /// - Throws: ``DeletionError/unreadableRecords(_:)``.
  /// - Complexity: O(n·D²) and O(D³) for D features as they are clustered, if they are few enough for a plane.
  package func recordOverview() throws(DeletionError) -> RecordOverview {
    let data = try core.records()
    let moments = FeatureMoments(of: data, threads: core.threads)
    let keys = core.context.keys(of: data)
    let random = KeyedRandom(seed: core.settings.seed)
    return RecordOverview(
      means: moments.features.map(\.mean), deviations: moments.features.map(\.deviation),
      plane: try core.principalPlane(),
      priorities: keys.map { random.word(.picture, index: $0.low, position: 0) })
  }
}

extension ModelCore {
  fileprivate func principalPlane() throws(DeletionError) -> PrincipalPlane? {
    let data = try preparedRecords()
    return PrincipalPlane(of: data, unit: summary.unit, centroids: centroids, threads: threads)
  }
}
