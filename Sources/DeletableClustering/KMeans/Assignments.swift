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
  /// Packed, as ``PackedAssignment`` has them.
  private var labels: [UInt8]
  private var gaps: [UInt16]
  private let labelWidth: Int

  /// Room for the labels and gaps of some points; no round's are known yet.
  init(rounds: Int, count: Int, clusters: Int) {
    self.init(rounds: rounds, count: count, labelWidth: PackedAssignment.labelWidth(clusters: clusters))
  }

  private init(rounds: Int, count: Int, labelWidth: Int) {
    self.count = count
    self.labelWidth = labelWidth
    room = count
    isKnown = Array(repeating: false, count: rounds)
    labels = Array(unwritten: rounds * count * labelWidth)
    gaps = Array(unwritten: rounds * count)
  }

  var roundCount: Int { isKnown.count }

  /// Whether all rounds' labels and gaps were written.
  var isComplete: Bool { !isKnown.contains(false) }

  /// Each point's cluster in a round that is known.
  func labels(ofRound round: Int) -> [UInt16] {
    precondition(isKnown[round], "Nothing is known of round \(round).")
    return (0..<count).map { label(ofPoint: $0, inRound: round) }
  }

  /// Lower bounds on each point's gap in a round that is known: the score of its second best cluster less that of
  /// its best.
  func gaps(ofRound round: Int) -> [Float] {
    precondition(isKnown[round], "Nothing is known of round \(round).")
    return gaps[round * room..<round * room + count].map(PackedAssignment.gap)
  }

  func label(ofPoint point: Int, inRound round: Int) -> UInt16 {
    let place = (round * room + point) * labelWidth
    return labelWidth == 1 ? UInt16(labels[place]) : UInt16(labels[place]) | UInt16(labels[place + 1]) << 8
  }

  /// Writes some points' clusters in all rounds that are known, one round after another, from a place on. It only looks,
  /// but is asked in place; see ``PointChange``.
  ///
  /// - Complexity: O(m) a round for m points, one independent of the other: the memory is asked for many at a time.
  mutating func copyLabels(ofPoints points: [Int], to out: inout [UInt16], at start: Int, threads: Int) {
    PackedAssignment.copyLabels(
      labels, width: labelWidth, isKnown, room: room, ofPoints: points, to: &out, at: start, threads: threads)
  }

  /// A copy of what is known of some points in one round, as the only one.
  func copy(of points: Range<Int>, inRound round: Int) -> Assignments {
    var copy = Assignments(rounds: 1, count: points.count, labelWidth: labelWidth)
    let places = round * room + points.lowerBound..<round * room + points.upperBound
    copy.labels = Array(labels[places.lowerBound * labelWidth..<places.upperBound * labelWidth])
    copy.gaps = Array(gaps[places])
    copy.isKnown = [true]
    return copy
  }

  /// Writes one point's label and gap, if the round is known.
  mutating func set(_ label: UInt16, _ gap: Float, ofPoint point: Int, inRound round: Int) {
    guard isKnown[round] else { return }
    _ = write(round, reading: round) { _, new in new.exchange(point, label: Int(label), gap: gap) }
  }

  /// Gives the body what stands in one round, to read, and all of another or the same, to write; that one is known
  /// afterwards.
  ///
  /// - Parameter source: What the body reads of a round that is not known means nothing.
  mutating func write<Result>(
    _ target: Int, reading source: Int,
    _ body: (_ before: PackedAssignment, _ new: PackedAssignment) -> Result
  ) -> Result {
    isKnown[target] = true
    let (room, count, labelWidth) = (room, count, labelWidth)
    return labels.withDisjointWindow { labels in
      gaps.withDisjointWindow { gaps in
        func part(_ round: Int) -> PackedAssignment {
          let places = round * room..<round * room + count
          return PackedAssignment(
            labels: labels.part(places.lowerBound * labelWidth..<places.upperBound * labelWidth),
            gaps: gaps.part(places), labelWidth: labelWidth)
        }
        return body(part(source), part(target))
      }
    }
  }

  mutating func forget(round: Int) {
    isKnown[round] = false
  }

  /// Takes points out, one after another: the last one's entries get the place of each. Places past the last are
  /// emptied, as nothing of a point that left may stay, not even its cluster.
  ///
  /// - Parameter points: Distinct, in descending order.
  /// - Complexity: O(T) a point. Round after round, so that the memory is asked for many points' entries at a time.
  mutating func removeSwapping(points: [Int], threads: Int = 1) {
    PackedAssignment.moveLast(
      &labels, width: labelWidth, &gaps, rounds: roundCount, room: room, count: count, over: points,
      threads: threads)
    count -= points.count
  }

  /// Makes room for one more point, whose entries are to be set.
  ///
  /// - Complexity: Amortised O(T).
  mutating func append() {
    if count == room { grow() }
    count += 1
  }

  private mutating func grow() {
    var larger = Assignments(rounds: roundCount, count: room + room / 8 + 8, labelWidth: labelWidth)
    for round in 0..<roundCount {
      for point in 0..<count {
        larger.gaps[round * larger.room + point] = gaps[round * room + point]
      }
      for byte in 0..<count * labelWidth {
        larger.labels[round * larger.room * labelWidth + byte] = labels[round * room * labelWidth + byte]
      }
    }
    larger.count = count
    larger.isKnown = isKnown
    self = larger
  }
}
