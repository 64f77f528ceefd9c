// How the gaps of points change, tile by tile, with a few coordinates of a few centroids.
//
// A point's gap shrinks by what its own score rose and by what the others' fell most. Changes are computed in single
// precision, and what that may round is taken off.

import CLinearAlgebra

struct TileScoreChange: Sendable {
  private let moves: [la_move]
  private let terms: [la_term]
  /// The columns that are read, and the terms with their places among these.
  private let columns: [Int64]
  private let compactTerms: [la_term]
  /// The columns of one tile, where tiles are made.
  private var made: [Float]

  init(_ change: ScoreChange) {
    var moves: [la_move] = []
    var terms: [la_term] = []
    for move in change.moves {
      moves.append(
        la_move(
          cluster: Int32(move.cluster), first_term: Int32(terms.count), term_count: Int32(move.terms.count)))
      for term in move.terms {
        terms.append(la_term(difference: term.difference, sum: term.sum, column: Int64(term.column)))
      }
    }
    let columns = change.columns
    (self.moves, self.terms, self.columns) = (moves, terms, columns.map { Int64($0) })
    var places = Array(repeating: Int64(0), count: (columns.last ?? -1) + 1)
    for (place, column) in columns.enumerated() { places[column] = Int64(place) }
    compactTerms = terms.map {
      la_term(difference: $0.difference, sum: $0.sum, column: places[Int($0.column)])
    }
    made = Array(repeating: 0, count: columns.count * LatticePoints.tileWidth)
  }

  /// Lowers the gaps of some tiles' points to what they are at least after the move.
  ///
  /// - Parameters:
  ///   - known: Lower bounds before the move; afterwards lower bounds again where they are positive.
  ///   - range: Where the points of the tiles are in `known`.
  ///   - open: A word for each tile, overwritten: a bit for each point whose label is no longer proved.
  /// - Complexity: O(64·m) a tile for m coordinates that moved; no allocation.
  mutating func lower(
    _ known: PackedAssignment, _ range: Range<Int>, _ points: LatticePoints, tiles: Range<Int>,
    open: inout [UInt64]
  ) {
    precondition(tiles.lowerBound >= 0 && tiles.upperBound <= points.tileCount && tiles.count <= open.count)
    precondition(range.count <= tiles.count * LatticePoints.tileWidth)
    precondition(columns.allSatisfy { $0 < points.dimension })
    guard !points.keepsTiles else {
      return unsafe points.tiles.withUnsafeBufferPointer { all in
        guard let first = all.baseAddress else { return }
        unsafe lower(
          known, range, first + tiles.lowerBound * points.tileSize, stride: points.tileSize, open: &open,
          at: 0)
      }
    }
    var start = range.lowerBound
    for tile in tiles {
      let members = points.points(ofTile: tile)
      points.records.fillColumns(columns, &made, members)
      unsafe made.withUnsafeBufferPointer { made in
        guard let first = made.baseAddress else { return }
        unsafe lower(
          known, start..<start + members.count, first, stride: 0, open: &open, at: tile - tiles.lowerBound)
      }
      start += members.count
    }
  }

  /// The same for tiles in memory, or for one whose columns are.
  private func lower(
    _ known: PackedAssignment, _ range: Range<Int>, _ tiles: UnsafePointer<Float>, stride: Int,
    open: inout [UInt64], at place: Int
  ) {
    let (width, terms) = (known.labelWidth, stride == 0 ? compactTerms : terms)
    known.gaps.update(range) { gaps in
      known.labels.update(range.lowerBound * width..<range.upperBound * width) { labels in
        unsafe gaps.withUnsafeMutableBufferPointer { gaps in
          unsafe labels.withUnsafeMutableBufferPointer { labels in
            unsafe open.withUnsafeMutableBufferPointer { open in
              guard let open = open.baseAddress else { return }
              unsafe la_lower_gaps(
                gaps.baseAddress, labels.baseAddress, gaps.count, width, tiles, stride, moves, moves.count,
                terms,
                open + place)
            }
          }
        }
      }
    }
  }
}
