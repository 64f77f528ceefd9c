// The coordinates of the records, as they were given.

/// The coordinates of n records of d features, row after row: n·d numbers.
///
/// Single precision halves the memory where the data came so. The same numbers in either form
/// give the same model.
public enum Coordinates: Sendable {
  case float([Float])
  case double([Double])

  /// The count of numbers, n·d.
  public var count: Int {
    switch self {
    case .float(let values): values.count
    case .double(let values): values.count
    }
  }

  /// One number, widened to `Double`.
  public subscript(index: Int) -> Double {
    switch self {
    case .float(let values): Double(values[index])
    case .double(let values): values[index]
    }
  }

  /// The position of the first number that is infinite, if there is one.
  var firstInfinite: Int? {
    switch self {
    case .float(let values): values.firstIndex { $0.isInfinite }
    case .double(let values): values.firstIndex { $0.isInfinite }
    }
  }

  /// The position of the first missing value, if there is one.
  var firstMissing: Int? {
    switch self {
    case .float(let values): values.firstIndex { $0.isNaN }
    case .double(let values): values.firstIndex { $0.isNaN }
    }
  }

  /// Writes −0 as +0 and every NaN as one, so that equal numbers have equal bits in either precision.
  ///
  /// - Returns: Whether there is a NaN.
  mutating func normalise() -> Bool {
    switch self {
    case .float(var values):
      self = .float([])  // gives up the second reference, so that numbers change in their places
      values.normalise()
      self = .float(values)
    case .double(var values):
      self = .double([])
      values.normalise()
      self = .double(values)
    }
    return firstMissing != nil
  }

  /// Takes rows out, one after another; the last gets the place of each.
  ///
  /// - Parameter rows: Distinct, in descending order.
  mutating func removeSwapping(rows: some Collection<Int>, dimension: Int) {
    switch self {
    case .float(var values):
      self = .float([])  // gives up the second reference, so that the next line copies nothing
      values.removeSwapping(rows: rows, dimension: dimension)
      self = .float(values)
    case .double(var values):
      self = .double([])
      values.removeSwapping(rows: rows, dimension: dimension)
      self = .double(values)
    }
  }
}

extension Array where Element: BinaryFloatingPoint {
  fileprivate mutating func normalise() {
    for index in indices { self[index] = self[index].isNaN ? .nan : self[index] + 0 }
  }

  /// Puts the last row of a row-major matrix in the place of each of the given ones and drops the last, whose numbers do
  /// not stay in the room that is left.
  fileprivate mutating func removeSwapping(rows: some Collection<Int>, dimension: Int) {
    moveLast(over: rows, of: count / dimension, width: dimension, leaving: 0)
    removeLast(rows.count * dimension)
  }
}
