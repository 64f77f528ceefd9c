// Draws of an evaluation: functions of (seed, purpose, index, record), as a model's draws are.
//
// Promise    The same table, seed and settings give the same samples, whatever the order of rows and the threads.

import DeletableClustering

/// What a draw is for. The numbers lie far from those of a model's draws, so that the two never meet.
enum EvaluationPurpose: UInt32 {
  case participants = 1001
  case silhouetteSample = 1002
  case pool = 1003
  case deletionRegion = 1004
  case modelSeed = 1005
  case direction = 1006
  case permutation = 1007
  case game = 1008
  case seedingRace = 1009
  case experiment = 1010
}

/// The source of all draws of an evaluation.
struct EvaluationDraws: Sendable {
  let seed: UInt64

  /// A uniform word.
  func word(_ purpose: EvaluationPurpose, _ index: Int, _ position: Int = 0) -> UInt64 {
    let high = UInt64(purpose.rawValue) << 32 | UInt64(UInt32(truncatingIfNeeded: position))
    return Philox.block(counter: Word128(low: UInt64(index), high: high), key: seed).low
  }

  /// The draws of one method's experiments on one table, so that chance does not strike all methods and tables alike.
  func experiment(_ method: ClusteringMethod, on data: Dataset) -> EvaluationDraws {
    let place = ClusteringMethod.allCases.firstIndex(of: method) ?? 0
    return EvaluationDraws(seed: word(.experiment, data.count, data.dimension << 8 | place))
  }

  /// A uniform whole number from 0 to `bound` − 1, each with a probability within 2⁻⁶⁴ of 1/bound.
  func number(below bound: Int, _ purpose: EvaluationPurpose, _ index: Int, _ position: Int = 0) -> Int {
    Int(word(purpose, index, position).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number from −1 to 1, both excluded.
  func signed(_ purpose: EvaluationPurpose, _ index: Int, _ position: Int = 0) -> Double {
    (Double(word(purpose, index, position) >> 11) + 0.5) * 0x1p-52 - 1
  }

  /// A permutation of 0..<count, by Fisher and Yates.
  func permutation(of count: Int, _ index: Int) -> [Int] {
    var places = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      places.swapAt(last, number(below: last + 1, .permutation, index, last))
    }
    return places
  }

  /// All participants in an order that the seed and the ids alone decide.
  ///
  /// - Complexity: O(n log n).
  func participants(of data: Dataset) -> [RecordID] {
    let key = word(.participants, 0)
    let draws: [(word: UInt64, id: RecordID)] = Set(data.ids).map { (Self.word(of: $0, key: key), $0) }
    let order = draws.sorted { $0.word == $1.word ? $0.id < $1.id : $0.word < $1.word }
    return order.map(\.id)
  }

  /// Row numbers in an order that the seed and the records alone decide: the first so many of it are a sample
  /// without replacement.
  ///
  /// - Complexity: O(n·d + n log n).
  func rows(of data: Dataset, _ purpose: EvaluationPurpose, threads: Int) -> [Int] {
    let keys = RecordKeys(KeyedRandom(seed: word(purpose, 0)), dimension: data.dimension)
      .keys(of: data, threads: threads)
    return keys.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }
  }

  /// A word for an id: a chain of blocks over its bytes, the length first.
  private static func word(of id: RecordID, key: UInt64) -> UInt64 {
    var chain = Philox.block(counter: Word128(low: UInt64(id.bytes.count), high: 0), key: key).low
    for start in stride(from: 0, to: id.bytes.count, by: 8) {
      let bytes = id.bytes[start..<min(start + 8, id.bytes.count)]
      let word = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      chain = Philox.block(counter: Word128(low: word, high: chain), key: key).low
    }
    return chain
  }
}
