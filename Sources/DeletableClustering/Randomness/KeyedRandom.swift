// Randomness as a pure function of (seed, purpose, index, record key).
//
// No generator is advanced: whoever knows the four gets the same bits, so taking one record out
// changes the draw of no other.

/// What a draw is for. The numbers are part of every model's definition.
enum Purpose: UInt32 {
  case contentHash = 1
  case idHash = 2
  case recordKey = 3
  case race = 4
  case phase = 5
  /// The seed of a run after the first.
  case restart = 6
  /// The leaf that a record falls into.
  case leaf = 7
  /// The seed of a node's solve.
  case node = 8
  /// The keys of the points that a node takes from its children.
  case nodePoint = 9
  /// How a count becomes a weight.
  case parcel = 10
  /// What the steps of a preparation draw.
  case preparation = 11
  /// Where the means of clusters in the data's units are rounded.
  case clusterMean = 12
  /// Which records the seeding looks at.
  case sample = 13
  /// Which records a picture shows; no part of a state.
  case picture = 100
}

/// The source of all draws of a model.
package struct KeyedRandom: Sendable, Equatable {
  let seed: UInt64

  package init(seed: UInt64) {
    self.seed = seed
  }

  /// A key for the generator that belongs to the purpose and the index alone.
  func key(_ purpose: Purpose, index: UInt64 = 0) -> UInt64 {
    word(purpose, index: index, position: 0)
  }

  /// A uniform word for a purpose, an index and a position.
  func word(_ purpose: Purpose, index: UInt64, position: UInt32) -> UInt64 {
    let counter = Word128(low: index, high: UInt64(purpose.rawValue) << 32 | UInt64(position))
    return Philox.block(counter: counter, key: seed).low
  }

  /// A uniform whole number from 0 to `bound` − 1.
  ///
  /// The high word of word × bound: each value's probability is within 2⁻⁶⁴ of 1/bound.
  func number(below bound: UInt64, _ purpose: Purpose, index: UInt64, position: UInt32) -> UInt64 {
    word(purpose, index: index, position: position).multipliedFullWidth(by: bound).high
  }
}
