// Where the numbers of a symmetric matrix lie, of which only one half is kept.

/// The upper triangle of a d × d matrix, row after row.
enum PackedTriangle {
  /// How many numbers it has.
  static func count(dimension: Int) -> Int { dimension * (dimension + 1) / 2 }

  /// Where the number in a row and a column not before it is.
  static func position(_ row: Int, _ column: Int, dimension: Int) -> Int {
    row * dimension - row * (row - 1) / 2 + column - row
  }
}
