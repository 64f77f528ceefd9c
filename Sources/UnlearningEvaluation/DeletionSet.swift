// Sets of participants whose deletion is put to the test.
//
// Method     Single ones and batches say little about a replay's corners. So there are whole clusters, the
//            records nearest to each centroid and farthest from it, the participant with the most records,
//            half of all, and everybody.

import DeletableClustering

/// A set of participants who leave together.
public struct DeletionSet: Sendable {
  /// Which of a replay's corners a set is for; its raw value is its name in a report.
  public enum Kind: String, CaseIterable, Sendable {
    /// One participant.
    case single
    /// Some participants at once: ten, and a hundredth of all.
    case batch
    /// All who have a record in one cluster.
    case cluster
    /// Whoever has the record nearest to a centroid.
    case nearest = "nearest to centroids"
    /// Whoever has the record of a cluster that is farthest from its centroid.
    case farthest = "farthest from centroids"
    /// The participant with the most records, where not all have one.
    case mostRecords = "most records"
    /// Half of all participants.
    case half
    /// All participants: an empty model stays.
    case everybody
    /// A list that was given.
    case list
  }

  /// What the set is for.
  public let kind: Kind
  /// What tells it from others of its kind; empty where there are none.
  public let name: String
  /// Who leaves; ids that the table does not have change nothing.
  public let ids: [RecordID]

  /// - Parameters:
  ///   - kind: What the set is for.
  ///   - name: What tells it from others of its kind.
  ///   - ids: Who leaves.
  public init(_ kind: Kind, name: String = "", _ ids: [RecordID]) {
    self.kind = kind
    self.name = name
    self.ids = ids
  }
}

extension DeletionSet {
  /// One or more sets of every kind but given lists, as far as the model has them.
  ///
  /// - Parameters:
  ///   - model: Fitted to the data, no record deleted.
  ///   - participants: All of them, in keyed order.
  /// - Complexity: O(n·d).
  static func generated(
    for model: any DeletableModel, of data: Dataset, participants: [RecordID]
  ) throws -> [DeletionSet] {
    let labels = try model.labels()
    let extremes = Extremes(
      try model.core.preparedRecords(), labels: labels, centroids: model.centroids)
    func ids(_ rows: some Sequence<Int>) -> [RecordID] { Array(Set(rows.map { data.ids[$0] })).sorted() }
    var sets = participants.prefix(3).enumerated().map {
      DeletionSet(.single, name: "\($0.offset + 1)", [$0.element])
    }
    for count in Set([min(10, participants.count), (participants.count + 99) / 100]).sorted() {
      sets.append(DeletionSet(.batch, name: "\(count)", Array(participants.suffix(count))))
    }
    let sizes = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
    let bySize = sizes.keys.sorted { (sizes[$0, default: 0], $0) < (sizes[$1, default: 0], $1) }
    for cluster in Set([bySize.first, bySize.last].compactMap { $0 }).sorted() {
      sets.append(
        DeletionSet(.cluster, name: "\(cluster)", ids(labels.indices.filter { labels[$0] == cluster })))
    }
    sets.append(DeletionSet(.nearest, ids(extremes.nearest)))
    sets.append(DeletionSet(.farthest, ids(extremes.farthest)))
    if let id = mostRecords(data, participants) { sets.append(DeletionSet(.mostRecords, [id])) }
    sets.append(DeletionSet(.half, Array(participants.prefix((participants.count + 1) / 2))))
    sets.append(DeletionSet(.everybody, participants))
    return sets
  }

  /// The participant with the most records; nil where all have one.
  private static func mostRecords(_ data: Dataset, _ participants: [RecordID]) -> RecordID? {
    guard data.count > participants.count else { return nil }
    var counts: [RecordID: Int] = [:]
    for id in data.ids { counts[id, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}

/// For each cluster with a record, the row nearest to its centroid and the row farthest from it.
private struct Extremes {
  private(set) var nearest: [Int] = []
  private(set) var farthest: [Int] = []

  init(_ data: Dataset, labels: [Int], centroids: [[Double]]) {
    var least = centroids.map { _ in (distance: Double.infinity, row: -1) }
    var greatest = centroids.map { _ in (distance: -1.0, row: -1) }
    for (row, cluster) in labels.enumerated() {
      var distance = 0.0
      for (column, value) in centroids[cluster].enumerated() {
        let difference = data.coordinates[row * data.dimension + column] - value
        distance += difference * difference
      }
      if distance < least[cluster].distance { least[cluster] = (distance, row) }
      if distance > greatest[cluster].distance { greatest[cluster] = (distance, row) }
    }
    nearest = least.map(\.row).filter { $0 >= 0 }
    farthest = greatest.map(\.row).filter { $0 >= 0 }
  }
}
