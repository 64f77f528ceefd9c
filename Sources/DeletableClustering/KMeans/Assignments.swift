// For every round of a run: the nearest centroid of each point, and how safe that is.
//
// A cache: it can be made again from the points and the centroids, and how it looks depends on the
// deletions that came before. So it is never written to disk and never compared.
//
// All rounds share one piece of memory, round after round. It is large enough for large pages, where the arrays of
// single rounds are not: to touch small pages for the first time takes longer than to fill them.

struct Assignments: Sendable {
  /// The count of points.
  private(set) var count: Int
  /// The places that each round has.
  private var room: Int
  /// Whether a round's labels and gaps were written.
  private(set) var isKnown: [Bool]
  private var labels: [UInt16]
  private var gaps: [Float]

  /// Room for the labels and gaps of some points; no round's are known yet.
  init(rounds: Int, count: Int) {
    self.count = count
    room = count
    isKnown = Array(repeating: false, count: rounds)
    labels = Array(unwritten: rounds * count)
    gaps = Array(unwritten: rounds * count)
  }

  var roundCount: Int { isKnown.count }

  /// Each point's cluster in a round that is known.
  func labels(ofRound round: Int) -> ArraySlice<UInt16> {
    precondition(isKnown[round], "Nothing is known of round \(round).")
    return labels[round * room..<round * room + count]
  }

  /// Lower bounds on each point's gap in a round that is known: the score of its second best cluster less that of
  /// its best.
  func gaps(ofRound round: Int) -> ArraySlice<Float> {
    precondition(isKnown[round], "Nothing is known of round \(round).")
    return gaps[round * room..<round * room + count]
  }

  func label(ofPoint point: Int, inRound round: Int) -> UInt16 {
    labels[round * room + point]
  }

  /// Writes one point's label and gap, if the round is known.
  mutating func set(_ label: UInt16, _ gap: Float, ofPoint point: Int, inRound round: Int) {
    guard isKnown[round] else { return }
    labels[round * room + point] = label
    gaps[round * room + point] = gap
  }

  /// Gives the body what stands in one round, to read, and all of another or the same, to write; that one is known
  /// afterwards.
  ///
  /// - Parameter source: What the body reads of a round that is not known means nothing.
  mutating func write<Result>(
    _ target: Int, reading source: Int,
    _ body: (
      _ before: DisjointWindow<UInt16>, _ labels: DisjointWindow<UInt16>, _ gaps: DisjointWindow<Float>
    ) -> Result
  ) -> Result {
    let (room, count) = (room, count)
    isKnown[target] = true
    return labels.withDisjointWindow { labels in
      gaps.withDisjointWindow { gaps in
        body(
          labels.part(source * room..<source * room + count),
          labels.part(target * room..<target * room + count),
          gaps.part(target * room..<target * room + count))
      }
    }
  }

  mutating func forget(round: Int) {
    isKnown[round] = false
  }

  /// Puts the last point's entries in the place of the given one's and drops the last: its places are emptied, as
  /// nothing of a point that left may stay, not even its cluster.
  ///
  /// - Complexity: O(T).
  mutating func removeSwapping(point: Int) {
    precondition(point >= 0 && point < count)
    let last = count - 1
    count = last
    for start in stride(from: 0, to: labels.count, by: max(1, room)) {
      labels[start + point] = labels[start + last]
      gaps[start + point] = gaps[start + last]
      labels[start + last] = 0
      gaps[start + last] = 0
    }
  }

  /// Makes room for one more point, whose entries are to be set.
  ///
  /// - Complexity: Amortised O(T).
  mutating func append() {
    if count == room { grow() }
    count += 1
  }

  private mutating func grow() {
    var larger = Assignments(rounds: roundCount, count: room + room / 8 + 8)
    for round in 0..<roundCount {
      for point in 0..<count {
        larger.labels[round * larger.room + point] = labels[round * room + point]
        larger.gaps[round * larger.room + point] = gaps[round * room + point]
      }
    }
    larger.count = count
    larger.isKnown = isKnown
    self = larger
  }
}
