// The records that a model is fitted to.
//
// What is kept is every coordinate as it was given (−0 as +0); the whole numbers that the
// algorithms work on are derived from it, so that another unit loses nothing.

/// Records: an id and d coordinates each, and a weight where some count more than once. Several records may
/// carry one id.
///
/// ```swift
/// let data = try Dataset(rows: [[0.1, 0.2], [0.3, 0.1]], ids: ["p17", "p23"])
/// ```
///
/// A data set is a value: a copy is independent, and cheap until one of the two changes. The order
/// of the rows decides nothing in a model.
public struct Dataset: Sendable {
  /// The most records that a data set may have, and the most that their weights may add up to; sums of
  /// products stay exact up to here.
  public static let maximumCount = 1 << 30

  /// The count of coordinates of a record, d, at least 1.
  public private(set) var dimension: Int
  /// The features' names, d of them; `f0`, `f1`, … where none were given.
  public private(set) var featureNames: [String]
  /// The records' ids, in row order.
  public private(set) var ids: RecordIDs
  /// The coordinates as they were given, n × d, row after row.
  public private(set) var coordinates: Coordinates
  /// The weights, n whole numbers from 1 in row order; nil exactly where every record weighs 1.
  public private(set) var weights: [UInt32]?
  /// The sum of the weights; n where every record weighs 1.
  public private(set) var totalWeight: Int
  /// False if no value is missing; then nobody need look.
  private var mayLackValues = false
  /// A cache of `ids`; nil while they are row numbers, which need none.
  private var index: IDIndex?

  /// Makes a data set of n records.
  ///
  /// - Parameters:
  ///   - ids: n ids; nil takes the row numbers from 0. A refit elsewhere on fewer rows then numbers
  ///     the rows anew, which makes it another model: give ids where deletions will be checked.
  ///   - coordinates: n × d, row after row, finite; NaN stands for a missing value, which only a model takes
  ///     whose preparation fills it.
  ///   - dimension: d.
  ///   - weights: n whole numbers from 1, whose sum is at most ``maximumCount``; nil for 1 each. A record of
  ///     weight w counts as w records that leave together.
  ///   - featureNames: d names, or nil for `f0`, `f1`, ….
  /// - Throws: ``DatasetError``; nothing is kept.
  /// - Complexity: O(n·d).
  public init(
    ids: RecordIDs? = nil,
    coordinates: Coordinates,
    dimension: Int,
    weights: [UInt32]? = nil,
    featureNames: [String]? = nil
  ) throws(DatasetError) {
    guard dimension > 0, coordinates.count % dimension == 0 else {
      throw .notWholeRows(count: coordinates.count, dimension: dimension)
    }
    let count = coordinates.count / dimension
    guard count <= Self.maximumCount else { throw .tooManyRecords(count: count) }
    let ids = ids ?? RecordIDs(rowNumbers: count)
    guard ids.count == count else { throw .idCount(ids: ids.count, rows: count) }
    let names = featureNames ?? (0..<dimension).map { "f\($0)" }
    guard names.count == dimension else {
      throw .featureNameCount(names: names.count, dimension: dimension)
    }
    let haveSpecialNumbers = coordinates.haveSpecialNumbers
    if haveSpecialNumbers, let position = coordinates.firstInfinite {
      throw .notFinite(row: position / dimension, column: position % dimension)
    }
    totalWeight = try Self.totalWeight(weights, count: count)
    self.dimension = dimension
    self.featureNames = names
    self.ids = ids
    self.coordinates = coordinates
    if haveSpecialNumbers { mayLackValues = self.coordinates.normalise() }
    self.weights = weights
    indexIDs()
    normaliseWeights()
  }

  /// The sum of the weights of so many records, once they are checked.
  private static func totalWeight(_ weights: [UInt32]?, count: Int) throws(DatasetError) -> Int {
    guard let weights else { return count }
    guard weights.count == count else { throw .weightCount(weights: weights.count, rows: count) }
    if let row = weights.firstIndex(of: 0) { throw .noWeight(row: row) }
    let total = weights.reduce(0) { $0 + Int($1) }
    guard total <= maximumCount else { throw .tooMuchWeight(total: total) }
    return total
  }

  /// Forgets weights that are all 1, so that they are the same as none. As none is less, their sum tells.
  private mutating func normaliseWeights() {
    if totalWeight == count { weights = nil }
  }

  /// Makes a data set of rows of equal length.
  ///
  /// - Parameters:
  ///   - rows: n rows of d numbers each, finite or NaN; n and d at least 1.
  ///   - ids: n ids, or nil for row numbers.
  ///   - weights: n whole numbers from 1, or nil for 1 each.
  /// - Throws: ``DatasetError``.
  public init(
    rows: [[Double]], ids: [RecordID]? = nil, weights: [UInt32]? = nil
  ) throws(DatasetError) {
    let dimension = rows.first?.count ?? 0
    for (row, values) in rows.enumerated() where values.count != dimension {
      throw .raggedRow(row: row, count: values.count, expected: dimension)
    }
    try self.init(
      ids: ids.map { RecordIDs($0) },
      coordinates: .double(rows.flatMap { $0 }),
      dimension: dimension,
      weights: weights
    )
  }

  /// The count of records, n.
  public var count: Int { ids.count }

  /// The count of distinct ids.
  public var participantCount: Int { index?.participantCount ?? count }

  /// The coordinates of one record, d of them.
  public func vector(ofRow row: Int) -> [Double] {
    (0..<dimension).map { coordinates[row * dimension + $0] }
  }

  /// The weight of one record, at least 1.
  public func weight(ofRow row: Int) -> Int {
    if let weights { Int(weights[row]) } else { 1 }
  }

  /// The row and the column of the first missing value; nil if all are there.
  ///
  /// - Complexity: O(n·d), or O(1) if none was missing when the data set was made.
  public var firstMissingValue: (row: Int, column: Int)? {
    guard mayLackValues else { return nil }
    return coordinates.firstMissing.map { ($0 / dimension, $0 % dimension) }
  }

  /// The rows that carry an id, in ascending order; none if it is unknown.
  public func rows(of id: RecordID) -> [Int] {
    var rows: [Int] = []
    _ = appendRows(of: id, to: &rows)
    return rows.sorted()
  }

  /// Appends the rows that carry an id, in no particular order.
  ///
  /// - Returns: Whether there are any.
  func appendRows(of id: RecordID, to rows: inout [Int]) -> Bool {
    guard let word = ids.word(of: id) else { return false }
    guard let index else {
      guard let row = ids.words.row(ofNumber: word) else { return false }
      rows.append(row)
      return true
    }
    return index.appendRows(of: word, ids.words.kept, to: &rows)
  }

  /// Whether the row is the one that stands for its id, and the id has other rows too.
  func isFirstAmongMany(row: Int) -> Bool {
    guard let index else { return false }
    return index.isFirst(row: row) && !index.isAlone(row: row)
  }

  /// All rows with the id of the given row, itself included, in no particular order.
  func rowsSharing(idOfRow row: Int) -> [Int] {
    guard let index else { return [row] }
    var rows: [Int] = []
    _ = index.appendRows(of: ids.words[row], ids.words.kept, to: &rows)
    return rows
  }

  private mutating func indexIDs() {
    index = ids.words.rowNumbers == nil ? IDIndex(ids.words.kept) : nil
  }

  /// The records of all other ids: what a fit on the survivors starts from.
  ///
  /// - Complexity: O(n·d).
  public func removing(_ withdrawn: some Sequence<RecordID>) -> Dataset {
    var copy = self
    let gone = Set(withdrawn.flatMap { rows(of: $0) })
    copy.removeSwapping(rows: gone.sorted(by: >))
    return copy
  }

  /// The same records with other coordinates, n × d of them, finite.
  ///
  /// Named features keep their names where there are as many.
  func replacingCoordinates(by coordinates: Coordinates, dimension: Int) -> Dataset {
    precondition(coordinates.count == count * dimension)
    var copy = self
    copy.coordinates = coordinates
    copy.mayLackValues = coordinates.haveSpecialNumbers && copy.coordinates.normalise()
    if dimension != self.dimension { copy.featureNames = (0..<dimension).map { "f\($0)" } }
    copy.dimension = dimension
    return copy
  }

  /// Takes records out, one after another; the last record gets the row number of each.
  ///
  /// - Parameter rows: Distinct, in descending order.
  /// - Complexity: O(d) a record; see ``RowNumbers/removeSwapping(row:)``.
  mutating func removeSwapping(rows: some Collection<Int>) {
    totalWeight -= rows.reduce(0) { $0 + weight(ofRow: $1) }
    weights?.swapRemove(rows)
    coordinates.removeSwapping(rows: rows, dimension: dimension)
    for row in rows { removeID(row: row) }
    normaliseWeights()
  }

  private mutating func removeID(row: Int) {
    guard let isAlone = index?.isAlone(row: row) else { return ids.removeSwapping(row: row) }
    let word = ids.words[row]
    index?.removeSwapping(row: row, ids.words.kept)
    ids.removeSwapping(row: row)
    if isAlone { ids.forget(word) }
  }
}

/// What is wrong with data that were to become a data set. Messages name places, never values.
public enum DatasetError: Error, Equatable {
  /// The count of numbers is no multiple of the dimension, or the dimension is less than 1.
  case notWholeRows(count: Int, dimension: Int)
  /// A row has another length than the first.
  case raggedRow(row: Int, count: Int, expected: Int)
  /// There are more records than ``Dataset/maximumCount``.
  case tooManyRecords(count: Int)
  /// There is not one id for each row.
  case idCount(ids: Int, rows: Int)
  /// There is not one weight for each row.
  case weightCount(weights: Int, rows: Int)
  /// A weight is 0.
  case noWeight(row: Int)
  /// The weights add up to more than ``Dataset/maximumCount``.
  case tooMuchWeight(total: Int)
  /// There is not one name for each feature.
  case featureNameCount(names: Int, dimension: Int)
  /// The features are not the named ones.
  case otherFeatures
  /// A coordinate is infinite.
  case notFinite(row: Int, column: Int)
}

extension DatasetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notWholeRows(let count, let dimension):
      "\(count) numbers do not make rows of \(dimension)."
    case .raggedRow(let row, let count, let expected):
      "Row \(row) has \(count) numbers where the first has \(expected)."
    case .tooManyRecords(let count):
      "\(count) records are more than the \(Dataset.maximumCount) that fit."
    case .idCount(let ids, let rows):
      "There are \(ids) ids for \(rows) records."
    case .weightCount(let weights, let rows):
      "There are \(weights) weights for \(rows) records."
    case .noWeight(let row):
      "The weight in row \(row) is 0; the least is 1."
    case .tooMuchWeight(let total):
      "The weights add up to \(total), more than the \(Dataset.maximumCount) that fit."
    case .featureNameCount(let names, let dimension):
      "There are \(names) names for \(dimension) features."
    case .otherFeatures:
      "The features are not those of the model."
    case .notFinite(let row, let column):
      "The number in row \(row), column \(column) is not finite."
    }
  }
}
